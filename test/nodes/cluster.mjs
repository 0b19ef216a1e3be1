// cluster.mjs: three servers on one private PostgreSQL, and clients that try again.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import { execute, quick, serve } from '../lib/archipel.mjs';
import { ask, cookieHeader } from '../lib/client.mjs';
import { startPostgres } from '../lib/postgres.mjs';
import { counter, temporary } from '../lib/server.mjs';

const GIVE_UP_MS = 60000;
export const { check, end } = counter();
export const postgres = startPostgres();
export const nodes = [];
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const log = postgres.database(), dir = temporary('nodes');
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

process.on('exit', () => {
	for (const n of nodes) n.server?.process.kill('SIGKILL');
	postgres.stop();
	fs.rmSync(dir, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

/** Runs a verb on a node's folder; what it printed. */
export async function verb(node, ...words) {
	const r = await execute(quick, [...words, '--data', nodes[node].data], { ARCHIPEL_LOG: nodes[node].log });
	if (r.code !== 0) throw new Error(`${words.join(' ')}: ${r.code} ${r.err}`);
	return r.out.trim();
}

/** address: another way to the same log. */
export async function startNode(i, address = log.address) {
	const node = nodes[i] ??= { data: `${dir}/${i}`, log: address, pass: 0 };
	node.server = serve(node.data, { file: quick, args: ['--log', node.log] });
	await node.server.ready;
}

/** Makes the commons, starts three nodes, adds an administrator; their sign-in link. */
export async function startCluster(addresses = []) {
	nodes[0] = { data: `${dir}/0`, log: addresses[0] ?? log.address, pass: 0 };
	await verb(0, 'init');
	await Promise.all([0, 1, 2].map((i) => startNode(i, addresses[i])));	/* 1 and 2 join with an empty folder */
	const out = await verb(0, 'user', 'add', '--email', 'anne@example.org', '--role', 'administrator');
	token = await verb(0, 'user', 'token', 'anne@example.org');
	await everywhere(bearer());
	return /https?:\S+/.exec(out)[0];
}
/** Until every node knows whose token this is. */
export async function everywhere(headers) {
	for (const i of nodes.keys()) {
		const known = await soon(async () => (await tryNode(i, 'POST', '/do/no.such', { headers, body: '{}' }))?.status === 404);
		check(known, `node ${i} knows who has this token`);
	}
}
export const databaseName = log.name;

/** One request to a node, or null when it cannot be reached. */
export async function tryNode(i, method, path, { position, body, headers = {}, cookies } = {}) {
	const server = nodes[i].server;
	if (!server || server.ended || !server.port) return null;
	const all = { ...headers, ...(position ? { 'Archipel-Position': String(position) } : {}), ...(cookies ? { Cookie: cookieHeader(cookies) } : {}) };
	if (body) Object.assign(all, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
	try {
		return await ask(server.port, method, path, { headers: all, body, agent });
	} catch {
		return null;
	}
}

let token;
export const count = { retries: 0 };
export const bearer = () => ({ Authorization: `Bearer ${token}` });

/** Writes with one key until some node says that it is done; starts at a node of its own. */
export async function write(title, first) {
	const body = JSON.stringify({ type: 'tool', title, summary: 'Écrit à plusieurs.' }), key = randomUUID();
	const until = Date.now() + GIVE_UP_MS;
	for (let i = first; Date.now() < until; i++, count.retries++) {
		const a = await tryNode(i % nodes.length, 'POST', '/api/v1/resources', { body, headers: { ...bearer(), 'Idempotency-Key': key } });
		if (a?.status === 201)
			return { ...JSON.parse(a.text), title, key, body, position: Number(a.headers['archipel-position']) };
		if (a && a.status !== 503) throw new Error(`POST: ${a.status} ${a.text}`);
		await sleep(50);
	}
	throw new Error(`not written in ${GIVE_UP_MS / 1000} s: ${title}`);
}

/** Asks again for a while, since servers follow each other by hints: a lost one would take a minute. */
export async function soon(holds) {
	const until = Date.now() + 20000;
	for (;;) {
		const value = await holds();
		if (value || Date.now() > until) return value;
		await sleep(100);
	}
}

/** No node ends by itself. */
export async function allAlive(when) {
	for (const [i, { server }] of nodes.entries())
		check(!server.ended, `node ${i} is alive ${when}`, server.ended ? `ended with ${await server.exit}: ${server.err.slice(0, 4000)}` : '');
}

async function wholeLog(i) {
	const entries = [];
	for (let after = 0; ;) {
		const a = await tryNode(i, 'GET', `/api/v1/log?after=${after}&limit=1000`, { headers: bearer() });
		if (a?.status !== 200) throw new Error(`node ${i} does not tell its log: ${a?.status}`);
		const { items } = JSON.parse(a.text);
		if (!items.length) return entries;
		entries.push(...items);
		after = items.at(-1).position;
	}
}

/** No gap, a chain, each of what was done there once and nothing else, the same log on every node. */
export async function sameLogEverywhere(done) {
	for (const i of nodes.keys()) await soon(async () => (await wholeLog(i)).length === (await wholeLog(0)).length);
	const logs = await Promise.all(nodes.map((_, i) => wholeLog(i)));
	const first = logs[0];
	check(first.every((e, i) => e.position === i + 1), 'positions have no gap');
	check(first.every((e, i) => i === 0 || e.previous === first[i - 1].hash), 'each entry names the one before');
	const ids = first.filter((e) => e.kind === 'resource.published').map((e) => e.subject);
	check(ids.length === done.length, 'each write is there once', `${ids.length} for ${done.length}`);
	const there = new Set(ids);
	check(done.every((w) => there.has(w.id)), 'nothing that was acknowledged is lost');
	for (const [i, other] of logs.entries())
		check(other.length === first.length && other.at(-1).hash === first.at(-1).hash, `node ${i} tells the same log`);
}

/** Every node stops cleanly, and its folder verifies. */
export async function stopCluster() {
	for (const [i, node] of nodes.entries()) check(await node.server.stop() === 0, `node ${i} stops cleanly`, node.server.err);
	for (const i of nodes.keys()) await verb(i, 'verify').then(() => check(true), (e) => check(false, `node ${i} verifies`, e.message));
}

/** Runs a test program to its last line. */
export async function tell(story) {
	try {
		await story();
	} catch (e) {
		check(false, 'the story is told to its end', e.stack);
	}
	end();
	process.exit();
}
