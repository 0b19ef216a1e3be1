#!/usr/bin/env node
// histories.mjs: three nodes on one PostgreSQL log, each in a network of its own, eight clients who write, read, list
// and edit what the others edit, and every fault: kill -9, freezing, the database restarted, links severed, a cable
// pulled, clocks an hour wrong.  What they saw is then checked as a history; how soon each node serves again is told.
//
// CHECK=all goes on for ten minutes, SECONDS for as long as it says, with the faults whose name has FAULT in it.
// SEED=n chooses the same dice again.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import { environment, execute, quick, root } from '../lib/archipel.mjs';
import { startPostgres } from '../lib/postgres.mjs';
import { random } from '../lib/random.mjs';
import { counter, temporary } from '../lib/server.mjs';
import { checkHistory } from './checker.mjs';
import { Clients, ask, ledgerType, logOf, now, ordered, sleep } from './clients.mjs';
import { addressOf, asNode, cut, enterNetwork, heal, hub, own, plug, subnet } from './network.mjs';

const LONG = process.env.CHECK === 'all', CLIENTS = 8, LEDGERS = 4;
const PROMISED_MS = 5000, TOO_LONG_MS = 20000;	/* what we promise is told; a busy machine is no failure */
const FAULT_MS = LONG ? 10000 : 2500, CALM_MS = LONG ? 3000 : 300, LONG_MS = 1000 * Number(process.env.SECONDS ?? 600);
const seed = Number(process.env.SEED ?? Date.now() % 1e6), dice = random(seed);
const { check, end } = counter();
enterNetwork();

