// nodes.mjs: servers on one PostgreSQL log, each on a core of its own: do reads scale, how soon is a write seen elsewhere?
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bearer, check, end, nodes, startCluster, tryNode, write } from '../test/nodes/cluster.mjs';
import { temporary } from '../test/lib/server.mjs';
import { claim, load, seconds } from './lib.mjs';

const folder = temporary('bench-nodes'), script = path.join(folder, 'fresh.lua'), cores = Math.min(os.cpus().length, 3);
fs.writeFileSync(script, 'math.randomseed(os.time())\nlocal n = math.random(2^30)\nrequest = function() n = n + 1; return wrk.format("GET", wrk.path .. "?n=" .. n) end\n');
await startCluster();
const first = await write('Fiche lue par tous', 0);
const pid = (i) => nodes[i].server.process.pid;
const url = (i) => `http://127.0.0.1:${nodes[i].server.port}/ressources/${first.slug}`;
for (const i of nodes.keys()) check((await tryNode(i, 'GET', `/api/v1/resources/${first.id}`, { position: first.position, headers: bearer() }))?.status === 200, `node ${i} has it`);
for (let i = 0; i < cores; i++) execFileSync('taskset', ['-a', '-c', '-p', String(i), String(pid(i))], { stdio: 'ignore' });

/** Pages a second that n nodes make together, and a node's time for each. */
async function together(n) {
	const all = await Promise.all(Array.from({ length: n }, (_, i) => load(url(i), [pid(i)], { connections: 16, script, time: seconds })));
	return { rate: all.reduce((sum, a) => sum + a.rate, 0), cpu: all.reduce((sum, a) => sum + a.cpu, 0) / n };
}
console.log('## Nodes\n\nServers on one PostgreSQL log, each held to a core of its own; sheet pages made anew each time, 16 connections a node. The load comes from the same cores.\n');
console.log('| nodes | pages/s | µs of a node a page | ÷ nodes × one |\n|---|---|---|---|');
const alone = await together(1);
for (let n = 1; n <= cores; n++) {
	const these = n === 1 ? alone : await together(n);
	if (n > 1) claim(`${n} nodes on as many cores: reads ÷ nodes × one`, '≥ 0.8', (these.rate / alone.rate / n).toFixed(2), these.rate >= 0.8 * n * alone.rate);
	console.log(`| ${n} | ${these.rate.toFixed(0)} | ${these.cpu.toFixed(0)} | ${(these.rate / alone.rate / n).toFixed(2)} |`);
}
for (let i = 0; i < cores; i++) execFileSync('taskset', ['-a', '-c', '-p', `0-${os.cpus().length - 1}`, String(pid(i))], { stdio: 'ignore' });

const took = [];
for (let i = 0; i < 300; i++) {
	const w = await write(`Fiche vue ailleurs ${i}`, 0), start = process.hrtime.bigint();
	const seen = await tryNode(1 + (i % 2), 'GET', `/api/v1/resources/${w.id}`, { position: w.position, headers: bearer() });
	took.push(Number(process.hrtime.bigint() - start) / 1e6);
	check(seen?.status === 200, 'seen on another node', `${seen?.status}`);
}
took.sort((a, b) => a - b);
const at = (p) => took[Math.floor(took.length * p)].toFixed(1);
console.log(`\n* From the answer to a write on one node to its reading on another: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms (${took.length} writes).`);
claim('written on one node, read on another, p99', '≤ 20 ms', `${at(0.99)} ms`, Number(at(0.99)) <= 20);
fs.rmSync(folder, { recursive: true });
end();
process.exit();
