#!/usr/bin/env node
// nodes.mjs: three servers on one PostgreSQL log. 1,000 concurrent writes through all of them, one killed and
// restarted in the middle: no gap, no loss, no duplicate, and who wrote sees it on every node. Then the database
// goes away and comes back.
import { randomUUID } from 'node:crypto';
import { ask, cookieHeader, findForm, keepCookies } from '../lib/client.mjs';
import { allAlive, bearer, check, count, nodes, postgres, sameLogEverywhere, sleep, startCluster, startNode, stopCluster, tell, tryNode,
	write } from './cluster.mjs';

const WRITES = 1000, CLIENTS = 24, KILL_AT = 400;
const done = [], unseen = [];

/** One client: writes, and after each write reads it on every node that is up. */
async function client(c, next) {
	let position = 0;
	for (let n = next(); n !== null; n = next()) {
		const w = await write(`Outil partagé ${n}`, c);
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
		if (!check(a?.status === 201, 'a browser writes on any node', `${a?.status} ${a?.text}`)) return;
		keepCookies(cookies, a);
		const { id, slug } = JSON.parse(a.text);
		done.push({ id });
		const page = await tryNode((n + 1) % 3, 'GET', `/ressources/${slug}`, { cookies, headers: { Accept: 'text/html' } });
		keepCookies(cookies, page);
		seen += page.status === 200 && page.text.includes(`Page ${n}`);
	}
	check(seen === 30, 'and sees it on the next one', `${seen} of 30`);
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
	for (let i = 0; i < 3; i++) done.push(await write(`Après la coupure ${i}`, i));
	check(Date.now() - start < 10000, 'writes go on soon after it is back', `${Date.now() - start} ms`);
	postgres.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'archipel'");
	for (let i = 0; i < 3; i++) done.push(await write(`Après les liens coupés ${i}`, i));
}

await tell(async () => {
	const link = await startCluster();
	const start = Date.now();
	await manyWrites();
	console.log(`${WRITES} writes and ${WRITES * 3} reads on three nodes in ${((Date.now() - start) / 1000).toFixed(1)} s, ${count.retries} tries again`);
	await sameLogEverywhere(done);
	await sameAnswerAgain();
	await browser(link);
	await databaseAway();
	await sameLogEverywhere(done);
	await stopCluster();
});
