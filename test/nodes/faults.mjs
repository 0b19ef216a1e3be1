#!/usr/bin/env node
// faults.mjs: three servers on one PostgreSQL log, while the database is restarted without warning, links are cut,
// a server is frozen for longer than the database waits, and the answer to a COMMIT is lost on its way.  Then an
// erasure and a restore, which the other servers follow.
import net from 'node:net';
import fs from 'node:fs';
import { randomUUID } from 'node:crypto';
import { allAlive, check, count, databaseName, everywhere, nodes, postgres, sameLogEverywhere, sleep, soon, startCluster, startNode, stopCluster, tell,
	tryNode, verb, write } from './cluster.mjs';

const WRITES = 400, CLIENTS = 12, FROZEN_MS = 7000;
const SOCKET = '.s.PGSQL.5432', COMMITTED = Buffer.from('COMMIT\0');
const done = [];

/** Stands between node 2 and the database; when armed, loses the next answer to a COMMIT and cuts the link. */
function startRelay() {
	const dir = `${postgres.dir}/relay`;
	fs.mkdirSync(dir);
	const relay = { armed: false, cuts: 0, address: `postgresql://postgres@/${databaseName}?host=${encodeURIComponent(dir)}` };
	relay.server = net.createServer((client) => {
		const server = net.connect(`${postgres.dir}/${SOCKET}`);
		const end = () => { client.destroy(); server.destroy(); };
		client.on('error', end).on('close', end).on('data', (d) => server.write(d));
		server.on('error', end).on('close', end).on('data', (d) => {
			if (relay.armed && d.includes(COMMITTED)) {
				relay.armed = false;
				relay.cuts++;
				return end();
			}
			return client.write(d);
		});
	}).listen(`${dir}/${SOCKET}`);
	return relay;
}

/** The commit took place, its answer did not come: the write is done once, and said to be done. */
async function lostAnswers(relay) {
	for (let i = 0; i < 5; i++) {
		relay.armed = true;
		const before = count.retries;
		done.push(await write(`Réponse perdue ${i}`, 2));
		check(count.retries === before, 'a commit whose answer is lost is found again, not tried again');
	}
	check(relay.cuts === 5, 'each answer was lost', `${relay.cuts}`);
}

const faults = {
	100: () => postgres.restart('immediate'),
	200: () => postgres.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'archipel'"),
	300: () => freeze(1),
};

let frozen = null;
function freeze(i) {
	nodes[i].server.process.kill('SIGSTOP');
	frozen = sleep(FROZEN_MS).then(() => nodes[i].server.process.kill('SIGCONT'));
}

/** Clients of a frozen server wait for it: the others go on meanwhile. */
async function writesThroughFaults() {
	let n = 0;
	const slowest = { others: 0 };
	await Promise.all(Array.from({ length: CLIENTS }, async (_, c) => {
		while (n < WRITES) {
			const i = n++;
			faults[i]?.();
			const start = Date.now();
			done.push(await write(`Pendant les pannes ${i}`, c));
			if (frozen && c % 3 !== 1) slowest.others = Math.max(slowest.others, Date.now() - start);
		}
	}));
	await frozen;
	check(slowest.others < FROZEN_MS + 3000, 'a frozen server holds the others for a while only', `${slowest.others} ms`);
}

async function authorOf(i, id) {
	const a = await tryNode(i, 'GET', `/api/v1/resources/${id}`);
	return JSON.parse(a.text).author ?? a.text;
}

/** Who erases their account on one server is forgotten by the others. */
async function erasureIsFollowed() {
	await verb(0, 'user', 'add', '--email', 'basile@example.org', '--role', 'member', '--name', 'Basile');
	const headers = { Authorization: `Bearer ${await verb(0, 'user', 'token', 'basile@example.org')}` };
	await everywhere(headers);
	const a = await tryNode(1, 'POST', '/api/v1/resources', { headers: { ...headers, 'Idempotency-Key': randomUUID() },
		body: JSON.stringify({ type: 'tool', title: 'De Basile', summary: 'Qui s’en va.' }) });
	const { id } = JSON.parse(a.text);
	done.push({ id });
	for (const i of nodes.keys())
		check(await soon(async () => await authorOf(i, id) === 'Basile'), `node ${i} knows the author`, await authorOf(i, id));
	const gone = await tryNode(1, 'POST', '/do/account.erase', { headers, body: '{"sure": true}' });
	check(gone.status < 300, 'an account is erased', `${gone.status} ${gone.text}`);
	for (const i of nodes.keys()) check(await soon(async () => await authorOf(i, id) !== 'Basile'), `node ${i} has forgotten the author`);
}

async function foundBy(i, words) {
	const a = await tryNode(i, 'GET', `/api/v1/resources?q=${words}`);
	return JSON.parse(a.text).total;
}

/** A restore on one folder is followed by the servers that run: what came after the backup is gone everywhere. */
async function restoreIsFollowed() {
	await verb(0, 'backup', `${nodes[0].data}/backup`);
	const late = await write('Tardigrade', 1);
	for (const i of nodes.keys()) {
		await tryNode(i, 'GET', `/ressources/${late.slug}`);	/* kept by each node from now on */
		check(await soon(async () => await foundBy(i, 'tardigrade') === 1), `node ${i} finds what came after the backup`);
	}
	await nodes[0].server.stop();
	await verb(0, 'restore', `${nodes[0].data}/backup`, '--force');
	await startNode(0);
	for (const i of nodes.keys()) {
		const gone = async () => (await tryNode(i, 'GET', `/api/v1/resources/${late.id}`))?.status === 404;
		check(await soon(gone), `node ${i} follows the restore`);
		check(await soon(async () => await foundBy(i, 'tardigrade') === 0), `node ${i} does not find it any more`, `${await foundBy(i, 'tardigrade')}`);
		const page = await tryNode(i, 'GET', `/ressources/${late.slug}`);
		check(page.status === 404, `node ${i} does not keep its page`, `${page.status}`);
	}
	for (const i of nodes.keys()) done.push(await write(`Après la restauration ${i}`, i));
}

await tell(async () => {
	const relay = startRelay();
	await startCluster([undefined, undefined, relay.address]);
	await lostAnswers(relay);
	await writesThroughFaults();
	console.log(`${done.length} writes through faults, ${count.retries} tries again`);
	await allAlive('after all faults');
	await erasureIsFollowed();
	await restoreIsFollowed();
	await sameLogEverywhere(done);
	await stopCluster();
	relay.server.close();
});
