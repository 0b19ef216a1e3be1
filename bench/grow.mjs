// grow.mjs: what a page and a write take at 1,000, 10,000 and 100,000 sheets (SHEETS=: the most),
// in instructions of the server and calls of sqlite3_step, counted by callgrind; start and memory.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { archipel, program, serve, temporary } from '../test/lib/server.mjs';
import { agent, ask, fill, sheets } from './generate.mjs';
import { cpu, load, memory, pause, run, stop } from './lib.mjs';

const most = Number(process.env.SHEETS ?? 100000), stages = [1000, 10000, 100000].filter((n) => n < most).concat(most);
const folder = temporary('bench-grow'), data = path.join(folder, 'data');
archipel('init', '--demo', '--data', data);
archipel('user', 'add', '--email', 'mesure@exemple.fr', '--role', 'administrator', '--data', data);
const token = archipel('user', 'token', 'mesure@exemple.fr', '--data', data).trim();
const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };

/** A server under callgrind, which counts when told to. */
async function counted(where) {
	const out = path.join(folder, 'callgrind');
	const child = run('valgrind', ['--tool=callgrind', '--instr-atstart=no', `--callgrind-out-file=${out}`, program, 'serve', '--data', where,
		'--listen', '127.0.0.1:0', '--log-level', 'error'], { stdio: ['ignore', 'pipe', 'ignore'] });
	const url = await new Promise((resolve, reject) => {
		let said = '';
		child.stdout.on('data', (b) => {
			const m = /(https?:\/\/[^\s]+)\/\s/.exec(said += b);
			if (m) resolve(m[1]);
		});
		child.on('exit', () => reject(new Error('valgrind ended')));
	});
	const control = (...args) => execFileSync('callgrind_control', [...args, String(child.pid)], { stdio: 'ignore' });
	return {
		url,
		/** Millions of instructions and calls of sqlite3_step for each of these requests. */
		async count(list) {
			control('-i', 'on');
			control('-z');
			for (const [method, address, body] of list) {
				const answer = await ask(method, url + address, { ...method === 'GET' ? {} : { ...headers, 'idempotency-key': randomUUID() }, ...method === 'PUT' ? { 'if-match': '1' } : {} }, body && JSON.stringify(body));
				if (answer.status >= 400) throw new Error(`${method} ${address}: ${answer.status} ${answer.text.slice(0, 200)}`);
			}
			control('-d', 'here');
			control('-i', 'off');
			const file = fs.readdirSync(folder).filter((f) => /^callgrind\.\d+$/.test(f)).sort((a, b) => Number(b.split('.')[1]) - Number(a.split('.')[1]))[0];
			const text = fs.readFileSync(path.join(folder, file), 'utf8');
			const id = /^c?fn=\((\d+)\) sqlite3_step$/m.exec(text)?.[1];
			const steps = [...text.matchAll(new RegExp(`^cfn=\\(${id}\\).*\\ncalls=(\\d+)`, 'gm'))].reduce((sum, m) => sum + Number(m[1]), 0);
			return [Number(/^(?:totals|summary): (\d+)/m.exec(text)[1]) / list.length / 1e6, steps / list.length];
		},
		end: () => stop(child),
	};
}

const total = async (url) => JSON.parse((await ask('GET', `${url}/api/v1/resources?limit=0`)).text).total;
const times = (n, each) => Array.from({ length: n }, (_, i) => each(i));
const body = 'Un essai de mesure raconte ce qui a été fait, dans quel ordre. '.repeat(60);

/** Pages that nobody asked for before. */
let fresh = 0;

async function measure(where, count) {
	const server = await counted(where), rows = new Map();
	for (let i = 0; i < 600 && await total(server.url) < count; i++) await pause(100);
	await pause(2000);
	const known = JSON.parse((await ask('GET', `${server.url}/api/v1/resources?type=tool&limit=10`)).text).items;
	const page = (path_, n = 10) => times(n, (i) => ['GET', `${path_.replace('SLUG', known[i % known.length].slug)}?n=${fresh++}`]);
	const sheet = (i) => ({ type: 'tool', title: `Mesure ${i}`, summary: 'Une fiche.', body, territories: ['86116'], tags: ['mesure'] });
	for (const warm of [page('/ressources/SLUG'), page('/', 2), page('/territoires/86116-jazeneuil', 2), page('/territoires/R75-nouvelle-aquitaine', 2)])
		await server.count(warm);
	rows.set('page of a sheet, made anew', await server.count(page('/ressources/SLUG')));
	rows.set('page of a sheet, kept', await server.count(times(20, () => ['GET', `/ressources/${known[0].slug}?n=${fresh - 10}`])));
	rows.set('its history', await server.count(page('/ressources/SLUG/versions')));
	rows.set('home', await server.count(page('/', 4)));
	rows.set('page of a commune', await server.count(page('/territoires/86116-jazeneuil', 4)));
	rows.set('page of a region', await server.count(page('/territoires/R75-nouvelle-aquitaine', 4)));
	await server.count(times(3, (i) => ['POST', '/api/v1/resources', sheet(`${i} d’abord`)]));
	await pause(1500);
	rows.set('a sheet written', await server.count(times(10, (i) => ['POST', '/api/v1/resources', sheet(i)])));
	const mine = [];
	for (let i = 0; i < 10; i++) mine.push(JSON.parse((await ask('POST', `${server.url}/api/v1/resources`, { ...headers, 'idempotency-key': randomUUID() }, JSON.stringify(sheet(`à corriger ${i}`)))).text).id);
	await pause(1500);
	rows.set('a sheet corrected', await server.count(mine.map((id, i) => ['PUT', `/api/v1/resources/${id}`, sheet(`corrigée ${i}`)])));
	await server.end();
	for (const f of fs.readdirSync(folder).filter((name) => name.startsWith('callgrind'))) fs.rmSync(path.join(folder, f));
	return rows;
}

/** A tenth of all sheets read by 64 at once, then what the server takes in memory. */
async function weigh(where, count) {
	const server = await serve(where, '--log-level', 'error');
	const start = cpu([server.child.pid]);
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
	return `${count} sheets: it answers after ${(start * 1000).toFixed(0)} ms of processor from its start; after ten seconds of pages none of which was kept, 64 at once, it has ${weight.toFixed(0)} MB (proportional set size).`;
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
	console.log(`| ${what} | ${of.map(([m, s]) => `${m.toFixed(2)} M${s ? `, ${Math.round(s)}` : ''}`).join(' | ')} | ${(of.at(-1)[0] / of[0][0]).toFixed(2)} |`);
}
console.log(`\n* ${notes.join('\n* ')}`);
agent.destroy();
fs.rmSync(folder, { recursive: true });
