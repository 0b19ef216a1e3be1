// server.mjs - a real server on a folder of its own, for tests that need one.
import { spawn, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const program = process.env.ARCHIPEL ?? 'build/archipel';

export function temporary(name) {
	return fs.mkdtempSync(path.join(os.tmpdir(), `archipel-${name}-`));
}

export function archipel(...words) {
	return execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LANG: 'fr_FR.UTF-8', LC_ALL: '' } });
}

// Starts `serve` and waits for its address. options: more words for serve.
export async function serve(data, ...options) {
	const child = spawn(program, ['serve', '--data', data, ...(options.includes('--listen') ? [] : ['--listen', '127.0.0.1:0']), ...options],
		{ stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, LANG: 'fr_FR.UTF-8', LC_ALL: '' } });
	let said = '';
	const url = await new Promise((resolve, reject) => {
		child.stdout.on('data', (bytes) => {
			said += bytes;
			const m = /(https?:\/\/[^\s]+)\/\s/.exec(said);
			if (m) resolve(m[1]);
		});
		child.on('exit', (code) => reject(new Error(`archipel serve ended with ${code}: ${said}`)));
	});
	return {
		url, child,
		get said() { return said; },
		async stop(signal = 'SIGTERM') {
			if (child.exitCode !== null) return child.exitCode;
			const ended = new Promise((resolve) => { child.once('exit', resolve); });
			child.kill(signal);
			return ended;
		},
	};
}

// Counts checks; the last line of a test program is its sum.
export function counter() {
	let passed = 0, failed = 0;
	return {
		check(ok, what, detail = '') {
			if (ok) passed++;
			else { failed++; console.log(`FAILED ${what}${detail ? `: ${detail}` : ''}`); }
			return ok;
		},
		end() {
			console.log(`${passed} passed, ${failed} failed`);
			process.exitCode = failed ? 1 : 0;
		},
	};
}
