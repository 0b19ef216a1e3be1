#!/usr/bin/env node
// drill.mjs: a backup while eight clients write, an erasure after it, and the disaster: into a fresh folder and over
// the old one everything that was acknowledged before the backup began is there, and nothing of what was erased.  A
// backup that was cut or altered, wherever, is refused and changes nothing.  On both logs.
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { execute } from '../lib/archipel.mjs';
import { random } from '../lib/random.mjs';
import { counter } from '../lib/server.mjs';
import { Commons, ask, database, onBoth, sleep } from './commons.mjs';

const { check, end } = counter();
const CLIENTS = 8, DAMAGES = 10, seed = Number(process.env.SEED ?? 7);

/** Writes until told to stop; acked: what was acknowledged, in time. */
async function write(c, acked, state) {
	while (state.running) {
		const title = `Fiche ${acked.length} ${randomUUID()}`;
		const a = await ask(c.server, 'POST', '/api/v1/resources', { token: c.anne.token, key: randomUUID(), json: { type: 'tool', title, summary: 'Sous charge.' } });
		if (!check(a.status === 201, 'a write under load', `${a.status} ${a.text}`)) return;
		acked.push({ id: a.json.id, title });
	}
}

/** The ids of sheets that a folder's log holds whole: served, and asked for one by one. */
async function lacking(server, sheets) {
	let lacks = 0;
	for (const { id, title } of sheets) {
		const a = await ask(server, 'GET', `/api/v1/resources/${id}`);
		lacks += !(a.status === 200 && a.json.title === title);
	}
	return lacks;
}

async function count(c, file) {
	const r = await execute('sqlite3', [file, 'SELECT count(*) FROM entry']);
	return Number(r.out);
}

/** All rows of all tables, as one hash. */
async function rowsOf(file) {
	const r = await execute('sqlite3', [file, '.dump']);
	return createHash('sha256').update(r.out).digest('hex');
}

/** Cut anywhere, or one byte or one page altered anywhere: refused, in words, and the folder is as it was. */
async function damaged(c, backup, dice) {
	const whole = fs.readFileSync(backup), file = `${c.dir}/damaged`;
	const before = await c.verb('verify'), rows = await rowsOf(backup);
	let replaced = false;
	for (let i = 0; i < DAMAGES; i++) {
		const at = dice.below(whole.length), cut = i % 2 === 0, bytes = Buffer.from(cut ? whole.subarray(0, at) : whole);
		if (!cut) for (let n = at; n < Math.min(at + [1, 16, 4096][i % 3], bytes.length); n++) bytes[n] ^= 1 + dice.below(255);
		fs.writeFileSync(file, bytes);
		const r = await c.run('restore', file, '--force');
		/* what stands in free space is no part of what was written */
		const harmless = !cut && r.code === 0 && await rowsOf(file) === rows;
		replaced ||= harmless;
		check(harmless || (r.code !== 0 && r.err.length > 20), `a backup ${cut ? 'cut at' : 'altered at'} ${at} is refused`, `${r.code} ${r.err}`);
	}
	check(replaced || await c.verb('verify') === before, 'and the folder stays as it was');
}

/** Over the folder that went on; into a fresh one, which is told what was erased. */
async function comesBack(c, name, { acked, doomed, data, env = c.env, words }) {
	await c.verb('restore', words.backup, ...words.more, '--data', data);
	const again = Object.assign(Object.create(c), { env });
	check(/./.test(await again.verb('verify', '--data', data)), `${name}: the log and the views hold`);
	const server = await again.serve(data), lacks = await lacking(server, acked);
	check(lacks === 0, `${name}: every sheet acknowledged before the backup began is there`, `${lacks} of ${acked.length} lack`);
	const gone = await ask(server, 'GET', `/api/v1/resources/${doomed.id}`);
	check(gone.status === 404 && !gone.text.includes(doomed.word), `${name}: what was erased is not there`, `${gone.status}`);
	const more = await ask(server, 'POST', '/api/v1/resources', { token: c.anne.token, key: randomUUID(), json: { type: 'tool', title: 'Après', summary: 'Le désastre.' } });
	check(more.status === 201, `${name}: one goes on writing`, `${more.status} ${more.text}`);
	check(await server.stop() === 0, `${name}: the server stops cleanly`, server.err);
	check(!fs.readdirSync(data).some((f) => fs.readFileSync(`${data}/${f}`).includes(doomed.word)), `${name}: no file has what was erased`);
}

async function story(on) {
	const c = new Commons(on), backup = `${c.dir}/backup`, acked = [], state = { running: true };
	await c.verb('init');
	c.anne = await c.person('anne', 'administrator');
	c.server = await c.serve();
	const word = `zqx${randomUUID().slice(0, 8)}`, made = await ask(c.server, 'POST', '/api/v1/resources', { token: c.anne.token, key: randomUUID(),
		json: { type: 'tool', title: `À effacer ${word}`, summary: word } }), doomed = { id: made.json.id, word };
	const clients = Array.from({ length: CLIENTS }, () => write(c, acked, state));
	await sleep(700);
	const before = acked.slice();
	await c.verb('backup', backup);
	await sleep(200);
	state.running = false;
	await Promise.all(clients);
	check(fs.readFileSync(backup).includes(word), `${on}: the backup has what will be erased`);
	check(await count(c, backup) >= before.length + 1 && before.length > 20, `${on}: the backup holds what was acknowledged before it began`, `${before.length}`);
	await c.verb('erase', doomed.id, '--yes');
	const later = `${c.dir}/later`;
	await c.verb('backup', later);
	await c.server.stop();
	await damaged(c, backup, random(seed));
	/* elsewhere: another folder, and another database for the shared log */
	const elsewhere = on === 'shared' ? { ARCHIPEL_LOG: database().database().address } : c.env;
	const fresh = Object.assign(Object.create(c), { env: elsewhere });
	await comesBack(fresh, `${on}, into a fresh folder`, { acked: before, doomed, data: `${c.dir}/fresh`, env: elsewhere, words: { backup, more: ['--erasures', later] } });
	await comesBack(c, `${on}, over the old one`, { acked: before, doomed, data: c.data, words: { backup, more: ['--force'] } });
	check((await c.run('restore', backup)).code !== 0, `${on}: nothing is replaced without --force`);
	console.log(`${on}: ${before.length} sheets acknowledged before the backup began, ${acked.length} in all`);
}

await onBoth(story, { check, end });
