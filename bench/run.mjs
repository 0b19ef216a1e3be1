// run: what we claim about speed, measured here and now, peers beside us in the same run.
// Writes bench/RESULTS.md.  Timings are no tests: nothing fails here.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { archipel, serve, temporary } from '../test/lib/server.mjs';

const seconds = Number(process.env.SECONDS ?? 5);
const lines = [];
const say = (s) => { console.log(s); lines.push(s); };
const folder = temporary('bench');
const data = path.join(folder, 'data');
const ticks = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

// Seconds of processor that a process and its children have used.
function cpu(pids) {
	return pids.reduce((sum, pid) => {
		const f = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
		return sum + (Number(f[11]) + Number(f[12])) / ticks;
	}, 0);
}

function memory(pid) {
	return Number(/^Pss:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]) / 1024;
}

// wrk on an address: requests per second, and processor microseconds per request of these processes.
function load(url, pids, connections = 64, script) {
	const before = cpu(pids);
	const out = execFileSync('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', ...(script ? ['-s', script] : []), url], { encoding: 'utf8' });
	const count = Number(/(\d+) requests in/.exec(out)[1]);
	const bad = Number(/Non-2xx or 3xx responses: (\d+)/.exec(out)?.[1] ?? 0);
	return { rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(out)[1]), cpu: ((cpu(pids) - before) * 1e6) / count,
		p50: /50%\s+(\S+)/.exec(out)[1], p99: /99%\s+(\S+)/.exec(out)[1], bad };
}

async function nginx(bytes) {
	const root = path.join(folder, 'nginx');
	fs.mkdirSync(root, { recursive: true });
	fs.writeFileSync(path.join(root, 'page.html'), bytes);
	fs.chmodSync(folder, 0o755);
	fs.chmodSync(root, 0o755);
	fs.writeFileSync(path.join(root, 'nginx.conf'), `worker_processes ${os.cpus().length};\ndaemon off;\npid ${root}/pid;\nerror_log ${root}/log;\n`
		+ 'events { worker_connections 1024; }\n'
		+ `http { access_log off; sendfile on; keepalive_requests 1000000; types { text/html html; }\nserver { listen 127.0.0.1:18999; root ${root}; } }\n`);
	const child = spawn('/usr/sbin/nginx', ['-c', path.join(root, 'nginx.conf'), '-p', root], { stdio: 'ignore' });
	await new Promise((r) => { setTimeout(r, 700); });
	const workers = execFileSync('pgrep', ['-P', String(child.pid)], { encoding: 'utf8' }).trim().split('\n').map(Number);
	return { url: 'http://127.0.0.1:18999/page.html', pids: [child.pid, ...workers], stop: () => child.kill() };
}

function get(url, headers = {}) {
	return new Promise((resolve, reject) => {
		http.get(url, { headers }, (answer) => {
			const parts = [];
			answer.on('data', (b) => parts.push(b));
			answer.on('end', () => resolve({ status: answer.statusCode, bytes: Buffer.concat(parts), headers: answer.headers }));
		}).on('error', reject);
	});
}

function time(fn) {
	const start = process.hrtime.bigint();
	const result = fn();
	return { result, seconds: Number(process.hrtime.bigint() - start) / 1e9 };
}

say(`# Figures\n\nMade by \`make bench\` on ${new Date().toISOString().slice(0, 10)}: ${os.cpus().length} cores (${os.cpus()[0].model.trim()}), `
	+ `${os.release()}, ${archipel('version').trim()}, ${execFileSync('sh', ['-c', '/usr/sbin/nginx -v 2>&1'], { encoding: 'utf8' }).trim()}. `
	+ `Load (wrk) shares the cores with the server: read ratios, not absolute figures. ${seconds} s each.\n`);

const made = time(() => archipel('init', '--demo', '--data', data));
let started = process.hrtime.bigint();
let server = await serve(data);
await get(`${server.url}/readyz`);
const ready = Number(process.hrtime.bigint() - started) / 1e9;
say(`* Demonstration commons made in ${made.seconds.toFixed(1)} s (34,969 communes and all else included); server ready ${ready.toFixed(2)} s after its start.`);
say(`* Memory with the demonstration, after the first pages: ${(await get(`${server.url}/`), memory(server.child.pid)).toFixed(0)} MB (proportional set size).\n`);

