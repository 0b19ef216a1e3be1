// shim.mjs - what the fault tests share: the preloaded shims, a small commons, dice with a seed.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execute, quick, root, serve } from '../lib/archipel.mjs';
import { ask } from '../lib/client.mjs';

/** Everything, or a sample that fits make check. */
export const ALL = process.env.CHECK === 'all' || process.env.FAULT_ALL === '1';
export const seed = Number(process.env.FAULT_SEED ?? Date.now() % 1e9);

/** In memory when there is such a disk: nothing here depends on a real one. */
export function temporary(name) {
	const under = process.env.FAULT_TMP ?? (fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir());
	const dir = fs.mkdtempSync(path.join(under, `archipel-${name}-`));
	process.on('exit', () => process.env.FAULT_KEEP || fs.rmSync(dir, { recursive: true, force: true }));
	return dir;
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(130));

/** mulberry32, public domain: a failure can be played again. */
export function dice(state) {
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

/** Builds test/fault/NAME.c as a library to preload; gives its path. */
export function shim(name, dir) {
	const so = `${dir}/${name}.so`;
	execFileSync(process.env.CC ?? 'gcc', ['-std=c17', '-O2', '-Wall', '-Wextra', '-Werror', '-fPIC', '-shared', '-pthread',
		'-o', so, `${root}/test/fault/${name}.c`, `${root}/test/fault/control.c`, '-ldl'], { stdio: ['ignore', 'inherit', 'inherit'] });
	return so;
}

/** struct control of control.h. */
const words = ['armed', 'count', 'at', 'error', 'ever', 'calls', 'hits', 'record', 'lie', 'idle', 'half'];
export const calls = { write: 1, sync: 2, cut: 4, rename: 8, unlink: 16, open: 32, read: 64, make: 128 };
export const CHANGES = calls.write | calls.sync | calls.cut | calls.rename | calls.unlink | calls.make;
export const errno = { EINTR: 4, EIO: 5, ENFILE: 23, EMFILE: 24, EFBIG: 27, ENOSPC: 28 };

/** The page that the shims look at. */
export class Control {
	constructor(file) {
		this.file = file;
		this.fd = fs.openSync(file, 'w+');
		fs.writeSync(this.fd, Buffer.alloc(4096), 0, 4096, 0);
	}
	set(values) {
		const b = Buffer.alloc(8);
		for (const [name, value] of Object.entries(values)) {
			b.writeBigInt64LE(BigInt(value));
			fs.writeSync(this.fd, b, 0, 8, 8 * words.indexOf(name));
		}
	}
	get(name) {
		const b = Buffer.alloc(8);
		fs.readSync(this.fd, b, 0, 8, 8 * words.indexOf(name));
		return Number(b.readBigInt64LE());
	}
	/** From now on, the n-th of these calls fails (error 0: kills); n = 0 counts only. */
	arm(n, values = {}) {
		this.set({ armed: 0, count: 0, hits: 0, at: n, error: 0, ever: 0, half: 0, calls: CHANGES, ...values });
		this.set({ armed: 1 });
	}
	off() { this.set({ armed: 0 }); }
}

export async function verb(data, ...list) {
	const r = await execute(quick, [...list, '--data', data]);
	if (r.code !== 0) throw new Error(`archipel ${list.join(' ')}: ${r.code} ${r.out}${r.err}`);
	return r.out.trim();
}

const stated = (kind, file) => JSON.stringify({ [kind]: JSON.parse(fs.readFileSync(`${root}/types/${file}`, 'utf8')) });

/** A commons of a few entries, without communes: quick to copy, to open and to verify. {token} of an administrator. */
export async function smallCommons(data, conf = '') {
	fs.mkdirSync(data, { recursive: true });
	fs.writeFileSync(`${data}/archipel.conf`, conf);
	await verb(data, 'user', 'add', '--email', 'fault@example.org', '--role', 'admin');
	const schemes = fs.readdirSync(`${root}/types/schemes`).map((f) => ['scheme', `schemes/${f}`]);
	for (const [kind, file] of [...schemes, ['type', 'tool.json'], ['type', 'action-sheet.json']]) {
		const values = `${data}/values.json`;
		fs.writeFileSync(values, stated(kind, file));
		await verb(data, 'do', `${kind}.state`, '--values', values);
		fs.rmSync(values);
	}
	return { token: await verb(data, 'user', 'token', 'fault@example.org') };
}

/** Copies a folder, without what only a running server has. */
export function copy(from, to) {
	fs.rmSync(to, { recursive: true, force: true });
	fs.cpSync(from, to, { recursive: true, filter: (f) => !f.endsWith('/socket') });
}

/** A JSON request of whom the token names, on a connection of its own (one that is kept may be cut late); status 0 when the server is gone. */
export async function request(server, token, method, target, body, headers = {}) {
	const text = body === undefined ? undefined : JSON.stringify(body);
	try {
		return await ask(server.port, method, target, {
			body: text, agent: false,
			headers: {
				'Accept-Language': 'en', ...(token ? { Authorization: `Bearer ${token}` } : {}),
				...(text === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }), ...headers,
			},
		});
	} catch (e) {
		return { status: 0, text: String(e), headers: {} };
	}
}

const running = new Set();
process.on('exit', () => { for (const s of running) s.process.kill('SIGKILL'); });

/** A server on a folder, ready; env may preload a shim. */
export async function started(data, env = {}) {
	const server = serve(data, { file: quick, env });
	running.add(server);
	server.exit.then(() => running.delete(server));
	await server.ready;
	return server;
}

/** Which of 1..count to try: at most so many, each k-th from a place that the seed chooses; more in check-all, each with FAULT_ALL=1. */
export function sample(count, most, random, all = count) {
	const step = process.env.FAULT_ALL === '1' ? 1 : Math.max(1, Math.ceil(count / (ALL ? all : most)));
	const list = [];
	for (let n = 1 + Math.floor(random() * step); n <= count; n += step) list.push(n);
	return list;
}