const postgres = startPostgres({ address: hub, from: subnet }), dir = temporary('histories');
const { name: database, address: local } = postgres.database();
const address = own ? `postgresql://postgres@${hub}/${database}?sslmode=disable` : local;
const nodes = [0, 1, 2].map((i) => {
	const [host, port] = addressOf(i).split(':');
	return { i, data: `${dir}/${i}`, host, port, up: false, time: `${dir}/time-${i}` };
});
const clients = new Clients(nodes, dice), recoveries = [];
const clock = `${dir}/clock.so`;
execFileSync(process.env.CC ?? 'gcc', ['-std=c17', '-O2', '-Wall', '-Wextra', '-Werror', '-fPIC', '-shared', '-o', clock, 'test/nodes/clock.c', '-ldl'], { cwd: root });
process.on('exit', () => {
	for (const n of nodes) n.process?.kill('SIGKILL');
	postgres.stop();
	fs.rmSync(dir, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

async function verb(node, ...words) {
	const r = await execute(quick, [...words, '--data', node.data], { ARCHIPEL_LOG: address });
	if (r.code !== 0) throw new Error(`${words.join(' ')}: ${r.code} ${r.err}`);
	return r.out.trim();
}

async function start(node) {
	const [first, ...rest] = asNode(node.i, [quick, 'serve', '--data', node.data, '--log', address, '--listen', addressOf(node.i)]);
	const p = spawn(first, rest, { stdio: ['ignore', 'pipe', 'pipe'], env: environment({ LD_PRELOAD: clock, CLOCK_FILE: node.time }) });
	node.process = p;
	node.said = '';
	p.stdout.on('data', () => { node.up = true; });
	p.stderr.on('data', (d) => { node.said += d; });
	node.exit = new Promise((done) => p.on('close', (code, signal) => { node.up = false; done(code ?? signal); }));
	await plug(node.i, p.pid);
	while (!node.up && p.exitCode === null) await sleep(20);
	if (!node.up) throw new Error(`node ${node.i} does not start: ${node.said}`);
}

/** From now on, until each of these nodes takes a write and shows what another one took. */
async function recovered(fault, which, probe) {
	const since = now(), until = since + 60000;
	await Promise.all(which.map(async (node) => {
		const session = { ...probe, name: `probe ${node.i} ${since}`, home: node.i, position: 0 }, mark = `Reprise ${node.i} ${since}`;
		for (let done = false; !done && now() < until;) {
			const mine = await ask(node, 'POST', '/api/v1/resources', { ms: 1000, body: JSON.stringify({ type: 'tool', title: mark, summary: 'Reprise.' }),
				headers: { ...clients.known(session), 'Idempotency-Key': `00000000-0000-4000-8000-${String(Math.round(since)).padStart(11, '0')}${node.i}` } });
			session.position = Number(mine?.headers['archipel-position'] ?? 0);
			const theirs = mine?.status === 201 && await clients.create({ ...probe, name: `${session.name} other ${now()}`, home: node.i + 1, position: 0 });
			const seen = theirs && await ask(node, 'GET', `/api/v1/resources/${JSON.parse(theirs.text).id}`, { ms: 1000,
				headers: { ...clients.known(session), 'Archipel-Position': theirs.headers['archipel-position'] } });
			done = seen?.status === 200;
			if (!done) await sleep(50);
		}
	}));
	const ms = Math.round(now() - since);
	recoveries.push([fault, ms]);
	check(ms <= TOO_LONG_MS, `${fault}: each node serves again`, `${ms} ms`);
}

/** In place: the node has the file before its eyes. */
function setClock(node, seconds) {
	const bytes = Buffer.alloc(8), fd = fs.openSync(node.time, fs.existsSync(node.time) ? 'r+' : 'w+');
	bytes.writeBigInt64LE(BigInt(seconds));
	fs.writeSync(fd, bytes, 0, 8, 0);
	fs.closeSync(fd);
}

/** From now on a node's clock is wrong by as much, as what it says of the time shows. */
async function wrongClock(node, seconds) {
	setClock(node, seconds);
	const off = () => ask(node, 'GET', '/livez').then((a) => Math.abs(Date.parse(a?.headers.date) - Date.now() - seconds * 1000));
	for (let i = 0; i < 100 && !(await off() < 60000); i++) await sleep(50);
	check(await off() < 60000, `the clock of node ${node.i} is wrong by ${seconds} s`);
}

const faults = {
	async 'kill -9'(node) {
		node.process.kill('SIGKILL');
		await node.exit;
		await sleep(FAULT_MS / 4);
		const since = now();
		await start(node);
		recoveries.push(['  of which starting', Math.round(now() - since)]);
	},
	async 'frozen'(node) {
		node.process.kill('SIGSTOP');
		await sleep(Math.max(FAULT_MS, 6000));	/* longer than the database waits for a transaction */
		node.process.kill('SIGCONT');
	},
	'database restarted': () => postgres.restarted('immediate'),
	'links severed': async () => postgres.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'archipel'"),
	async 'cut from the database'(node) {
		cut(node.i);
		await sleep(FAULT_MS);
		heal(node.i);
	},
	async 'cut from everyone'(node) {
		cut(node.i, true);
		await sleep(FAULT_MS);
		heal(node.i);
	},
	async 'clock an hour ahead'(node) {
		await wrongClock(node, 3600);
		await sleep(FAULT_MS / 2);
	},
	async 'clock an hour behind'(node) {
		await wrongClock(node, -3600);
		await sleep(FAULT_MS / 2);
		setClock(node, 0);
	},
};

async function prepare() {
	for (const n of nodes) setClock(n, 0);
	await verb(nodes[0], 'init');
	await Promise.all(nodes.map((n) => start(n)));
	const sessions = [];
	for (let i = 0; i <= CLIENTS; i++) {
		await verb(nodes[0], 'user', 'add', '--email', `c${i}@example.org`, '--role', 'administrator', '--name', `Client ${i}`);
		sessions.push({ name: `client ${i}`, home: i % nodes.length, position: 0, token: await verb(nodes[0], 'user', 'token', `c${i}@example.org`) });
	}
	const a = await clients.write(sessions[0], 'POST', '/do/type.state', { type: ledgerType });
	if (a?.status !== 200) throw new Error(`no type: ${a?.status} ${a?.text}`);
	for (let i = 0; i < LEDGERS; i++) await clients.open(sessions[0]);
	for (const s of sessions) s.position = sessions[0].position;
	return sessions;
}

/** Every fault once; in the long form, one after the other by chance until the time is over. */
async function strike(probe) {
	const until = now() + LONG_MS, names = Object.keys(faults).filter((f) => (own || !f.startsWith('cut')) && f.includes(process.env.FAULT ?? ''));
	if (!own) console.log('No network namespaces are allowed here: no cable is cut.');
	for (let n = 0; n < names.length || (LONG && now() < until); n++) {
		const fault = n < names.length ? names[n] : dice.pick(names), node = dice.pick(nodes);
		await sleep(CALM_MS);
		await faults[fault](node);
		await recovered(fault, fault.startsWith('clock') ? [node] : nodes, probe);
		for (const m of nodes) check(m.process.exitCode === null, `node ${m.i} is alive after: ${fault}`, m.said.slice(-2000));
	}
}

function wholeLog() {
	const text = postgres.sql("SELECT json_build_object('position', position, 'hash', encode(hash, 'hex'), 'subject', subject,"
		+ " 'kind', kind, 'body', body::json) FROM archipel.entry ORDER BY position", database);
	return text.trim().split('\n').map((line) => JSON.parse(line));
}

/** Who reads on from a cursor sees each entry once, in order, the same on every node. */
function checkFollowers(followers, rows) {
	check(rows.every((e, i) => e.position === i + 1), 'the log has no gap');
	for (const [i, seen] of followers.entries())
		check(seen.length === rows.length && seen.every((e, n) => e.position === n + 1 && e.hash === rows[n].hash
			&& (n === 0 || e.previous === seen[n - 1].hash)), `who follows the log at node ${i} misses and repeats nothing`, `${seen.length} of ${rows.length}`);
}

async function story() {
	const sessions = await prepare(), probe = sessions.pop();
	const followers = nodes.map((n) => clients.follow(n, clients.known(probe)));
	const began = now(), working = sessions.map((s) => clients.run(s));
	let failed = null;
	for (const w of working) w.catch((e) => { failed ??= e; });
	await strike(probe);
	const seconds = (now() - began) / 1000;
	clients.running = false;
	await Promise.all(working);
	if (failed) throw failed;
	const rows = wholeLog(), { log, broken } = logOf(rows);
	for (const n of nodes) n.last = rows.length;
	checkFollowers(await Promise.all(followers), rows);
	const operations = ordered(clients.operations, log), found = [...broken, ...checkHistory({ operations, log })];
	check(!found.length, 'the history holds', `${found.length}: ${found.slice(0, 10).join('\n')}`);
	for (const n of nodes) {
		n.process.kill('SIGTERM');
		const code = await n.exit;
		check(code === 0, `node ${n.i} stops cleanly`, `${code} ${n.said.slice(-1000)}`);
	}
	await verb(nodes[0], 'verify').then(() => check(true), (e) => check(false, 'the log verifies', e.message));
	const of = (outcome) => operations.filter((o) => o.outcome === outcome).length;
	console.log(`seed ${seed}: ${seconds.toFixed(0)} s, ${operations.length} operations (${of('ok')} done, ${of('fail')} refused, ${of('info')} unknown), `
		+ `${log.length} appends, ${clients.refused} edits came too late, ${clients.tries} tries again, ${found.length} violations`);
	for (const fault of new Set(recoveries.map(([f]) => f))) {
		const all = recoveries.filter(([f]) => f === fault).map(([, ms]) => ms);
		console.log(`recovery after ${fault}: at most ${Math.max(...all)} ms${all.length > 1 ? ` (${all.length} times)` : ''}`
			+ (Math.max(...all) > PROMISED_MS ? `, more than ${PROMISED_MS} ms: ${all.filter((ms) => ms > PROMISED_MS)}` : ''));
	}
}

try {
	await story();
} catch (e) {
	check(false, `the story is told to its end (seed ${seed})`, e.stack);
}
end();
process.exit();
