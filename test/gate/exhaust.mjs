#!/usr/bin/env node
// exhaust.mjs: those who take all they can. Slow headers, slow bodies, slow readers, 10,000 idle connections, more
// connections than there are descriptors, a flood of what is costly, a flood of networks: an honest client is answered
// all the while, within a second; memory is bounded. And a server stops in time while all ask.
import http from 'node:http';
import net from 'node:net';
import fs from 'node:fs';
import { randomUUID } from 'node:crypto';
import { execute, quick, serve } from '../lib/archipel.mjs';
import { ask } from '../lib/client.mjs';
import { counter, temporary } from '../lib/server.mjs';
import { send, statusesOf } from './raw.mjs';

const { check, end } = counter();
const dir = temporary('exhaust'), running = [];
/* figures belong to make bench: here a machine may be busy with other tests */
const BUSY_MS = 3000;
const long = process.env.CHECK === 'all', H = 'Host: localhost\r\n';
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const since = (start) => (Date.now() - start) / 1000;
process.on('exit', () => {
	for (const s of running) s.process.kill('SIGKILL');
	fs.rmSync(dir, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

const verb = async (data, ...words) => {
	const r = await execute(quick, [...words, '--data', data]);
	if (r.code !== 0) throw new Error(`archipel ${words.join(' ')}: ${r.err}`);
	return r.out.trim();
};

async function start(name, ...args) {
	fs.cpSync(`${dir}/seed`, `${dir}/${name}`, { recursive: true });
	const s = serve(`${dir}/${name}`, { file: quick, args });
	running.push(s);
	await s.ready;
	return s;
}

const stopped = async (s, what) => check(await s.stop() === 0, `${what}: the server stops cleanly`, s.err);
const memory = (s, what = 'VmRSS') => Number(new RegExp(`${what}:\\s+(\\d+)`).exec(fs.readFileSync(`/proc/${s.process.pid}/status`, 'utf8'))[1]) / 1024;

/** A connection, and when it was cut. */
function open(port) {
	const start = Date.now(), socket = net.connect(port, '127.0.0.1'), c = { socket, text: '' };
	socket.on('data', (d) => { c.text += d.toString('latin1'); });
	socket.on('error', () => {});
	c.cut = new Promise((done) => socket.on('close', () => { c.seconds = since(start); done(c.seconds); }));
	c.there = new Promise((done) => { socket.on('connect', done); socket.on('error', done); });
	return c;
}

/** Sends piece after piece, until cut or done. */
async function drip(c, pieces, ms) {
	for (const p of pieces) {
		if (c.seconds !== undefined || c.socket.destroyed) return;
		c.socket.write(p);
		await sleep(ms);
	}
}

const withIn = (seconds, most) => Promise.race([seconds, sleep(most * 1000).then(() => Infinity)]);
const between = (v, low, high, what) => check(v >= low && v <= high, what, `after ${v.toFixed(1)} s`);

async function slowHeaders(s) {
	const head = `GET /aide HTTP/1.1\r\n${H}X-A: ${'a'.repeat(500)}`;
	const all = Array.from({ length: 50 }, () => open(s.port));
	for (const c of all) drip(c, head, 300);
	const cut = await Promise.all(all.map((c) => withIn(c.cut, 15)));
	between(Math.min(...cut), 9, 14, 'slow headers have ten seconds');
	between(Math.max(...cut), 9, 14, 'and no more');
}

async function slowBodies(s) {
	const head = `POST /connexion HTTP/1.1\r\n${H}Content-Length: 15000\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n`;
	const all = Array.from({ length: 20 }, () => open(s.port));
	for (const c of all) drip(c, [head, ...Array(400).fill('a'.repeat(10))], 100);
	const cut = await Promise.all(all.map((c) => withIn(c.cut, 30)));
	between(Math.min(...cut), 19, 26, 'a body slower than 1 kB/s is cut after 20 s');
	between(Math.max(...cut), 19, 26, 'all of them');
}

/** A poor line, but a steady one: 2 kB/s for longer than 20 s. */
async function steadyBody(s, token) {
	const body = JSON.stringify({ type: 'tool', title: 'Four', summary: 'Il se prête.', body: 'mot '.repeat(12000) }), c = open(s.port);
	const head = `POST /api/v1/resources HTTP/1.1\r\n${H}Authorization: Bearer ${token}\r\nIdempotency-Key: ${randomUUID()}\r\n`
		+ `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
	await drip(c, [head, ...Buffer.from(body).toString('latin1').match(/[^]{1,500}/g).map((p) => Buffer.from(p, 'latin1'))], 230);
	await sleep(500);
	check([201, 422].includes(statusesOf(c.text)[0]), 'a slow but steady body is read to its end', c.text.slice(0, 300) || `cut after ${c.seconds} s`);
	c.socket.destroy();
}

/** Asks for much, reads nothing for a while: what was left then is not there any more. */
async function slowReaders(s) {
	const asked = 20000, all = Array.from({ length: 5 }, () => open(s.port));
	for (const c of all) {
		c.socket.pause();
		c.socket.write(`GET /robots.txt HTTP/1.1\r\n${H}\r\n`.repeat(asked));
	}
	await sleep(26000);
	for (const c of all) c.socket.resume();
	await Promise.all(all.map((c) => withIn(c.cut, 5)));
	for (const c of all) {
		const n = statusesOf(c.text).length;
		check(c.seconds !== undefined && n > 0 && n < asked, 'who does not read is cut', `${n} of ${asked} answers, ${c.seconds}`);
	}
}

/** n honest requests on connections of their own: the slowest but one in a hundred, in ms. */
async function honest(s, n, path = '/aide') {
	const times = [];
	for (let i = 0; i < n; i++) {
		const t = performance.now(), a = await ask(s.port, 'GET', path, { headers: { Connection: 'close' } }).catch((e) => ({ status: String(e) }));
		times.push(a.status === 200 ? performance.now() - t : 60000);
	}
	return times.sort((a, b) => a - b)[Math.ceil(n * 0.99) - 1];
}

async function idle(s) {
	const room = Number((await execute('sh', ['-c', 'ulimit -Hn'])).out) || 1e6, most = Math.min(10000, room - 3000);
	const before = memory(s), all = [];
	for (let i = 0; i < most; i += 250) {
		const some = Array.from({ length: Math.min(250, most - i) }, () => open(s.port));
		await Promise.all(some.map((c) => c.there));
		for (const [k, c] of some.entries()) if (k % 2) c.socket.write(`GET /livez HTTP/1.1\r\n${H}\r\n`);
		all.push(...some);
	}
	await sleep(300);
	const alive = all.filter((c) => c.seconds === undefined && !c.socket.destroyed).length, p99 = await honest(s, 200), grown = memory(s) - before;
	check(alive >= most * 0.95, 'thousands of idle connections stay open', `${alive} of ${most}`);
	check(p99 <= 1000, 'an honest client is answered within a second beside them', `p99 ${p99.toFixed(0)} ms`);
	check(grown * 1024 / alive <= 40, 'an idle connection takes no more than 40 kB', `${(grown * 1024 / alive).toFixed(1)} kB each`);
	console.log(`${alive} idle connections: p99 ${p99.toFixed(1)} ms, ${(grown * 1024 / alive).toFixed(1)} kB each`);
	for (const c of all) c.socket.destroy();
	for (let i = 0; i < 100 && fs.readdirSync(`/proc/${s.process.pid}/fd`).length > 200; i++) await sleep(100);
}

/** 64 descriptors and a hundred who only hold on: the one that waited longest makes room. */
async function fewDescriptors() {
	fs.cpSync(`${dir}/seed`, `${dir}/few`, { recursive: true });
	const small = `${dir}/small`;
	fs.writeFileSync(small, `#!/bin/sh\nulimit -n 64\nexec ${quick} "$@"\n`, { mode: 0o755 });
	const s = serve(`${dir}/few`, { file: small });
	running.push(s);
	await s.ready;
	const all = Array.from({ length: 100 }, () => open(s.port));
	await Promise.all(all.map((c) => c.there));
	const p99 = await honest(s, 30);
	check(p99 <= 1000, 'without a free descriptor an honest client is answered', `p99 ${p99.toFixed(0)} ms`);
	for (const c of all) c.socket.destroy();
	await stopped(s, 'few descriptors');
}

const costly = ['/', '/ressources?q=commune+four+eau', '/ressources?q=a', '/api/v1/resources?q=eau', '/api/v1/log?limit=1000', '/territoires?q=saint',
	'/api/v1/territories?q=saint', '/aide/rien', '/connexion/abc', '/readyz'];

/** Sixteen connections that ask for one page again and again, each time in other words; /livez beside it. */
async function floodOf(s, path, ms) {
	const agent = new http.Agent({ keepAlive: true, maxSockets: 16 }), until = Date.now() + ms, seen = new Set(), times = [];
	let n = 0;
	const flood = Array.from({ length: 16 }, async () => {
		while (Date.now() < until)
			seen.add((await ask(s.port, 'GET', `${path}${path.includes('?') ? '&' : '?'}n=${n++}`, { agent })).status);
	});
	while (Date.now() < until) {
		const t = performance.now();
		await ask(s.port, 'GET', '/livez', { headers: { Connection: 'close' } });
		times.push(performance.now() - t);
		await sleep(15);
	}
	await Promise.all(flood);
	agent.destroy();
	check(![...seen].some((c) => c >= 500 && c !== 503), `a flood of ${path} breaks nothing`, [...seen].join(' '));
	return { path, n, p99: times.sort((a, b) => a - b)[Math.ceil(times.length * 0.99) - 1] };
}

async function floods(s) {
	for (const path of costly) {
		const f = await floodOf(s, path, long ? 5000 : 600);
		check(f.p99 <= BUSY_MS, `/livez answers while ${path} is flooded`, `${f.p99} ms`);
		console.log(`flood of ${f.path}: ${f.n} requests, /livez p99 ${f.p99.toFixed(1)} ms`);
	}
}

/** Sends n requests at once, waits for n answers: their status. */
function pipelined(port, n, bytes) {
	return new Promise((resolve) => {
		const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes)), statuses = [];
		let rest = '';
		const timer = setTimeout(() => socket.destroy(), 60000);
		socket.on('data', (d) => {
			const text = rest + d.toString('latin1'), cut = text.lastIndexOf('HTTP/1.1 ');
			const whole = cut > 0 && text.length - cut < 20 ? cut : text.length;
			statuses.push(...statusesOf(text.slice(0, whole)));
			rest = text.slice(Math.max(whole, text.length - 20)).replace(/HTTP\/1\.1 \d{3}[^]*/, (t) => (whole < text.length ? t : ''));
			if (statuses.length >= n) socket.destroy();
		});
		socket.on('error', () => {});
		socket.on('close', () => { clearTimeout(timer); resolve(statuses); });
	});
}

/** Text that grows when it is drawn: a page may be refused, the server lives. */
async function longPages(s, token) {
	const write = async (values) => {
		const a = await ask(s.port, 'POST', '/api/v1/resources', { body: JSON.stringify({ type: 'tool', summary: 'Une phrase.', ...values }),
			headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() } });
		check(a.status === 201, 'a long text is taken', a.text.slice(0, 200));
		const path = `/ressources/${JSON.parse(a.text).slug}`;
		return { path, ...await ask(s.port, 'GET', path, {}) };
	};
	const wide = `${'|a'.repeat(100)}|\n${'|-'.repeat(100)}|\n${'|a|\n'.repeat(9000)}`, steps = Array.from({ length: 27 }, (_, i) => ({ title: `Pas ${i}`, text: 'www.a.b '.repeat(4790) }));
	const table = await write({ title: 'Un tableau creux', body: wide });
	check(table.status === 200 && table.text.length < 200000, 'a table of cells that nobody wrote is none', `${table.status}, ${table.text.length} bytes`);
	const links = await write({ title: 'Beaucoup de liens', steps });
	check(links.status === 500 && !s.ended, 'a page may be too long, the server lives', `${links.status} ${s.err}`);
	const below = await write({ title: 'Presque trop', steps: steps.slice(0, 24) });
	check(below.status === 200 && below.text.length > 7e6, 'a very long page is drawn', `${below.status}, ${below.text.length} bytes`);
	return below.path;
}

