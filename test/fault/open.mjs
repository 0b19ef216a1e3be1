#!/usr/bin/env node
// open.mjs - opening a folder safely (R-18), folders of older formats (R-19), and limits of the machine (R-8).
//
// A program of the next format is this one with its number raised in the binary. One connection writes each file and
// checkpoints it (the WAL-reset bug of SQLite needs two).
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import { environment, execute, quick, root } from '../lib/archipel.mjs';
import { counter } from '../lib/server.mjs';
import { holds } from './scenarios.mjs';
import { ALL, calls, CHANGES, Control, copy, dice, errno, request, sample, seed, shim, smallCommons, started, temporary, verb } from './shim.mjs';

const { check, end } = counter();
const dir = temporary('open'), data = `${dir}/data`, random = dice(seed);
const EX_DATAERR = 65, EX_TEMPFAIL = 75;
const commons = await smallCommons(data);
const sheet = () => ({ type: 'tool', title: `Tool ${randomUUID()}`, summary: 'Written in a crowd.', body: 'word '.repeat(800) });
const post = (s) => request(s, commons.token, 'POST', '/api/v1/resources', sheet(), { 'Idempotency-Key': randomUUID() });

async function says(file, words, code, pattern, what) {
	const r = await execute(file, words);
	check(r.code === code && pattern.test(r.err), what, `${r.code} ${r.out}${r.err}`);
}

async function startsOnce() {
	const server = await started(data);
	await says(quick, ['serve', '--data', data, '--listen', '127.0.0.1:0'], EX_TEMPFAIL, /in use by another archipel \(process \d+\)/, 'a second server on a folder ends with 75');
	fs.rmSync(`${data}/lock`);
	await says(quick, ['verify', '--data', data], 0, /^/, 'without DIR/lock, the server is still asked');
	fs.renameSync(`${data}/socket`, `${data}/socket.away`);
	for (const words of [['user', 'list'], ['serve', '--listen', '127.0.0.1:0']])
		await says(quick, [...words, '--data', data], EX_TEMPFAIL, /in use by another archipel\. Stop/, 'nobody opens a folder in use whose lock was removed');
	fs.renameSync(`${data}/socket.away`, `${data}/socket`);
	check((await request(server, null, 'GET', '/')).status === 200, 'the first goes on');
	await server.stop();
}

