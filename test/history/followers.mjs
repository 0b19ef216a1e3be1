#!/usr/bin/env node
// followers.mjs: what the log promises to those who read it while others write: positions without gap, in the order of
// commits, each entry with the hash of the one before; who reads on from any position misses nothing and sees nothing
// twice, also over a kill.  The database itself refuses a second entry or receipt of one number.  On both logs.
import { randomUUID } from 'node:crypto';
import { random } from '../lib/random.mjs';
import { counter } from '../lib/server.mjs';
import { Commons, ask, onBoth, sleep } from './commons.mjs';

const { check, end } = counter();
const WRITERS = 8, FOLLOWERS = 4, seed = Number(process.env.SEED ?? Date.now() % 1e6);

/** Several entries a command: what is published with a contact is stated in two. */
const sheet = (n) => n % 3 ? { type: 'tool', title: `Fiche ${n}`, summary: 'x' }
	: { type: 'project', title: `Projet ${n}`, summary: 'x', form: 'projet', contact: 'accueil@example.org' };

async function write(c, state) {
	/* it begins with its first try: a server that dies may have kept it and not said so */
	for (let key = randomUUID(), n = state.n++, start = performance.now(); state.running;) {
		const a = await ask(c.servers.at(-1 - n % c.nodes), 'POST', '/api/v1/resources', { token: c.anne.token, key, json: sheet(n) }).catch(() => null);
		if (a?.status === 201) {
			state.acked.push({ start, end: performance.now(), id: a.json.id, position: Number(a.headers['archipel-position']) });
			key = randomUUID();
			n = state.n++;
			start = performance.now();
		} else if (a && a.status !== 503) {
			return check(false, 'a write', `${a.status} ${a.text}`);
		} else {
			await sleep(20);
		}
	}
	return true;
}

/** From a position on, some at a time, until told how long the log is. */
async function follow(c, from, dice, state) {
	const seen = [];
	for (let at = from; at < (state.last ?? Infinity);) {
		const a = await ask(c.servers.at(-1 - dice.below(c.nodes)), 'GET', `/api/v1/log?after=${at}&limit=${1 + dice.below(60)}`, { token: c.anne.token }).catch(() => null);
		if (a?.status === 200) for (const e of a.json.items) seen.push(e);
		at = seen.at(-1)?.position ?? from;
		await sleep(dice.below(15));
	}
	return seen;
}

function checkSeen(name, from, seen, rows) {
	const wanted = rows.slice(from);
	check(seen.length === wanted.length && seen.every((e, i) => e.position === from + 1 + i && e.hash === wanted[i].hash && e.previous === wanted[i].previous),
		`${name}: who follows from ${from} misses nothing and sees nothing twice`, `${seen.length} of ${wanted.length}`);
}

/** What was acknowledged before something else was asked stands before it. */
function checkOrder(name, acked, rows) {
	const place = new Map(rows.filter((e) => e.kind === 'resource.published').map((e) => [e.subject, e.position]));
	check(acked.every((w) => place.has(w.id)), `${name}: each acknowledged write is in the log`);
	const sorted = acked.map((w) => ({ ...w, at: place.get(w.id) })).sort((a, b) => b.at - a.at);
	let soonest = Infinity;
	const wrong = sorted.filter((w) => {
		const late = soonest < w.start;
		soonest = Math.min(soonest, w.end);
		return late;
	});
	check(!wrong.length, `${name}: the order of the log is that of commits`, JSON.stringify(wrong[0]));
	check(acked.every((w) => w.position >= place.get(w.id)), `${name}: a writer is told a position that has their write`);
}

async function refusals(c, name) {
	const copies = c.log ? [['entry', 'INSERT INTO entry SELECT * FROM entry WHERE position = 1'], ['receipt', 'INSERT INTO receipt SELECT * FROM receipt LIMIT 1'],
		['erasure', "INSERT INTO erasure VALUES ('\\x00', 1, 1), ('\\x00', 1, 1)"], ['state', 'INSERT INTO state SELECT * FROM state LIMIT 1']]
		: [['entry', 'INSERT INTO entry SELECT * FROM entry WHERE position = 1'], ['body', 'INSERT INTO body SELECT * FROM body WHERE position = 1'],
			['receipt', 'INSERT INTO receipt SELECT * FROM receipt LIMIT 1'], ['state', 'INSERT INTO state SELECT NULL, kind, id, owner, expires, value FROM state LIMIT 1']];
	for (const [table, sql] of copies) {
		const why = await c.rows(sql).then(() => '', (e) => e.message);
		check(/unique/i.test(why), `${name}: the database refuses a second row of one number in ${table}`, why);
	}
}

async function story(on) {
	const c = new Commons(on), dice = random(seed), state = { running: true, n: 0, acked: [] };
	c.nodes = on === 'shared' ? 2 : 1;
	await c.verb('init');
	c.anne = await c.person('anne', 'administrator');
	await c.serve();
	if (c.nodes === 2) await c.serve(`${c.dir}/second`);
	const start = Number((await c.rows('SELECT max(position) FROM entry'))[0]), from = [0, start, ...Array.from({ length: FOLLOWERS }, () => dice.below(start))];
	const writers = Array.from({ length: WRITERS }, () => write(c, state)), followers = from.map((f) => follow(c, f, random(seed + f), state));
	await sleep(900);
	await c.servers.at(-1).stop('SIGKILL');	/* the same folder, another process: they read on */
	await c.serve(c.nodes === 2 ? `${c.dir}/second` : c.data);
	if (c.nodes === 2) c.servers = [c.servers[0], c.servers.at(-1)];
	await sleep(900);
	state.running = false;
	await Promise.all(writers);
	const hex = (column) => c.log ? `encode(${column}, 'hex')` : `lower(hex(${column}))`;
	const rows = (await c.rows(`SELECT position, kind, subject, ${hex('hash')}, ${hex('previous')} FROM entry ORDER BY position`)).map((line) => {
		const [position, kind, subject, hash, previous] = line.split('|');
		return { position: Number(position), kind, subject, hash, previous };
	});
	state.last = rows.length;
	check(rows.every((e, i) => e.position === i + 1 && (i === 0 || e.previous === rows[i - 1].hash)), `${on}: no gap, and each names the one before`);
	checkOrder(on, state.acked, rows);
	for (const [i, seen] of (await Promise.all(followers)).entries()) checkSeen(on, from[i], seen, rows);
	await refusals(c, on);
	for (const s of c.servers.filter((x) => !x.ended)) check(await s.stop() === 0, `${on}: the server stops cleanly`, s.err);
	await c.verb('verify');
	console.log(`${on}: ${rows.length} entries, ${state.acked.length} writes, ${from.length} followers (seed ${seed})`);
}

await onBoth(story, { check, end });