/** From very many networks, each a little; one of them all the time. */
async function networks() {
	const s = await start('networks', '--proxies', '127.0.0.1', '--rate', '1'), many = long ? 1000000 : 20000, at = 1000, begin = Date.now();
	const from = (a) => `POST /connexion HTTP/1.1\r\n${H}Accept: application/json\r\nX-Forwarded-For: ${a}\r\nContent-Length: 0\r\n\r\n`;
	const round = async (n) => (await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((k) => one(8 * n + k)))).flat();
	const one = (n) => pipelined(s.port, at, Array.from({ length: at }, (_, i) => from(i % 10 ? `2001:db8:${((n * at + i) >> 16).toString(16)}:${((n * at + i) & 0xffff).toString(16)}::1` : '203.0.113.7'))
		.join(''));
	let refused = 0, others = 0, before = 0;
	for (let n = 0; n < many / at / 8; n++) {
		const statuses = await round(n);
		if (n === 0) before = memory(s);
		check(statuses.length === 8 * at, 'each of many networks is answered', `${statuses.length}`);
		refused += statuses.filter((c, i) => i % 10 === 0 && c === 429).length;
		others += statuses.filter((c, i) => i % 10 && c === 429).length;
	}
	const asked = many / 10, most = 15 + since(begin) / 2 + 2;
	check(others === 0, 'a network that asks once is let in', `${others} refused`);
	check(asked - refused <= most, 'the one that asks all the time is not, among so many', `${asked - refused} of ${asked} let in`);
	check(memory(s) - before < 16, 'the memory of networks does not grow', `${(memory(s) - before).toFixed(1)} MB`);
	console.log(`${many} networks in ${since(begin).toFixed(1)} s: ${(memory(s) - before).toFixed(1)} MB more`);
	await stopped(s, 'networks');
}

