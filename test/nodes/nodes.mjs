#!/usr/bin/env node
// nodes.mjs: three servers on one PostgreSQL log. 1,000 concurrent writes through all of them, one killed and
// restarted in the middle: no gap, no loss, no duplicate, and who wrote sees it on every node. Then the database
// goes away and comes back.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import { execute, quick, serve } from '../lib/archipel.mjs';
import { ask, cookieHeader, findForm, keepCookies } from '../lib/client.mjs';
import { startPostgres } from '../lib/postgres.mjs';
import { counter, temporary } from '../lib/server.mjs';

const WRITES = 1000, CLIENTS = 24, KILL_AT = 400, GIVE_UP_MS = 60000;
const { check, end } = counter();
const postgres = startPostgres();
const dir = temporary('nodes');
const log = postgres.database();
const nodes = [];
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

process.on('exit', () => {
	for (const n of nodes) n.server?.process.kill('SIGKILL');
	postgres.stop();
	fs.rmSync(dir, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

async function verb(node, ...words) {
	const r = await execute(quick, [...words, '--data', nodes[node].data], { ARCHIPEL_LOG: log.address });
	if (r.code !== 0) throw new Error(`${words.join(' ')}: ${r.code} ${r.err}`);
	return r.out.trim();
}

async function startNode(i) {
	const node = nodes[i] ??= { data: `${dir}/${i}`, pass: 0 };
	node.server = serve(node.data, { file: quick, args: ['--log', log.address] });
	await node.server.ready;
}

/** One request to a node, or null when it cannot be reached. */
async function tryNode(i, method, path, { position, body, headers = {}, cookies } = {}) {
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

let token, retries = 0;
const bearer = () => ({ Authorization: `Bearer ${token}` });

/** Writes with one key until some node says that it is done; starts at a node of its own. */
async function write(n, title, first) {
	const body = JSON.stringify({ type: 'tool', title, summary: `Écrit n° ${n}.` }), key = randomUUID();
	const until = Date.now() + GIVE_UP_MS;
	for (let i = first; Date.now() < until; i++, retries++) {
		const a = await tryNode(i % nodes.length, 'POST', '/api/v1/resources', { body, headers: { ...bearer(), 'Idempotency-Key': key } });
		if (a?.status === 201)
			return { id: JSON.parse(a.text).id, title, key, body, position: Number(a.headers['archipel-position']) };
		if (a && a.status !== 503) throw new Error(`POST: ${a.status} ${a.text}`);
		await sleep(50);
	}
	throw new Error(`not written in ${GIVE_UP_MS / 1000} s: ${title}`);
}

const done = [], unseen = [];

/** One client: writes, and after each write reads it on every node that is up. */
async function client(c, next) {
	let position = 0;
	for (let n = next(); n !== null; n = next()) {
		const w = await write(n, `Outil partagé ${n}`, c);
		position = Math.max(position, w.position);
		done.push(w);
		for (let i = 0; i < nodes.length; i++) {
			const a = await tryNode(i, 'GET', `/api/v1/resources/${w.id}`, { position, headers: bearer() });
			if (a && a.status !== 503 && !(a.status === 200 && JSON.parse(a.text).title === w.title))
				unseen.push(`node ${i}, ${w.title}: ${a.status}`);
			if (a?.status === 200) nodes[i].pass++;
		}
	}
}

/** No node ends by itself. */
async function allAlive(when) {
	for (const [i, { server }] of nodes.entries())
		check(!server.ended, `node ${i} is alive ${when}`, server.ended ? `ended with ${await server.exit}: ${server.err.slice(-2000)}` : '');
}

async function manyWrites() {
	let n = 0, killed = null;
	const next = () => {
		if (n === KILL_AT) killed = killAndRestart(1);
		return n < WRITES ? n++ : null;
	};
	await Promise.all(Array.from({ length: CLIENTS }, (_, c) => client(c, next)));
	await killed;
	await allAlive('after many writes');
	check(done.length === WRITES, 'every write was acknowledged', `${done.length}`);
	check(new Set(done.map((w) => w.id)).size === WRITES, 'each has an id of its own');
	check(!unseen.length, 'who wrote sees it on every node', unseen.slice(0, 5).join('; '));
	for (const [i, node] of nodes.entries()) check(node.pass > WRITES / 4, `node ${i} answered many readers`, `${node.pass}`);
}

async function killAndRestart(i) {
	nodes[i].server.process.kill('SIGKILL');
	await nodes[i].server.exit;
	await sleep(500);
	await startNode(i);
}

async function wholeLog(i) {
	const entries = [];
	for (let after = 0; ;) {
		const a = await tryNode(i, 'GET', `/api/v1/log?after=${after}&limit=1000`, { headers: bearer() });
		const { items } = JSON.parse(a.text);
		if (!items.length) return entries;
		entries.push(...items);
		after = items.at(-1).position;
	}
}

async function sameLogEverywhere(expected) {
	await sleep(1500);
	const logs = await Promise.all(nodes.map((_, i) => wholeLog(i)));
	const first = logs[0];
	check(first.every((e, i) => e.position === i + 1), 'positions have no gap');
	check(first.every((e, i) => i === 0 || e.previous === first[i - 1].hash), 'each entry names the one before');
	const ids = first.filter((e) => e.kind === 'resource.published').map((e) => e.subject);
	check(ids.length === expected, 'each write is there once', `${ids.length} for ${expected}`);
	const there = new Set(ids);
	check(done.every((w) => there.has(w.id)), 'nothing that was acknowledged is lost');
	for (const [i, other] of logs.entries())
		check(other.length === first.length && other.at(-1).hash === first.at(-1).hash, `node ${i} tells the same log`);
}

async function sameAnswerAgain() {
	for (const w of done.slice(0, 30)) {
		const a = await tryNode(Math.floor(Math.random() * 3), 'POST', '/api/v1/resources', { body: w.body, headers: { ...bearer(), 'Idempotency-Key': w.key } });
		if (!check(a.status === 201 && JSON.parse(a.text).id === w.id, 'the same key again gives the same answer', `${a.status} ${a.text}`)) break;
	}
}

/** A browser that a balancer sends from node to node: the position is in its cookie. */
async function browser(link) {
	const cookies = {}, path = new URL(link).pathname;
	let a = await tryNode(0, 'GET', path);
	keepCookies(cookies, a);
	const form = findForm(a.text, path);
	if (a.status === 200 && form) {
		const body = String(new URLSearchParams(form.fields));
		a = await ask(nodes[0].server.port, 'POST', form.action, { body, headers: { 'Content-Type': 'application/x-www-form-urlencoded',
			'Content-Length': Buffer.byteLength(body), 'Sec-Fetch-Site': 'same-origin', Cookie: cookieHeader(cookies) } });
		keepCookies(cookies, a);
	}
	let seen = 0;
	for (let n = 0; n < 30; n++) {
		a = await tryNode(n % 3, 'POST', '/api/v1/resources', { cookies, headers: { 'Sec-Fetch-Site': 'same-origin', 'Idempotency-Key': randomUUID() },
			body: JSON.stringify({ type: 'tool', title: `Page ${n}`, summary: 'Par un navigateur.' }) });
		if (!check(a?.status === 201, 'a browser writes on any node', `${a?.status} ${a?.text}`)) return n;
		keepCookies(cookies, a);
		const { id, slug } = JSON.parse(a.text);
		done.push({ id });
		const page = await tryNode((n + 1) % 3, 'GET', `/ressources/${slug}`, { cookies, headers: { Accept: 'text/html' } });
		keepCookies(cookies, page);
		seen += page.status === 200 && page.text.includes(`Page ${n}`);
	}
	check(seen === 30, 'and sees it on the next one', `${seen} of 30`);
	return 30;
}

/** Without the database pages are read and writes say "try again"; when it is back, so are they. */
async function databaseAway() {
	postgres.pause();
	const home = await tryNode(0, 'GET', '/');
	check(home?.status === 200, 'pages are read while the database is away', `${home?.status}`);
	const cut = await tryNode(1, 'POST', '/api/v1/resources', { headers: { ...bearer(), 'Idempotency-Key': randomUUID() },
		body: JSON.stringify({ type: 'tool', title: 'Perdu', summary: 'Sans base.' }) });
	check(cut?.status === 503, 'writes are told to try again', `${cut?.status} ${cut?.text}`);
	await allAlive('while the database is away');
	postgres.resume();
	const start = Date.now();
	for (let i = 0; i < 3; i++) done.push(await write(i, `Après la coupure ${i}`, i));
	check(Date.now() - start < 10000, 'writes go on soon after it is back', `${Date.now() - start} ms`);
	postgres.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'archipel'");
	for (let i = 0; i < 3; i++) done.push(await write(i, `Après les liens coupés ${i}`, i));
	return 6;
}

async function main() {
	nodes[0] = { data: `${dir}/0`, pass: 0 };
	await verb(0, 'init');
	await Promise.all([0, 1, 2].map(startNode));	/* 1 and 2 join with an empty folder */
	const link = await verb(0, 'user', 'add', '--email', 'anne@example.org', '--role', 'administrator');
	token = await verb(0, 'user', 'token', 'anne@example.org');
	await sleep(1000);
	const start = Date.now();
	await manyWrites();
	console.log(`${WRITES} writes and ${WRITES * 3} reads on three nodes in ${((Date.now() - start) / 1000).toFixed(1)} s, ${retries} tries again`);
	await sameLogEverywhere(WRITES);
	await sameAnswerAgain();
	let expected = WRITES + await browser(/https?:\S+/.exec(link)[0]);
	expected += await databaseAway();
	await sameLogEverywhere(expected);
	for (const [i, node] of nodes.entries()) check(await node.server.stop() === 0, `node ${i} stops cleanly`, node.server.err);
	for (const i of nodes.keys()) await verb(i, 'verify').then(() => check(true), (e) => check(false, `node ${i} verifies`, e.message));
}

try {
	await main();
} catch (e) {
	check(false, 'the story is told to its end', e.stack);
}
end();
process.exit();
