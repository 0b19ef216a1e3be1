// lib.mjs: processor, memory and load, for the programs beside it.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { program } from '../test/lib/server.mjs';

export const seconds = Number(process.env.SECONDS ?? 5);
export const pause = (ms) => new Promise((r) => { setTimeout(r, ms); });
export const now = () => Number(process.hrtime.bigint()) / 1e9;
const ticks = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const children = new Set();
process.on('exit', () => { for (const child of children) child.kill(); });

/** Starts a program that ends with us. */
export function run(program, words, options = { stdio: 'ignore' }) {
	const child = spawn(program, words, options);
	children.add(child);
	child.once('exit', () => children.delete(child));
	return child;
}

export async function stop(child) {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = new Promise((r) => { child.once('exit', r); });
	child.kill();
	await ended;
}

/** Seconds of processor that these processes have used, and those of their children that ended. */
export function cpu(pids) {
	return pids.reduce((sum, pid) => {
		const f = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 15);
		return sum + f.reduce((s, n) => s + Number(n), 0) / ticks;
	}, 0);
}

/** Megabytes, shared ones by halves (proportional set size). */
export function memory(pid) {
	return Number(/^Pss:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]) / 1024;
}

export function freePort() {
	return new Promise((resolve) => {
		const s = net.createServer().listen(0, '127.0.0.1', () => {
			const { port } = s.address();
			s.close(() => resolve(port));
		});
	});
}

async function reachable(port) {
	for (let i = 0; i < 100; i++) {
		const there = await new Promise((r) => {
			const c = net.connect(port, '127.0.0.1', () => { c.end(); r(true); });
			c.on('error', () => r(false));
		});
		if (there) return;
		await pause(50);
	}
	throw new Error(`nobody listens to port ${port}`);
}

const micro = { us: 1, ms: 1000, s: 1e6 };

/** wrk on an address: requests per second, and microseconds of these processes' time for each. */
export async function load(url, pids, { connections = 64, script, time = seconds, threads = 1 } = {}) {
	const before = cpu(pids), words = [`-t${threads}`, `-c${connections}`, `-d${time}s`, '--latency', ...(script ? ['-s', script] : []), url];
	const out = await new Promise((resolve, reject) => {
		let said = '';
		const child = run('wrk', words, { stdio: ['ignore', 'pipe', 'inherit'] });
		child.stdout.on('data', (b) => { said += b; });
		child.on('exit', (code) => (code ? reject(new Error(`wrk: ${code}`)) : resolve(said)));
	});
	const count = Number(/(\d+) requests in/.exec(out)[1]);
	const latency = (p) => {
		const [, n, unit] = new RegExp(`${p}%\\s+([\\d.]+)(us|ms|s)`).exec(out);
		return Number(n) * micro[unit] / 1000;
	};
	return { count, rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(out)[1]), cpu: ((cpu(pids) - before) * 1e6) / count,
		p50: latency(50), p99: latency(99), bad: Number(/Non-2xx or 3xx responses: (\d+)/.exec(out)?.[1] ?? 0) };
}

/** A process and its children, once there are as many as told. */
export async function family(pid, count) {
	for (let i = 0; i < 100; i++, await pause(50)) {
		const list = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
		if (list.length >= count) return [pid, ...list];
	}
	throw new Error(`process ${pid} has not ${count} children`);
}

/** An nginx of our own; server: what stands in its server block beside listen. */
export async function nginx(folder, server) {
	const port = await freePort(), file = path.join(folder, 'nginx.conf');
	fs.chmodSync(folder, 0o755);
	fs.writeFileSync(file, `worker_processes ${os.cpus().length};\ndaemon off;\npid ${folder}/nginx.pid;\nerror_log ${folder}/nginx.log;\n`
		+ 'events { worker_connections 1024; }\nhttp { access_log off; sendfile on; keepalive_requests 1000000; types { text/html html; }\n'
		+ `server { listen 127.0.0.1:${port}; ${server} } }\n`);
	const child = run('/usr/sbin/nginx', ['-c', file, '-p', folder]);
	await reachable(port);
	const pids = await family(child.pid, os.cpus().length);
	return { url: `http://127.0.0.1:${port}`, pids, child };
}

/** A server of ours under callgrind, in a folder for its files: what it does is counted when told to; with fromStart, from its start on. */
export async function counted(folder, data, fromStart = false) {
	const out = path.join(folder, 'callgrind');
	const child = run('valgrind', ['--tool=callgrind', ...(fromStart ? ['--separate-threads=yes'] : ['--instr-atstart=no']), `--callgrind-out-file=${out}`,
		program, 'serve', '--data', data, '--listen', '127.0.0.1:0', '--log-level', 'error'], { stdio: ['ignore', 'pipe', 'ignore'] });
	const url = await new Promise((resolve, reject) => {
		let said = '';
		child.stdout.on('data', (b) => {
			const m = /(https?:\/\/[^\s]+)\/\s/.exec(said += b);
			if (m) resolve(m[1]);
		});
		child.on('exit', () => reject(new Error('valgrind ended')));
	});
	const control = (...args) => execFileSync('callgrind_control', [...args, String(child.pid)], { stdio: 'ignore' });
	/* [instructions, calls of sqlite3_step] of each thread since the last time, the first one first */
	const dump = () => {
		control('-d', 'here');
		const files = fs.readdirSync(folder).filter((f) => /^callgrind\.\d/.test(f)).sort().map((f) => path.join(folder, f)), found = files.map(totals);
		for (const f of files) fs.rmSync(f);
		return found;
	};
	return {
		url, child, end: () => stop(child), dump,
		/** Millions of instructions of the server and calls of sqlite3_step, for one of `times`, while doing something. */
		async count(times, doing) {
			control('-i', 'on');
			control('-z');
			await doing();
			const [[instructions, steps]] = dump();
			control('-i', 'off');
			return [instructions / times / 1e6, steps / times];
		},
	};
}

/** Instructions and calls of sqlite3_step in a file of callgrind. */
function totals(file) {
	const text = fs.readFileSync(file, 'utf8'), id = /^c?fn=\((\d+)\) sqlite3_step$/m.exec(text)?.[1];
	return [Number(/^(?:totals|summary): (\d+)/m.exec(text)[1]),
		[...text.matchAll(new RegExp(`^cfn=\\(${id}\\).*\\ncalls=(\\d+)`, 'gm'))].reduce((sum, m) => sum + Number(m[1]), 0)];
}

/** A line of the first table of RESULTS.md: what is asked, what was seen, whether it holds. */
export const claim = (what, limit, seen, holds) => console.log(`CLAIM\t${what} | ${limit} | ${seen} | ${holds ? 'yes' : '**no**'}`);

export { reachable };