/** What one network may do, behind a proxy: forty people sign in at once, a program with a token writes as it likes. */
async function generous(token) {
	const s = await start('generous', '--proxies', '127.0.0.1'), agent = new http.Agent({ keepAlive: true, maxSockets: 8 }), from = { 'X-Forwarded-For': '203.0.113.8' };
	const hall = await Promise.all(Array.from({ length: 40 }, () => ask(s.port, 'POST', '/connexion', { agent, headers: { ...from, 'Content-Length': 0 } })));
	check(hall.every((a) => a.status === 415), 'forty people behind one address sign in', hall.map((a) => a.status).join(' '));
	const written = await Promise.all(Array.from({ length: 400 }, (_, i) => ask(s.port, 'POST', '/api/v1/resources', { agent, body: JSON.stringify({ type: 'tool', title: `Outil ${i}`, summary: 'Un.' }),
		headers: { ...from, Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() } })));
	check(written.every((a) => a.status === 201), 'a token writes 400 sheets in a row from the same address', [...new Set(written.map((a) => a.status))].join(' '));
	agent.destroy();
	await stopped(s, 'generous');
}

/** Stops while many read and one writes slowly: what is under way ends, and nobody gets half an answer. */
async function stopUnderLoad(token) {
	const s = await start('stop'), agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
	let stopping = false, broken = 0, served = 0;
	const readers = Array.from({ length: 16 }, async (_, i) => {
		for (;;) {
			try {
				const a = await ask(s.port, 'GET', `/ressources?q=mot&n=${i}`, { agent });
				a.status === 200 || stopping ? served++ : broken++;
				if (stopping && a.headers.connection === 'close') return;
			} catch (e) {
				if (!stopping || /aborted/.test(e.message)) broken++;
				return;
			}
		}
	});
	const body = JSON.stringify({ type: 'tool', title: 'Au dernier moment', summary: 'Il se prête.' });
	const writer = open(s.port), kept = open(s.port);
	await Promise.all([writer.there, kept.there]);
	kept.socket.write(`GET /readyz HTTP/1.1\r\n${H}\r\n`);
	writer.socket.write(`POST /api/v1/resources HTTP/1.1\r\n${H}Authorization: Bearer ${token}\r\nIdempotency-Key: ${randomUUID()}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body.slice(0, 20)}`);
	await sleep(700);
	stopping = true;
	const began = Date.now();
	s.process.kill('SIGTERM');
	await sleep(300);
	kept.socket.write(`GET /readyz HTTP/1.1\r\n${H}\r\n`);
	await sleep(300);
	const fresh = await ask(s.port, 'GET', '/livez').then((a) => String(a.status), (e) => e.code);
	writer.socket.write(body.slice(20));
	const code = await s.exit, seconds = since(began);
	await Promise.all(readers);
	agent.destroy();
	check(statusesOf(kept.text).join(' ') === '200 503', 'readiness goes first', statusesOf(kept.text).join(' '));
	check(fresh === 'ECONNREFUSED', 'nobody new is let in', fresh);
	check(statusesOf(writer.text)[0] === 201 && /Connection: close/i.test(writer.text), 'the write under way is done', writer.text.slice(0, 200));
	check(broken === 0 && served > 16, 'nobody got half an answer', `${broken} of ${served}`);
	check(code === 0 && seconds < 10, 'and the server stops with 0', `${code} after ${seconds} s`);
}

