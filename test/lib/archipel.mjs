// The program under test: which build, its servers, its verbs.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const there = (f) => fs.existsSync(`${root}/${f}`) ? `${root}/${f}` : null;

/** What the stories run: with sanitizers when that is built. ARCHIPEL overrides. */
export const program = process.env.ARCHIPEL ?? there('build/asan/archipel') ?? there('build/archipel');
/** What prepares and verifies: the same sources, faster.  QUICK names it when the program is a slow one, which gets more time. */
export const quick = process.env.QUICK ?? process.env.ARCHIPEL ?? there('build/archipel') ?? program;

const base = {
	...Object.fromEntries(Object.entries(process.env).filter(([k]) => !k.startsWith('ARCHIPEL'))),
	LC_ALL: 'en_GB.UTF-8',
	ASAN_OPTIONS: 'detect_leaks=1:abort_on_error=0:exitcode=86',
	UBSAN_OPTIONS: 'print_stacktrace=1',
};
/** What is loaded before the program reads and writes files of its own: it goes without the sandbox. */
export const environment = (more) => ({ ...base, ...(more?.LD_PRELOAD ? { ARCHIPEL_SANDBOX: 'off' } : {}), ...more });

/** Runs a program to its end: {code, out, err}. */
export function execute(file, args, env = {}, input, ms = process.env.QUICK ? 900000 : 120000) {
	return new Promise((resolve) => {
		const p = spawn(file, args, { env: environment(env), cwd: root, stdio: ['pipe', 'pipe', 'pipe'] });
		let out = '', err = '';
		const timer = setTimeout(() => { err += `\nstill running after ${ms / 1000} s\n`; p.kill('SIGKILL'); }, ms);
		p.stdout.on('data', (d) => { out += d; });
		p.stderr.on('data', (d) => { err += d; });
		p.stdin.on('error', () => {});
		p.stdin.end(input);
		p.on('error', (e) => { err += e; });
		p.on('close', (code, signal) => { clearTimeout(timer); resolve({ code: code ?? signal ?? 127, out, err }); });
	});
}

/** No server outlives the program that started it. */
const servers = new Set();
process.on('exit', () => { for (const p of servers) p.kill('SIGKILL'); });

/** Starts a server on a folder and waits for its address. */
export function serve(data, { env = {}, args = [], file = program, ms = process.env.QUICK ? 600000 : 60000 } = {}) {
	/* with a base URL the server does not say its port: choose one that the system gives to nobody by itself */
	const port = args.includes('--base-url') ? 12000 + Math.floor(Math.random() * 20000) : 0;
	const p = spawn(file, ['serve', '--data', data, '--listen', `127.0.0.1:${port}`, ...args],
		{ env: environment(env), cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
	servers.add(p);
	p.on('close', () => servers.delete(p));
	const server = { process: p, out: '', err: '', url: null, ended: false };
	server.exit = new Promise((resolve) => p.on('close', (code, signal) => { server.ended = true; resolve(code ?? signal); }));
	p.stderr.on('data', (d) => { server.err += d; });
	server.stop = async (signal = 'SIGTERM') => {
		if (!server.ended) p.kill(signal);
		const timer = setTimeout(() => p.kill('SIGKILL'), 60000);
		const code = await server.exit;
		clearTimeout(timer);
		return code;
	};
	server.ready = new Promise((resolve, reject) => {
		const timer = setTimeout(() => reject(new Error(`no address after ${ms / 1000} s: ${server.out}${server.err}`)), ms);
		p.stdout.on('data', (d) => {
			server.out += d;
			const found = port ? /https?:/.exec(server.out) : /http:\/\/127\.0\.0\.1:(\d+)/.exec(server.out);
			if (found && /\n/.test(server.out.slice(found.index))) {
				server.port = port || Number(found[1]);
				server.url = `http://127.0.0.1:${server.port}`;
				clearTimeout(timer);
				resolve(server);
			}
		});
		server.exit.then((code) => { clearTimeout(timer); reject(new Error(`the server ended with ${code}: ${server.out}${server.err}`)); });
	});
	server.ready.catch(() => {});
	return server;
}