const list = JSON.parse((await get(`${server.url}/api/v1/resources?type=tool&limit=1`)).bytes);
const sheet = `/ressources/${list.items[0].slug}`;
const page = await get(server.url + sheet);
const peer = await nginx(page.bytes);
const rows = [];
const ours = load(server.url + sheet, [server.child.pid]);
const theirs = load(peer.url, peer.pids);
rows.push(['anonymous sheet page, kept', ours, theirs]);
say(`## Pages\n\nA sheet of ${(page.bytes.length / 1000).toFixed(1)} kB, 64 connections, not compressed, nginx serving the same bytes as a file.\n`);
const link = archipel('user', 'add', '--email', 'mesure@exemple.fr', '--role', 'administrator', '--data', data).trim();
const token = archipel('user', 'token', 'mesure@exemple.fr', '--data', data).trim();
void link;
const signed = path.join(folder, 'signed.lua');
fs.writeFileSync(signed, `wrk.headers["Authorization"] = "Bearer ${token}"\n`);
rows.push(['the same, signed in', load(server.url + sheet, [server.child.pid], 64, signed), theirs]);
rows.push(['a commune page, kept', load(`${server.url}/territoires/86116-jazeneuil`, [server.child.pid]), theirs]);
peer.stop();
say('| page | requests/s | p50 | p99 | CPU µs/page | nginx requests/s | nginx CPU µs | CPU ÷ nginx |\n|---|---|---|---|---|---|---|---|');
for (const [what, a, b] of rows)
	say(`| ${what} | ${a.rate.toFixed(0)} | ${a.p50} | ${a.p99} | ${a.cpu.toFixed(1)} | ${b.rate.toFixed(0)} | ${b.cpu.toFixed(1)} | ${(a.cpu / b.cpu).toFixed(2)} |`);

const write = path.join(folder, 'write.lua');
const body = 'Un essai de mesure raconte ce qui a été fait, dans quel ordre, avec quelles mains. '.repeat(44);
fs.writeFileSync(write, `math.randomseed(os.time())
wrk.method = "POST"
local n, run = 0, math.random(1, 2^30)
request = function()
	n = n + 1
	local headers = { ["Authorization"] = "Bearer ${token}", ["Content-Type"] = "application/json",
		["Idempotency-Key"] = string.format("%08x-0000-4000-8000-%012x", run, n) }
	return wrk.format("POST", nil, headers, '{"type":"tool","title":"Mesure ' .. run .. ' ' .. n .. '","summary":"Une fiche de mesure.","body":"${body}"}')
end
`);
const wrote = load(`${server.url}/api/v1/resources`, [server.child.pid], 64, write);
say(`\n## Writes\n\n* Durable sheets of 4 kB through the API, 64 clients: ${wrote.rate.toFixed(0)} per second (p50 ${wrote.p50}, p99 ${wrote.p99}`
	+ `${wrote.bad ? `, ${wrote.bad} refused` : ''}); each acknowledged after its fsync.`);
await server.stop();
const total = JSON.parse(archipel('verify', '--data', data, '--json')).ok;
const rebuilt = time(() => archipel('rebuild', '--data', data));
const count = Number(execFileSync('sqlite3', [`file:${data}/archipel.db?mode=ro`, 'SELECT count(*) FROM entry'], { encoding: 'utf8' }));
say(`* Rebuild of the views: ${count} entries in ${rebuilt.seconds.toFixed(1)} s (${(count / rebuilt.seconds).toFixed(0)} per second); the chain verifies: ${total}.`);

for (const more of fs.readdirSync('bench').filter((f) => f.endsWith('.mjs') && !['generate.mjs', 'run.mjs'].includes(f)))
	say(`\n${execFileSync('node', [path.join('bench', more)], { encoding: 'utf8' }).trim()}`);
fs.writeFileSync('bench/RESULTS.md', `${lines.join('\n')}\n`);
fs.rmSync(folder, { recursive: true });
