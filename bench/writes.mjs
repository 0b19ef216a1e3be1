// writes.mjs: durable writes, as fast as the disk and with a slow one; the views made anew; memory at rest.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { archipel, program, serve, temporary } from '../test/lib/server.mjs';
import { agent, ask, fill, sheets } from './generate.mjs';
import { claim, load, memory, now, pause, run, seconds, stop } from './lib.mjs';

const folder = temporary('bench-writes'), data = path.join(folder, 'data'), slow = 5;
const made = now();
archipel('init', '--demo', '--data', data);
console.log(`## Writes, start, memory\n\n* The demonstration commons is made in ${(now() - made).toFixed(1)} s, 34,969 communes included.`);
const started = now();
let server = await serve(data, '--log-level', 'error');
await ask('GET', `${server.url}/readyz`);
console.log(`* The server is ready ${(now() - started).toFixed(2)} s after its start.`);
for (const page of ['/', '/ressources', '/territoires/86116-jazeneuil']) await ask('GET', server.url + page);
await pause(2000);
const weight = memory(server.child.pid);
console.log(`* Memory with the demonstration, after the first pages: ${weight.toFixed(0)} MB (proportional set size).`);
claim('memory, idle with the demonstration', '≤ 40 MB', `${weight.toFixed(0)} MB`, weight <= 40);

archipel('user', 'add', '--email', 'mesure@exemple.fr', '--role', 'administrator', '--data', data);
const token = archipel('user', 'token', 'mesure@exemple.fr', '--data', data).trim();
const body = 'Un essai de mesure raconte ce qui a été fait, dans quel ordre, avec quelles mains. '.repeat(44);
const script = path.join(folder, 'write.lua');
fs.writeFileSync(script, `math.randomseed(os.time())
wrk.method = "POST"
local n, run = 0, math.random(1, 2^30)
request = function()
	n = n + 1
	local headers = { ["Authorization"] = "Bearer ${token}", ["Content-Type"] = "application/json",
		["Idempotency-Key"] = string.format("%08x-0000-4000-8000-%012x", run, n) }
	return wrk.format("POST", nil, headers, '{"type":"tool","title":"Mesure ' .. run .. ' ' .. n .. '","summary":"Une fiche de mesure.","body":"${body}"}')
end
`);
const told = (w) => `${w.rate.toFixed(0)} a second (p50 ${w.p50.toFixed(1)} ms, p99 ${w.p99.toFixed(1)} ms${w.bad ? `, ${w.bad} refused` : ''})`;
const fast = await load(`${server.url}/api/v1/resources`, [server.child.pid], { script });
console.log(`* Durable sheets of 4 kB through the API, 64 clients: ${told(fast)}, each acknowledged after its fsync.`);
claim('durable sheets of 4 kB, 64 clients', '≥ 1,000/s', `${fast.rate.toFixed(0)}/s`, fast.rate >= 1000);
await server.stop();

/** A disk that takes longer: each fsync sleeps first. */
const shim = path.join(folder, 'slow.so');
fs.writeFileSync(`${shim}.c`, `#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
static void wait_first(void) { nanosleep(&(struct timespec){.tv_nsec = ${slow} * 1000000}, 0); }
int fsync(int fd) { wait_first(); return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(fd); }
int fdatasync(int fd) { wait_first(); return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(fd); }
`);
execFileSync('gcc', ['-shared', '-fPIC', '-O2', '-o', shim, `${shim}.c`, '-ldl']);
const env = { ...process.env, LD_PRELOAD: shim };

/** Rows of 4 kB, a commit each, as durable as ours. */
function raw(count) {
	const db = path.join(folder, 'raw.db');
	execFileSync('sqlite3', [db, 'PRAGMA journal_mode=WAL; CREATE TABLE t (n INTEGER PRIMARY KEY, text BLOB)']);
	const start = now();
	execFileSync('sqlite3', [db], { env, input: `PRAGMA synchronous=FULL;\n${'INSERT INTO t (text) VALUES (randomblob(4096));\n'.repeat(count)}` });
	return count / (now() - start);
}

const rows = raw(400);
const child = run(program, ['serve', '--data', data, '--listen', '127.0.0.1:0', '--log-level', 'error'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
const url = await new Promise((resolve) => {
	let said = '';
	child.stdout.on('data', (b) => {
		const m = /(https?:\/\/[^\s]+)\/\s/.exec(said += b);
		if (m) resolve(m[1]);
	});
});
const late = await load(`${url}/api/v1/resources`, [child.pid], { script });
await stop(child);
console.log(`* With ${slow} ms more for each fsync: ${told(late)}; SQLite alone, a commit for each row of 4 kB: ${rows.toFixed(0)} a second. That is ${(late.rate / rows).toFixed(1)} times as many.`);
claim('with 5 ms more for each fsync ÷ one-row commits of SQLite', '≥ 5', (late.rate / rows).toFixed(1), late.rate >= 5 * rows);

/** Seconds to make the views anew, of the clock and of the processor, and how many entries there are. */
function rebuild(where) {
	const start = now();
	const times = execFileSync('sh', ['-c', '"$0" rebuild --data "$1" > /dev/null && times', program, where], { encoding: 'utf8' }).trim().split('\n')[1];
	return { clock: now() - start, processor: [...times.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, m) => sum + Number(m[1]) * 60 + Number(m[2]), 0),
		entries: Number(execFileSync('sqlite3', [`file:${where}/archipel.db?mode=ro`, 'SELECT count(*) FROM entry'], { encoding: 'utf8' })) };
}

/** Entries a second in the views made anew, the rest of it left out. */
async function rebuilding(what, least, write) {
	const where = path.join(folder, 'rebuild');
	fs.cpSync(data, where, { recursive: true });
	const before = rebuild(where);
	server = await serve(where, '--log-level', 'error');
	await write();
	await server.stop();
	archipel('verify', '--log', '--data', where);	// once, so that the file is in memory
	const checked = now();
	archipel('verify', '--log', '--data', where);
	const took = now() - checked, size = fs.statSync(path.join(where, 'archipel.db')).size / 1e6;
	const after = rebuild(where), more = after.entries - before.entries, each = (of) => Math.round(more / (after[of] - before[of]));
	console.log(`* Views made anew from the log: ${what}, ${each('clock')} entries a second (${each('processor')} for each second of processor; `
		+ `${more} of them; the chain verifies: ${JSON.parse(archipel('verify', '--data', where, '--json')).ok}).`);
	claim(`rebuild, ${what}`, `≥ ${least}/s`, `${each('clock')}/s`, each('clock') >= least);
	if (least < 10000) claim('check of the chain (verify --log)', '≥ 50 MB/s', `${(size / took).toFixed(0)} MB/s`, size / took >= 50);
	console.log(`* The chain and the commitments of this log of ${size.toFixed(0)} MB are checked (verify --log) at ${(size / took).toFixed(0)} MB a second.`);
	fs.rmSync(where, { recursive: true });
}

const small = path.join(folder, 'small.lua');
fs.writeFileSync(small, `wrk.method = "POST"
local n = 0
request = function()
	n = n + 1
	return wrk.format("POST", nil, { ["Authorization"] = "Bearer ${token}", ["Content-Type"] = "application/json" }, '{"name":"Mesure ' .. n .. '"}')
end
`);
await rebuilding('small ones', 20000, () => load(`${server.url}/do/account.rename`, [server.child.pid], { script: small, time: seconds * 2 }));
await rebuilding('sheets of about 4 kB', 3000, () => fill(server.url, token, sheets(1e6), 1500 * seconds));
agent.destroy();
fs.rmSync(folder, { recursive: true });
