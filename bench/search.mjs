// search.mjs: how long a search takes, at the demonstration and with 10,000 sheets more.
// Queries are words of the texts, as frequent as they are there: common ones cost most.
import http from 'node:http';
import fs from 'node:fs';
import { archipel, serve, temporary } from '../test/lib/server.mjs';
import { random, sheets } from './generate.mjs';

const count = Number(process.env.SHEETS ?? 10000), asked = Number(process.env.QUERIES ?? 1000);
const folder = temporary('bench-search');
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

function send(method, url, headers = {}, body) {
	return new Promise((resolve, reject) => {
		const request = http.request(url, { method, headers, agent }, (answer) => {
			const parts = [];
			answer.on('data', (b) => parts.push(b));
			answer.on('end', () => resolve({ status: answer.statusCode, text: Buffer.concat(parts).toString('utf8') }));
		});
		request.on('error', reject);
		request.end(body);
	});
}

async function inParallel(list, lanes, each) {
	const next = list[Symbol.iterator]();
	await Promise.all(Array.from({ length: lanes }, async () => {
		for (let i = next.next(); !i.done; i = next.next()) await each(i.value);
	}));
}

// One to three words, sometimes a phrase, an exclusion, a filter.
function queries(seed) {
	const rand = random(seed), words = [...sheets(200, 7)].flatMap((s) => s.body.split(/\s+/))
		.map((w) => w.replace(/[^\p{L}\p{N}’-]/gu, '')).filter((w) => w.length > 2);
	return Array.from({ length: asked }, () => {
		const at = Math.floor(rand() * (words.length - 4)), n = 1 + Math.floor(rand() * 3), kind = rand();
		let q = kind < 0.15 ? `"${words[at]} ${words[at + 1]}"` : Array.from({ length: n }, () => words[Math.floor(rand() * words.length)]).join(' ');
		if (kind > 0.9) q += ` -${words[at]}`;
		return `q=${encodeURIComponent(q)}${rand() < 0.3 ? '&type=tool' : ''}`;
	});
}

const percentile = (sorted, p) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))];
const ms = (v) => `${v.toFixed(1)} ms`;

async function measure(what, path, lanes) {
	const times = [];
	let found = 0;
	await inParallel(queries(11), lanes, async (query) => {
		const start = process.hrtime.bigint();
		const answer = await send('GET', `${server.url}${path}?${query}`);
		times.push(Number(process.hrtime.bigint() - start) / 1e6);
		if (answer.status !== 200) throw new Error(`${path}?${query}: ${answer.status}`);
		found += path.startsWith('/api') ? JSON.parse(answer.text).total > 0 : answer.text.includes("class='rows'");
	});
	times.sort((a, b) => a - b);
	console.log(`| ${what} | ${lanes} | ${ms(percentile(times, 0.5))} | ${ms(percentile(times, 0.99))} | ${ms(times.at(-1))} | ${Math.round((found / asked) * 100)} % |`);
}

async function total() {
	return JSON.parse((await send('GET', `${server.url}/api/v1/resources?limit=0`)).text).total;
}

archipel('init', '--demo', '--data', folder);
const server = await serve(folder);
process.on('exit', () => server.child.kill());
while (await total() === 0) await new Promise((r) => { setTimeout(r, 50); });
const demo = await total();
console.log(`## Search\n\n${asked} seeded queries of one to three words, phrases and exclusions among them, a third filtered by type; whole answers with`
	+ ' facets and snippets, over HTTP, on the machine that also asks.\n\n| sheets | at a time | p50 | p99 | longest | that found something |\n|---|---|---|---|---|---|');
await measure(`${demo}, API`, '/api/v1/resources', 1);
archipel('user', 'add', '--email', 'mesure@exemple.fr', '--role', 'administrator', '--data', folder);
const token = archipel('user', 'token', 'mesure@exemple.fr', '--data', folder).trim();
let n = 0;
const started = process.hrtime.bigint();
await inParallel(sheets(count), 32, async (sheet) => {
	const key = `00000000-0000-4000-8000-${(n++).toString(16).padStart(12, '0')}`;
	const answer = await send('POST', `${server.url}/api/v1/resources`, { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
		JSON.stringify(sheet));
	if (answer.status !== 201) throw new Error(answer.text);
});
const written = Number(process.hrtime.bigint() - started) / 1e9;
const waiting = process.hrtime.bigint();
while (await total() < demo + count) await new Promise((r) => { setTimeout(r, 20); });
const lag = Number(process.hrtime.bigint() - waiting) / 1e6;
await measure(`${demo + count}, API`, '/api/v1/resources', 1);
await measure(`${demo + count}, API`, '/api/v1/resources', 8);
await measure(`${demo + count}, page`, '/ressources', 1);
const times = [];
for (let i = 0; i < 200; i++) {
	const start = process.hrtime.bigint();
	await send('GET', `${server.url}/api/v1/resources?type=method&type=tool&limit=20&cursor=n${i * 20}`);
	times.push(Number(process.hrtime.bigint() - start) / 1e6);
}
times.sort((a, b) => a - b);
console.log(`| ${demo + count}, filtered list without words | 1 | ${ms(percentile(times, 0.5))} | ${ms(percentile(times, 0.99))} | ${ms(times.at(-1))} | 100 % |`);
await server.stop();
const file = fs.readdirSync(folder).find((f) => /^search-.*\.db$/.test(f));
const size = fs.statSync(`${folder}/${file}`).size / 1e6;
fs.rmSync(`${folder}/${file}`);
const again = process.hrtime.bigint();
const second = await serve(folder);
process.on('exit', () => second.child.kill());
while (JSON.parse((await send('GET', `${second.url}/api/v1/resources?limit=0`)).text).total < demo + count) await new Promise((r) => { setTimeout(r, 20); });
console.log(`\n* ${count} sheets written in ${written.toFixed(1)} s (${(count / written).toFixed(0)} a second), found ${ms(lag)} after the last answer.`);
console.log(`* The index is ${size.toFixed(0)} MB; deleted, it was there again ${(Number(process.hrtime.bigint() - again) / 1e9).toFixed(1)} s after the start.`);
await second.stop();
agent.destroy();
fs.rmSync(folder, { recursive: true });
