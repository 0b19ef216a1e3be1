#!/usr/bin/env node
// power.mjs - power is lost at each change of a file, in everything that writes (R-4).
//
// One run is recorded; from the records, a model of the disk makes what could be there after each change: at least 20
// damages for each point. On each the program starts, verify holds, and all that was acknowledged is there. make check
// takes a few points; make check-all 24 of each scenario, and the first and last of each kind; FAULT_ALL=1 all of them.
// The model is proved by a run in which syncs do nothing: it must find losses.
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { execute, quick } from '../lib/archipel.mjs';
import { counter } from '../lib/server.mjs';
import { Disk, readRecords, ways } from './disk_model.mjs';
import { backup, based, build, edit, erase, invite, must, rebuild, recover, register, restore, write, Wrong } from './scenarios.mjs';
import { ALL, Control, copy, dice, seed, shim, smallCommons, started, temporary } from './shim.mjs';

const { check, end } = counter();
const dir = temporary('power'), random = dice(seed);
const files = shim('files', dir), control = new Control(`${dir}/control`), log = `${dir}/records`;
const DAMAGES = 20, LANES = 2, POINTS = ALL ? 24 : 3;
const only = process.argv[2] ?? '';
let points = 0, damages = 0, distinct = 0;
const digests = new Set();	// what was looked at already

/** What must be there after a write by HTTP, read without program. */
async function keptOnce(w, done) {
	const word = w.scenario === register ? 'new@example.org' : w.key;
	const r = await execute('sqlite3', [`file:${w.data}/archipel.db?mode=ro&immutable=1`, `SELECT count(*) FROM body WHERE text LIKE '%${word}%'`]);
	const n = Number(r.out.trim());
	must(r.code === 0 && (n === 1 || (n === 0 && !done)), 'there once', `${r.out}${r.err}, acknowledged: ${done}`);
}

/** Does it once with every change recorded: {records, disk before, what it was}. */
async function recorded(s, base, values) {
	const at = `${dir}/now`;
	fs.rmSync(at, { recursive: true, force: true });
	fs.mkdirSync(at);
	copy(base.data, `${at}/data`);
	const w = { ...base, scenario: s, dir: at, data: `${at}/data`, key: randomUUID() };
	const env = { LD_PRELOAD: files, FAULT_DIR: at, FAULT_CONTROL: control.file, FAULT_LOG: log };
	const before = () => new Disk(at);
	const disk = before();
	fs.writeFileSync(log, '');
	control.set({ armed: 0, record: 1, idle: 1, lie: 0, ...values });
	if (s.server) w.server = await started(w.data, env);
	w.env = env;
	const said = await s.act(w);
	must(said.done, `${s.name} is done`, `${said.status} ${said.text}`);
	fs.appendFileSync(log, 'A\n');
	if (s.server) await w.server.stop();
	control.set({ record: 0 });
	return { w, disk, records: readRecords(log) };
}

/** Opens what power loss left, and looks. */
async function holdsAfter(s, w, left, lane, done) {
	const at = `${dir}/lane${lane}`;
	fs.rmSync(at, { recursive: true, force: true });
	fs.mkdirSync(`${at}/data`, { recursive: true });
	for (const [name, bytes] of left) {
		const to = at + name.slice(w.dir.length);
		fs.mkdirSync(path.dirname(to), { recursive: true });
		fs.writeFileSync(to, bytes);
	}
	const there = { ...w, dir: at, data: `${at}/data` };
	const r = await execute(quick, ['verify', '--data', there.data]);
	must(r.code === 0, 'verify', `${r.code} ${r.out}${r.err}`);
	await (s.server ? keptOnce(there, done) : s.check(there, done, false));
}

/** A disk with no two alike; -shm is chance, and nobody reads it after a loss of power. */
const digest = (left) => {
	const h = createHash('sha1');
	for (const [name, bytes] of left) h.update(`${name} ${bytes.length}\n`).update(name.endsWith('-shm') ? '' : bytes);
	return h.digest('hex');
};

/** The damages of one point that nobody looked at yet: [left]. */
function damaged(disk, at, { scenario, key }, done) {
	const list = [];
	for (let i = 0; i < DAMAGES; i++) {
		const left = disk.lose(dice(seed + 1000 * at + i), ways[i % ways.length]), name = `${scenario.name} ${key} ${done} ${digest(left)}`;
		if (!digests.has(name)) list.push(left);
		digests.add(name);
	}
	return list;
}

/** Points: evenly spread; in check-all also the first and the last where a kind of change follows another. */
function pointsOf(records, most) {
	if (process.env.FAULT_ALL === '1') return new Set(records.keys());
	const step = Math.max(1, Math.ceil(records.length / most)), chosen = new Set();
	for (let i = Math.floor(random() * step); i < records.length; i += step) chosen.add(i);
	if (!ALL) return chosen;
	const files = new Map(), first = new Map(), last = new Map();
	let before = '';
	for (const [i, r] of records.entries()) {
		if (r.op === 'C') files.set(r.inode, r.path);
		const kind = r.op + path.basename(r.path ?? r.to ?? files.get(r.inode) ?? r.inode ?? ''), name = `${before} ${kind}`;
		if (!first.has(name)) first.set(name, i);
		last.set(name, i);
		before = kind;
	}
	return new Set([...chosen, ...first.values(), ...last.values()]);
}

/** Tries damages at chosen points; gives the losses. */
async function tried(s, { w, disk, records }, most) {
	const chosen = pointsOf(records, most), losses = [], work = [];
	let done = false;
	const lane = async (n) => {
		for (let job; (job = work.shift());) {
			try {
				await holdsAfter(s, w, job.left, n, job.done);
			} catch (e) {
				losses.push(`point ${job.at} of ${records.length}: ${e instanceof Wrong ? e.message : e.stack}`);
			}
		}
	};
	for (let i = 0; i < records.length; i++) {
		if (records[i].op === 'A') done = true;
		else disk.apply(records[i]);
		if (!chosen.has(i)) continue;
		for (const left of damaged(disk, i, w, done)) work.push({ left, done, at: i + 1 });
		points++;
		damages += DAMAGES;
		distinct += work.length;
		await Promise.all(Array.from({ length: LANES }, (_, n) => lane(n)));
	}
	return losses;
}

const commons = { data: `${dir}/commons` };
Object.assign(commons, await smallCommons(commons.data));
for (const s of [register, write, edit, erase, restore, backup, invite, rebuild, recover, build].filter((x) => x.name.includes(only))) {
	const base = await based(s, commons, dir), began = Date.now();
	const losses = await tried(s, await recorded(s, base, {}), POINTS);
	check(losses.length === 0, `${s.name}: nothing is lost (FAULT_SEED=${seed})`, losses.slice(0, 3).join('\n'));
	if (process.env.FAULT_TIMES) console.log(`${s.name}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
}
const proof = await tried(write, await recorded(write, await based(write, commons, dir), { lie: 1 }), 12);
check(proof.length > 0, 'the model finds losses where syncs do nothing');
console.log(`${points} points, ${damages} damages (${distinct} distinct), ${proof.length} found where syncs do nothing${ALL ? '' : ` (a sample: seed ${seed})`}`);
end();
