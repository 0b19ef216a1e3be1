#!/usr/bin/env node
// kill.mjs: clients write while the server is killed -9 at random instants, again and again.
//
// Every write that was acknowledged is there once, with the id that was acknowledged; one that was not is there
// once or not at all, and sending it again gives one. The chain has no gap and no break over all rounds; the log
// and the views verify in the end. KILL_ROUNDS changes how many rounds, KILL_SEED which instants.
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import { execute, quick, root, serve } from '../lib/archipel.mjs';
import { ask } from '../lib/client.mjs';
import { counter, temporary } from '../lib/server.mjs';

const ROUNDS = Number(process.env.KILL_ROUNDS ?? 120), CLIENTS = 8, MOST_MS = 250, VERIFY_EACH = 40, ENOUGH = 100, MOST_TIME_MS = 100000;
const seed = Number(process.env.KILL_SEED ?? Date.now() % 1e9);
const { check, end } = counter();
const dir = temporary('kill'), data = `${dir}/data`;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
let server = null, token, written = 0;

process.on('exit', () => {
	server?.process.kill('SIGKILL');
	fs.rmSync(dir, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

// A small generator with a seed (mulberry32, public domain), so that a failure can be played again.
let state = seed;
function random() {
	state = (state + 0x6d2b79f5) | 0;
	let t = Math.imul(state ^ (state >>> 15), 1 | state);
	t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
	return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

async function verb(...words) {
	const r = await execute(quick, [...words, '--data', data]);
	if (r.code !== 0) throw new Error(`archipel ${words.join(' ')}: ${r.code} ${r.err}`);
	return r.out.trim();
}

/** All writes by key: {title, body, id when acknowledged}. */
const writes = new Map();
/** Not yet acknowledged: to be sent again, or not at all. */
let open = [];

async function post(key, agent) {
	const w = writes.get(key);
	const a = await ask(server.port, 'POST', '/api/v1/resources', {
		agent, body: w.body,
		headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(w.body), 'Idempotency-Key': key },
	});
	if (a.status === 429 || a.status === 503) return false;
	if (a.status !== 201) throw new Error(`POST: ${a.status} ${a.text}`);
	const { id } = JSON.parse(a.text);
	if (w.id && w.id !== id) check(false, `${key} was acknowledged as ${w.id}, then as ${id}`);
	w.id = id;
	return true;
}

/** Writes one after the other until the server is gone; some of what was left open is sent again. */
async function client(running) {
	const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
	while (running.on) {
		let key = random() < 0.5 ? open.pop() : null;
		if (!key) {
			key = randomUUID();
			const title = `Write ${++written}`;
			writes.set(key, { title, body: JSON.stringify({ type: 'tool', title, summary: 'Written while the server dies.' }) });
		}
		let done = false;
		try {
			done = await post(key, agent);
		} catch (e) {
			if (String(e.message).startsWith('POST')) check(false, e.message);
		}
		if (!done) running.lost.push(key);
		if (!done && running.on) await sleep(5);
	}
	agent.destroy();
}

/** The hash of a public entry's envelope, as doc/log-format.md says. */
const seal = (e) => createHash('sha256').update(`archipel 1\nposition ${e.position}\ntime ${Date.parse(e.time)}\nkind ${e.kind}\n`
	+ `subject ${e.subject}\nactor ${e.actor}\nvisibility ${e.visibility}\nprevious ${e.previous}\ncommitment ${e.commitment}\n`).digest('hex');

/** The chain as the server shows it, gone on with after each round. */
const chain = { position: 0, hash: '0'.repeat(64), subjects: new Map() };

async function followChain() {
	for (let more = true; more;) {
		const a = await ask(server.port, 'GET', `/api/v1/log?after=${chain.position}&limit=1000`, { headers: { Authorization: `Bearer ${token}` } });
		if (a.status !== 200) throw new Error(`GET /api/v1/log: ${a.status} ${a.text}`);
		const { items } = JSON.parse(a.text);
		for (const e of items) {
			if (e.position !== chain.position + 1) check(false, `entry ${e.position} comes after ${chain.position}`);
			if (e.previous !== chain.hash) check(false, `entry ${e.position} does not name the one before`);
			if (e.visibility === 'public' && seal(e) !== e.hash) check(false, `entry ${e.position} is not what its hash says`);
			chain.position = e.position;
			chain.hash = e.hash;
			if (e.kind === 'resource.published') chain.subjects.set(e.subject, (chain.subjects.get(e.subject) ?? 0) + 1);
		}
		more = items.length > 0;
	}
}

/** What was acknowledged and is not in the log once. */
function wrong() {
	return [...writes.values()].filter((w) => w.id && chain.subjects.get(w.id) !== 1).map((w) => w.title);
}

async function start() {
	server = serve(data, { file: quick });
	await server.ready;
}

async function round(n) {
	if (random() < 0.2) {	// die while starting: recovery must survive that too
		server = serve(data, { file: quick });
		await sleep(random() * 60);
		await server.stop('SIGKILL');
	}
	const began = performance.now();
	await start();
	slowest = Math.max(slowest, performance.now() - began);
	await followChain();
	const bad = wrong();
	check(bad.length === 0, `round ${n} (seed ${seed})`, `acknowledged, but not there once: ${bad.join(', ')}`);
	const running = { on: true, lost: [] };
	const clients = Array.from({ length: CLIENTS }, () => client(running));
	await sleep(random() * MOST_MS);
	await server.stop('SIGKILL');
	running.on = false;
	await Promise.all(clients);
	open = open.concat(running.lost);
	if (n % VERIFY_EACH === 0) check((await execute(quick, ['verify', '--data', data])).code === 0, `verify after round ${n} (seed ${seed})`);
}

/** Each title once, whatever happened to its first tries. */
async function settle() {
	await start();
	const agent = new http.Agent({ keepAlive: true });
	for (const [key, w] of writes)
		for (let tries = 0; !w.id && tries < 100; tries++)
			if (!await post(key, agent)) await sleep(50);
	agent.destroy();
	await followChain();
	check(wrong().length === 0, 'all that was acknowledged is there once');
	check([...writes.values()].every((w) => w.id), 'all is acknowledged in the end');
	check(chain.subjects.size === writes.size, 'nothing else is there', `${chain.subjects.size} sheets for ${writes.size} writes`);
	check(await server.stop() === 0, 'the server stops cleanly');
}

let slowest = 0;
await verb('init');
await verb('user', 'add', '--email', 'kill@example.org', '--role', 'admin');
token = await verb('user', 'token', 'kill@example.org');
const began = Date.now();
let rounds = 0;
while (rounds < ROUNDS && (rounds < ENOUGH || Date.now() - began < MOST_TIME_MS)) await round(++rounds);
await settle();
check((await execute(quick, ['verify', '--data', data])).code === 0, `verify (seed ${seed})`);
const reader = await execute('python3', [`${root}/test/log_reader.py`, `${data}/archipel.db`]);
check(reader.code === 0, 'the chain read by another program', reader.out.slice(-500));
check(slowest < 5000, `ready again within 5 s (${Math.round(slowest)} ms)`);
console.log(`${rounds} rounds in ${((Date.now() - began) / 1000).toFixed(0)} s, ${writes.size} writes, seed ${seed}, slowest start ${Math.round(slowest)} ms`);
end();
