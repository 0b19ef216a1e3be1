#!/usr/bin/env node
// calls.mjs - each call that changes a file, killed there or failing there, in everything that writes (R-3, R-5, R-7).
//
// A first run counts the calls; then one run per call. Killed: the folder opens, verifies, has all that was acknowledged,
// and the same command again gives exactly one. Failing: no acknowledgement of what is not kept, an answer with a
// sentence and when to try again, or, after a failed sync, an end with 74; the next request is right.
// FAULT_SEED chooses the sample: 8 kills of each in make check, 60 in make check-all; FAULT_ALL=1 takes all.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { counter } from '../lib/server.mjs';
import { all, based, holds, must, Wrong } from './scenarios.mjs';
import { ALL, calls, CHANGES, Control, copy, dice, errno, request, sample, seed, shim, smallCommons, started, temporary } from './shim.mjs';

const { check, end } = counter();
const dir = temporary('calls'), random = dice(seed);
const files = shim('files', dir), control = new Control(`${dir}/control`);
const only = process.argv[2] ?? '';
const EX_IOERR = 74;
let points = 0, faults = 0;

const preload = (w) => ({ LD_PRELOAD: files, FAULT_DIR: w.dir, FAULT_CONTROL: control.file });

/** A copy of the base, in a folder of its own beside what the scenario makes. */
function fresh(base) {
	const at = `${dir}/now`;
	fs.rmSync(at, { recursive: true, force: true });
	fs.mkdirSync(at);
	copy(base.data, `${at}/data`);
	return { ...base, dir: at, data: `${at}/data`, key: randomUUID() };
}

/** Does it under a fault; what was said, and how the server ended if it did. */
async function under(s, w, n, values) {
	if (!s.server) {
		control.arm(n, values);
		w.env = preload(w);
		const said = await s.act(w);
		control.off();
		return said;
	}
	w.server = await started(w.data, preload(w));
	control.arm(n, values);
	const said = await s.act(w);
	if (values.ever) said.read = (await request(w.server, null, 'GET', '/ressources')).status;
	control.off();
	return said;
}

async function gone(server) {
	return Promise.race([server.exit, new Promise((done) => setTimeout(() => done(null), 3000))]);
}

/** Without fault: what the scenario promises, on a server of its own where it needs one. */
async function settle(s, w, said) {
	if (s.server) w.server = await started(w.data);
	await s.settle(w, said);
	if (s.server) {
		must(await w.server.stop() === 0, 'the server stops cleanly');
		await holds(w.data);
	}
}

async function killed(s, base, n) {
	const w = fresh(base), said = await under(s, w, n, {});
	if (s.server) await w.server.stop('SIGKILL');
	must(control.get('hits') || said.done, 'without kill, it is done', `${said.status} ${said.text}`);
	await settle(s, w, said);
}

/** An answer that a person and a program can act on. */
function refused(s, said) {
	if (!s.server) {
		must(said.status > 0 && said.status !== 134 && said.status !== 139 && typeof said.status === 'number', 'no crash', `${said.status} ${said.text}`);
		must(/\S{3}/.test(said.text), 'a sentence');
		return;
	}
	must([503, 507].includes(said.status), '503 or 507', `${said.status} ${said.text}`);
	const detail = JSON.parse(said.text).detail ?? '';
	must(Number(said.headers['retry-after']) > 0, 'Retry-After', JSON.stringify(said.headers));
	must(detail.length > 20, 'a sentence', said.text);
}

async function failing(s, base, n, values) {
	const w = fresh(base), said = await under(s, w, n, values);
	if (!control.get('hits')) {
		if (s.server) await w.server.stop('SIGKILL');
		return;
	}
	if (!said.done && said.status !== 0) refused(s, said);
	if (!s.server) return settle(s, w, said);
	const lost = values.calls === calls.sync && !said.done;
	const code = lost || said.status === 0 ? await gone(w.server) : null;
	must(code === null || code === EX_IOERR, 'it ends with 74', `${code} ${w.server.err}`);
	must(!lost || code === EX_IOERR, 'after a failed sync it ends', `${code} ${said.status} ${w.server.err}`);
	const reads = said.read !== undefined && code === null && !(values.calls & (calls.open | calls.read));
	must(!reads || said.read === 200, 'reading goes on', said.read);
	if (code === null) {	// the same server, right after
		await s.settle(w, said);
		must(await w.server.stop() === 0, 'the server stops cleanly', w.server.err);
		return holds(w.data);
	}
	return settle(s, w, said);
}

async function attempt(what, run) {
	try {
		await run();
		check(true, what);
	} catch (e) {
		check(false, `${what} (FAULT_SEED=${seed})`, e instanceof Wrong ? e.message : e.stack);
	}
}

async function count(s, base, mask) {
	const w = fresh(base), said = await under(s, w, 0, { calls: mask });
	must(said.done, `${s.name} is done when nothing fails`, `${said.status} ${said.text}`);
	if (s.server) await w.server.stop('SIGKILL');
	return control.get('count');
}

const kinds = [
	['EIO', calls.sync], ['EIO', calls.write], ['ENOSPC', calls.write], ['EFBIG', calls.write | calls.cut], ['EINTR', (CHANGES & ~calls.sync) | calls.open | calls.read],
	['EMFILE', calls.open], ['EIO', calls.read], ['EIO', calls.cut | calls.rename | calls.unlink | calls.make], ['ENOSPC', calls.make], ['ENOSPC', calls.sync], ['EINTR', calls.sync],
];

async function kills(s, base) {
	const most = await count(s, base, CHANGES), list = sample(most, 8, random, 60);
	for (const n of list) await attempt(`${s.name} killed at call ${n} of ${most}`, () => killed(s, base, n));
	points += list.length;
}

async function errors(s, base) {
	for (const [name, mask] of kinds) {
		const most = await count(s, base, mask);
		for (const n of sample(most, 1, random, 5))
			for (const ever of name === 'EINTR' ? [0] : [0, 1]) {
				faults++;
				await attempt(`${s.name}: ${name} ${ever ? 'from' : 'at'} call ${n} of ${most} (${mask})`,
					() => failing(s, base, n, { calls: mask, error: errno[name], ever, half: n % 2 }));
			}
	}
}

const commons = { data: `${dir}/commons` };
Object.assign(commons, await smallCommons(commons.data));
for (const s of all.filter((x) => x.name.includes(only))) {
	const base = await based(s, commons, dir), began = Date.now();
	await kills(s, base);
	await errors(s, base);
	if (process.env.FAULT_TIMES) console.log(`${s.name}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
}
console.log(`${points} kills, ${faults} faults${ALL ? '' : ` (a sample: seed ${seed})`}`);
end();
