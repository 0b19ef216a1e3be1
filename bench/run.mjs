// A part is a program beside this one that prints its section, and its lines of the first table by claim().
// run: what we claim about speed, measured here and now, peers beside us in the same run.
// Writes bench/RESULTS.md.  Timings are no tests: nothing fails here.  bench/run pages writes: only these.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { archipel } from '../test/lib/server.mjs';
import { now, seconds } from './lib.mjs';

const programs = ['pages', 'writes', 'nodes', 'grow', 'search', 'facets', 'start'];
const wanted = process.argv.slice(2), lines = [], claims = [];
const say = (s) => { process.stdout.write(`${s}\n`); lines.push(s); };
const version = (program, ...words) => {
	const said = execFileSync('sh', ['-c', '"$0" "$@" 2>&1', program, ...words], { encoding: 'utf8' });
	return /\d+(\.\d+)+/.exec(said)[0];
};

say(`# Figures\n\nMade by \`make bench\` on ${new Date().toISOString().slice(0, 10)}: ${os.cpus().length} cores (${os.cpus()[0].model.trim()}), `
	+ `${Math.round(os.totalmem() / 2 ** 30)} GiB, Linux ${os.release()}, ${archipel('version').split('\n')[0].replace(/ sbom.*/, '')}, nginx ${version('/usr/sbin/nginx', '-v')}, `
	+ `SQLite ${version('sqlite3', '--version')}, Node.js ${process.versions.node}. Load (wrk) and what asks share the cores with the server: read ratios, `
	+ `not absolute figures. ${seconds} s each.`);
const start = now();
for (const name of programs.filter((p) => !wanted.length || wanted.includes(p))) {
	const from = now();
	const code = await new Promise((resolve) => {
		const child = spawn(process.execPath, [path.join('bench', `${name}.mjs`)], { stdio: ['ignore', 'pipe', 'inherit'] });
		let said = '';
		child.stdout.on('data', (b) => { said += b; });
		child.on('close', (c) => { say(`\n${said.replace(/^\d+ passed, 0 failed\n/m, '').replace(/^CLAIM\t(.*)\n/gm, (_, row) => { claims.push(`| ${row} |`); return ''; }).trim()}`); resolve(c); });
	});
	if (code) say(`\n${name} did not end well (${code}).`);
	console.error(`${name}: ${(now() - from).toFixed(0)} s`);
}
const table = ['\n## What is asked\n', '| what | asked | seen | holds |', '|---|---|---|---|', ...claims].join('\n');
process.stdout.write(`${table}\n`);
lines.splice(1, 0, table);
say(`\nAll of it took ${((now() - start) / 60).toFixed(0)} minutes.`);
if (!wanted.length) fs.writeFileSync('bench/RESULTS.md', `${lines.join('\n')}\n`);