async function refusesOthers() {
	for (const [sql, pattern, what] of [['PRAGMA application_id = 1', /not the file of Archipel/, 'a file of another program'],
		['PRAGMA user_version = 1000', /newer Archipel \(format 1000/, 'a log of a newer format']]) {
		const at = `${dir}/other`;
		copy(data, at);
		execFileSync('sqlite3', [`${at}/archipel.db`, sql]);
		const before = fs.readFileSync(`${at}/archipel.db`);
		await says(quick, ['user', 'list', '--data', at], EX_DATAERR, pattern, `${what} is refused with 65`);
		check(fs.readFileSync(`${at}/archipel.db`).equals(before), `${what} is left as it was`);
	}
}

/** This program, of the format after. */
function nextProgram() {
	const bytes = fs.readFileSync(quick), mark = Buffer.from([0x47, 0x4c, 0x52, 0x41]), at = bytes.indexOf(mark);
	const version = at < 0 ? 0 : bytes.readInt32LE(at + 4);
	check(at > 0 && bytes.indexOf(mark, at + 1) < 0 && version > 0 && version < 1000, 'the format stands once in the program', String(version));
	bytes.writeInt32LE(version + 1, at + 4);
	fs.writeFileSync(`${dir}/next`, bytes, { mode: 0o755 });
	return { file: `${dir}/next`, version: version + 1 };
}

const versionOf = (at) => Number(execFileSync('sqlite3', [`file:${at}/archipel.db?mode=ro&immutable=1`, 'PRAGMA user_version'], { encoding: 'utf8' }));

/** A fixture opened: what it holds is found. */
async function found(file, at, expect) {
	const run = async (...words) => {
		const r = await execute(file, [...words, '--data', at]);
		if (!check(r.code === 0, `format ${expect.format}: ${words[0]}`, `${r.code} ${r.err}`)) return '';
		return r.out;
	};
	await run('verify');
	check((await run('user', 'list')).includes(expect.email), `format ${expect.format}: its account`);
	const bodies = execFileSync('sqlite3', [`file:${at}/archipel.db?mode=ro&immutable=1`, 'SELECT DISTINCT e.subject FROM body JOIN entry e USING (position)'], { encoding: 'utf8' });
	check(expect.sheets.every((id) => bodies.includes(id)) && !bodies.includes(expect.erased), `format ${expect.format}: its sheets, without the one that was erased`);
}

async function fixture(name, next, files, control) {
	const from = `${dir}/${name}`;
	fs.mkdirSync(from);
	execFileSync('tar', ['-xzf', `${root}/test/fixtures/${name}`, '-C', from]);
	const expect = JSON.parse(fs.readFileSync(`${from}/expect.json`, 'utf8'));
	const at = `${dir}/opened`;
	copy(`${from}/data`, at);
	await found(quick, at, expect);
	const server = await started(at);
	const read = await Promise.all(expect.sheets.map((id) => request(server, expect.token, 'GET', `/api/v1/resources/${id}`)));
	check(read.every((a) => a.status === 200), `${name}: its sheets are served, its token is known`, read.map((a) => a.status).join(' '));
	await server.stop();
	await verb(`${dir}/back-${name}`, 'restore', `${from}/backup`);
	await found(quick, `${dir}/back-${name}`, expect);
	copy(`${from}/data`, at);
	await found(next.file, at, expect);
	check(versionOf(at) === next.version, `${name}: brought up to the next format`, String(versionOf(at)));
	await says(quick, ['user', 'list', '--data', at], EX_DATAERR, /newer Archipel/, `${name}: then refused by this program`);
	await keptBefore(name, at, next, expect);
	await killedUpgrades(from, next, expect, files, control);
}

/** What was there before the upgrade is kept beside, whole, until something is erased. */
async function keptBefore(name, at, next, expect) {
	const kept = `${at}/archipel.db.format-${expect.format}`, back = `${dir}/older`;
	check(fs.existsSync(kept) && (fs.statSync(kept).mode & 0o77) === 0, `${name}: kept before it is brought up, for its owner only`);
	fs.rmSync(back, { recursive: true, force: true });
	fs.mkdirSync(back);
	fs.copyFileSync(kept, `${back}/archipel.db`);
	await found(quick, back, expect);
	const r = await execute(next.file, ['erase', expect.sheets[0], '--yes', '--data', at]);
	check(r.code === 0 && !fs.existsSync(kept), `${name}: what was kept goes with an erasure`, `${r.code} ${r.err}`);
}

/** Killed at each change while its format is brought up to date. */
async function killedUpgrades(from, next, expect, files, control) {
	const at = `${dir}/killed`, env = { LD_PRELOAD: files, FAULT_DIR: at, FAULT_CONTROL: control.file };
	const upgrade = async (n) => {
		copy(`${from}/data`, at);
		control.arm(n, { calls: CHANGES });
		await execute(next.file, ['user', 'list', '--data', at], env);
		control.off();
	};
	await upgrade(0);
	for (const n of sample(control.get('count'), 6, random)) {
		await upgrade(n);
		const version = versionOf(at);
		check([expect.format, next.version].includes(version), `killed at call ${n}: one format or the other`, String(version));
		const kept = `${at}/archipel.db.format-${expect.format}`;
		check(version === expect.format || execFileSync('sqlite3', [`file:${kept}?mode=ro&immutable=1`, 'PRAGMA integrity_check; PRAGMA user_version'], { encoding: 'utf8' }) === `ok\n${expect.format}\n`,
			`killed at call ${n}: none is brought up before it is kept`);
		const r = await execute(next.file, ['verify', '--data', at]);
		check(r.code === 0 && versionOf(at) === next.version, `killed at call ${n}: goes on at the next start`, `${r.code} ${r.err}`);
	}
}

/** By file of the folder: through which descriptors it was written. */
async function oneWriter() {
	const trace = `${dir}/trace`, at = `${dir}/traced`;
	copy(data, at);
	const p = spawn('strace', ['-f', '-y', '-o', trace, '-e', 'trace=openat,close,pwrite64,ftruncate', quick, 'serve', '--data', at, '--listen', '127.0.0.1:0'],
		{ stdio: ['ignore', 'pipe', 'ignore'], env: environment({}) });
	const port = await new Promise((done) => { let out = ''; p.stdout.on('data', (d) => { const m = /127\.0\.0\.1:(\d+)/.exec(out += d); if (m) done(Number(m[1])); }); });
	const ended = new Promise((done) => p.on('close', done));
	for (let i = 0; i < 25; i++)
		await Promise.all([...Array.from({ length: 24 }, () => post({ port })), request({ port }, null, 'GET', `/ressources?q=Tool+${i}`), request({ port }, commons.token, 'GET', '/api/v1/log?limit=100')]);
	await verb(at, 'backup', `${dir}/copy-of-traced`);
	const child = Number(execFileSync('pgrep', ['-P', String(p.pid)], { encoding: 'utf8' }).trim().split('\n')[0]);
	process.kill(child, 'SIGTERM');
	await ended;
	const writers = new Map(), written = new Map();
	for (const line of fs.readFileSync(trace, 'utf8').split('\n')) {
		const m = /(?:pwrite64|ftruncate)\((\d+)<([^>]+)>/.exec(line);
		if (!m || !m[2].startsWith(at) || m[2].endsWith('-shm') || m[2].endsWith('/lock')) continue;
		if (!writers.has(m[2])) writers.set(m[2], new Set());
		writers.get(m[2]).add(m[1]);
		written.set(m[2], (written.get(m[2]) ?? 0) + 1);
	}
	const logs = [...written].filter(([f]) => /(archipel|views-[^/]*)\.db$/.test(f) && f.includes('/traced/'));
	check(logs.length >= 2 && logs.every(([, n]) => n > 100), 'the log and the views were checkpointed', JSON.stringify(logs));
	for (const [file, set] of writers) check(set.size === 1, `${file.slice(at.length + 1)} is written through one connection`, [...set].join(' '));
}

/** Sizes of files that may not be passed: whatever is cut short there, nothing breaks. */
async function fileLimits() {
	for (const kb of sample(40, 8, random).map((n) => n * 12)) {
		const at = `${dir}/limited`;
		copy(data, at);
		const r = await execute('prlimit', [`--fsize=${kb * 1024}`, quick, 'user', 'add', '--email', 'big@example.org', '--role', 'member', '--data', at]);
		check(typeof r.code === 'number' && r.code < 128 && (r.code === 0 || r.err.length > 20), `files of ${kb} kB at most: an end with a sentence`, `${r.code} ${r.err}`);
		await holds(at);
		const users = await verb(at, 'user', 'list');
		check(r.code !== 0 || users.includes('big@example.org'), `files of ${kb} kB at most: what was said to be done is there`);
	}
}

/** Fewer descriptors than clients: who waits is served when others go. */
async function descriptorLimits() {
	const server = await started(data), idle = [];
	execFileSync('prlimit', ['--pid', String(server.process.pid), '--nofile=64:64']);
	for (let i = 0; i < 100; i++) {
		const s = net.connect(server.port, '127.0.0.1');
		s.on('error', () => {});
		idle.push(s);
	}
	await new Promise((done) => setTimeout(done, 300));
	const crowded = request(server, null, 'GET', '/livez');
	await new Promise((done) => setTimeout(done, 300));
	check(!server.ended, 'out of descriptors, the server lives', server.err);
	for (const s of idle) s.destroy();
	const first = (await crowded).status;
	check([0, 200, 503].includes(first), 'who came in the crowd is answered or cut', String(first));
	let page = 0, wrote = 0;
	for (let i = 0; i < 20 && !(page === 200 && wrote === 201); i++) {
		await new Promise((done) => setTimeout(done, 100));
		page = (await request(server, null, 'GET', '/ressources')).status;
		wrote = (await post(server)).status;
	}
	check(page === 200 && wrote === 201, 'once they have gone all is well', `${page} ${wrote}`);
	check(await server.stop() === 0, 'the server stops cleanly');
	await holds(data);
	for (let n = 8; n < 40; n += 4) {
		const r = await execute('prlimit', [`--nofile=${n}`, quick, 'user', 'list', '--data', data]);
		check(typeof r.code === 'number' && r.code < 128 && (r.code === 0 || r.err.length > 20), `${n} descriptors: done, or an end with a sentence`, `${r.code} ${r.err}`);
	}
	await holds(data);
}

/** Killed or failing at each change of the settings that init leaves: done again, they are whole. */
async function settingsOfInit() {
	const at = `${dir}/init`, address = '127.0.0.1:18231', words = ['init', '--listen', address, '--data', at];
	const under = async (n, error) => {
		fs.rmSync(at, { recursive: true, force: true });
		control.arm(n, { calls: CHANGES, error });
		const r = await execute(quick, words, { LD_PRELOAD: files, FAULT_DIR: `${at}/archipel.conf`, FAULT_CONTROL: control.file });
		control.off();
		return r;
	};
	check((await under(0, 0)).code === 0 && control.get('count') >= 3, 'init writes its settings', String(control.get('count')));
	for (let n = 1, most = control.get('count'); n <= most; n++)
		for (const error of n === 1 + Math.floor(random() * most) || ALL ? [0, errno.EIO, errno.ENOSPC] : [0]) {
			const r = await under(n, error), conf = `${at}/archipel.conf`, whole = () => fs.readFileSync(conf, 'utf8').includes(`\nlisten = ${address}\n`);
			const label = `init, change ${n} of its settings ${error ? `fails (${error})` : 'kills'}`;
			check(r.code !== 0 && (!fs.existsSync(conf) || whole()), `${label}: none or all`, `${r.code} ${r.err}`);
			const again = await execute(quick, words);
			check(again.code === 0 && whole(), `${label}: done again`, `${again.code} ${again.err}`);
		}
}

await startsOnce();
await refusesOthers();
const next = nextProgram(), files = shim('files', dir), control = new Control(`${dir}/control`);
await settingsOfInit();
for (const name of fs.readdirSync(`${root}/test/fixtures`).filter((f) => f.endsWith('.tar.gz'))) await fixture(name, next, files, control);
await oneWriter();
await fileLimits();
await descriptorLimits();
end();