/** Someone who never finishes does not keep it from stopping. */
async function stopDespite() {
	const s = await start('despite'), c = open(s.port);
	await c.there;
	drip(c, [`POST /connexion HTTP/1.1\r\n${H}Content-Length: 15000\r\n\r\n`, ...Array(70).fill('a'.repeat(400))], 200);
	await sleep(400);
	const began = Date.now(), code = await s.stop();
	check(code === 0 && since(began) <= 12, 'a body without end delays the stop by ten seconds at most', `${code} after ${since(began)} s`);
	c.socket.destroy();
}

await verb(`${dir}/seed`, 'init');
await verb(`${dir}/seed`, 'user', 'add', '--email', 'anne@example.org', '--role', 'member');
const token = await verb(`${dir}/seed`, 'user', 'token', 'anne@example.org');
const slow = await start('slow');
const waiting = [slowHeaders(slow), slowBodies(slow), steadyBody(slow, token), slowReaders(slow), stopDespite()];
const longest = await longPages(slow, token);
await stopUnderLoad(token);
await fewDescriptors();
const crowd = await start('crowd');
await idle(crowd);
await floods(crowd);
const long1 = await floodOf(slow, longest, 2000);
check(long1.p99 <= BUSY_MS && long1.n > 0, '/livez answers while a page of 8 MB is flooded', `${long1.p99} ms`);
console.log(`flood of a page of 8 MB: ${long1.n} requests, /livez p99 ${long1.p99.toFixed(1)} ms`);
await generous(token);
check(memory(crowd, 'VmHWM') < 700, 'memory is bounded through all this', `${memory(crowd, 'VmHWM')} MB`);
console.log(`memory at most ${memory(crowd, 'VmHWM').toFixed(0)} MB`);
await stopped(crowd, 'crowd');
await networks();
check(await honest(slow, 30) <= 1000, 'an honest client is answered beside the slow ones');
await Promise.all(waiting);
await stopped(slow, 'slow');
end();
