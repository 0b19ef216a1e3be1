// grow.mjs: what a page and a write take at 1,000, 10,000 and 100,000 sheets (SHEETS=: the most),
// in instructions of the server and calls of sqlite3_step, counted by callgrind; start and memory.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { archipel, serve, temporary } from '../test/lib/server.mjs';
import { agent, ask, fill, inParallel, sheets } from './generate.mjs';
import { claim, counted, cpu, load, memory, pause } from './lib.mjs';

const most = Number(process.env.SHEETS ?? 100000), stages = [1000, 10000, 100000].filter((n) => n < most).concat(most);
const folder = temporary('bench-grow'), data = path.join(folder, 'data');
archipel('init', '--demo', '--data', data);
archipel('user', 'add', '--email', 'mesure@exemple.fr', '--role', 'administrator', '--data', data);
const token = archipel('user', 'token', 'mesure@exemple.fr', '--data', data).trim();
const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };

/** What these requests take of a server that counts, for one. */
const asking = (server, list) => server.count(list.length, async () => {
	for (const [method, address, body] of list) {
		const answer = await ask(method, server.url + address, { ...method === 'GET' ? {} : { ...headers, 'idempotency-key': randomUUID() }, ...method === 'PUT' ? { 'if-match': '1' } : {} }, body && JSON.stringify(body));
		if (answer.status >= 400) throw new Error(`${method} ${address}: ${answer.status} ${answer.text.slice(0, 200)}`);
	}
});

const total = async (url) => JSON.parse((await ask('GET', `${url}/api/v1/resources?limit=0`)).text).total;
const times = (n, each) => Array.from({ length: n }, (_, i) => each(i));
const body = 'Un essai de mesure raconte ce qui a été fait, dans quel ordre. '.repeat(60);

/** Pages that nobody asked for before. */
let fresh = 0;

/** Pages made anew: what is counted is asked for once before. */
const pages = {
	'page of a sheet': '/ressources/SLUG', 'its history': '/ressources/SLUG/versions', 'home': '/', 'list of sheets': '/ressources',
	'list of organisations': '/acteurs', 'page of a commune': '/territoires/86116-jazeneuil', 'page of a region': '/territoires/R75-nouvelle-aquitaine',
};

async function measure(where, count) {
	const rows = new Map(await starting(where)), server = await counted(folder, where);
	for (let i = 0; i < 3000 && await total(server.url) < count; i++) await pause(100);
	const known = JSON.parse((await ask('GET', `${server.url}/api/v1/resources?type=tool&limit=10`)).text).items;
	const page = (path_, n) => times(n, (i) => ['GET', `${path_.replace('SLUG', known[i % known.length].slug)}?n=${fresh++}`]);
	const sheet = (i) => ({ type: 'tool', title: `Mesure ${i}`, summary: 'Une fiche.', body, territories: ['86116'], tags: ['mesure'] });
	await inParallel(page('/', 64), 16, ([, address]) => ask('GET', server.url + address));	// each worker parses types once
	for (const [name, address] of Object.entries(pages)) {
		await asking(server, page(address, 4));
		rows.set(name, await asking(server, page(address, address.includes('SLUG') ? 10 : 4)));
	}
	rows.set('page of a sheet, kept', await asking(server, times(20, () => ['GET', `/ressources/${known[0].slug}`])));
	rows.set('search of a word', await asking(server, times(4, (i) => ['GET', `/api/v1/resources?q=commune&n=${i}`])));
	await asking(server, times(3, (i) => ['POST', '/api/v1/resources', sheet(`${i} d’abord`)]));
	await pause(1500);
	rows.set('a sheet written', await asking(server, times(10, (i) => ['POST', '/api/v1/resources', sheet(i)])));
	const mine = [];
	for (let i = 0; i < 10; i++) mine.push(JSON.parse((await ask('POST', `${server.url}/api/v1/resources`, { ...headers, 'idempotency-key': randomUUID() }, JSON.stringify(sheet(`à corriger ${i}`)))).text).id);
	await pause(1500);
	rows.set('a sheet corrected', await asking(server, mine.map((id, i) => ['PUT', `/api/v1/resources/${id}`, sheet(`corrigée ${i}`)])));
	await server.end();
	return rows;
}

/** A start: of the thread that then answers, and of all of them until nothing moves any more. */
async function starting(where) {
	const server = await counted(folder, where, true);
	for (let before = -1, still = 0; still < 15; before = cpu([server.child.pid])) {
		await pause(200);
		still = cpu([server.child.pid]) - before < 0.03 ? still + 1 : 0;
	}
	const threads = server.dump().map(([n, steps]) => [n / 1e6, steps]);
	await server.end();
	return [['start, until it answers', threads[0]], ['start, until the search is ready', threads.reduce((sum, t) => sum.map((n, i) => n + t[i]))]];
}

/** A tenth of all sheets read by 64 at once, then what the server takes in memory. */
async function weigh(where, count) {
	const server = await serve(where, '--log-level', 'error');
	process.once('exit', () => server.child.kill());
	const found = [];
	for (let i = 0; i < 6000 && await total(server.url) < count; i++) await pause(100);
	for (let next = '', n = 0; next !== null && n < 50; n++) {
		const answer = JSON.parse((await ask('GET', `${server.url}/api/v1/resources?type=tool&limit=100${next && `&cursor=${next}`}`)).text);
		found.push(...answer.items.map((item) => item.slug));
		next = answer.next ?? null;
	}
	const script = path.join(folder, 'all.lua');
	fs.writeFileSync(script, `local slugs, n = {${found.map((s) => `"${s}"`).join(',')}}, 0\n`
		+ 'request = function() n = n + 1; return wrk.format("GET", "/ressources/" .. slugs[n % #slugs + 1] .. "?n=" .. n) end\n');
	await load(server.url, [server.child.pid], { script, time: 10 });
	const weight = memory(server.child.pid);
	await server.stop();
	return `${count} sheets: after ten seconds of pages none of which was kept, 64 at once, it has ${weight.toFixed(0)} MB (proportional set size).`;
}

const source = sheets(most), grown = new Map();
const notes = [];
let there = 0;
for (const stage of stages) {
	const server = await serve(data, '--log-level', 'error');
	process.once('exit', () => server.child.kill());
	await fill(server.url, token, source, stage - there);
	there = stage;
	await server.stop();
	notes.push(await weigh(data, stage));
	const copy = path.join(folder, 'copy');
	fs.cpSync(data, copy, { recursive: true });
	grown.set(stage, await measure(copy, stage));
	fs.rmSync(copy, { recursive: true });
}
console.log('## Growth\n\nMillions of instructions of the server and calls of sqlite3_step, for one.\n');
console.log(`| what | ${stages.join(' | ')} | last ÷ first |\n|---|${stages.map(() => '---|').join('')}---|`);
for (const what of grown.get(most).keys()) {
	const of = stages.map((n) => grown.get(n).get(what));
	const grew = of.at(-1)[0] / of[0][0];
	if (!/^start|search/.test(what)) claim(`growth from ${stages[0]} to ${most} sheets: ${what}`, '≤ 1.2', grew.toFixed(2), grew <= 1.2);
	console.log(`| ${what} | ${of.map(([m, s]) => `${m.toFixed(2)} M${s ? `, ${Math.round(s)}` : ''}`).join(' | ')} | ${grew.toFixed(2)} |`);
}
console.log(`\n* ${notes.join('\n* ')}`);
agent.destroy();
fs.rmSync(folder, { recursive: true });
