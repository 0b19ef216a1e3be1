#!/usr/bin/env node
// server.mjs: what who looks after a server sees of it. What it gave up once started, on both logs; what it tells;
// settings read again; what it does when nobody asks anything.
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { execute, quick, serve } from '../lib/archipel.mjs';
import { ask } from '../lib/client.mjs';
import { startPostgres } from '../lib/postgres.mjs';
import { counter, temporary } from '../lib/server.mjs';

const { check, end } = counter();
const dir = temporary('ops'), LONG = process.env.CHECK === 'all';
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
let server = null, postgres = null;

process.on('exit', () => {
	server?.process.kill('SIGKILL');
	postgres?.stop();
	fs.rmSync(dir, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

/** Waits until something is so, ten seconds at most: what follows says whether it is. */
async function until(holds) {
	for (let i = 0; i < 500 && !holds(); i++) await sleep(20);
}

async function verb(data, env, ...words) {
	const r = await execute(quick, [...words, '--data', data], env);
	if (r.code !== 0) throw new Error(`archipel ${words.join(' ')}: ${r.code} ${r.err}`);
	return r.out.trim();
}

async function start(data, env = {}, args = []) {
	server = serve(data, { file: quick, env, args });
	await server.ready;
}

async function stop(what) {
	const code = await server.stop();
	check(code === 0, `${what}: a clean stop`, `${code} ${server.err}`);
}

/** A sheet through the API: the status. */
const write = (token, title) => ask(server.port, 'POST', '/api/v1/resources', {
	headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
	body: JSON.stringify({ type: 'tool', title, summary: 'Prêté par la commune.' }),
});

/** Lines that the server told, as objects. */
const told = () => server.err.split('\n').filter((l) => l.startsWith('time=')).map((line) =>
	Object.fromEntries([...line.matchAll(/(\w+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g)].map((m) => [m[1], m[2] ?? m[3]])));

/** The system calls of all threads while something is done: the lines that failed. */
async function refusedWhile(what) {
	const file = `${dir}/trace`;
	const p = spawn('strace', ['-f', '-Z', '-e', 'trace=all', '-o', file, '-p', String(server.process.pid)], { stdio: ['ignore', 'ignore', 'pipe'] });
	await new Promise((done) => p.stderr.on('data', (d) => { if (String(d).includes('attached')) done(); }));
	await sleep(300);
	await what();
	const gone = new Promise((done) => p.on('close', done));
	p.kill('SIGINT');
	await gone;
	return fs.readFileSync(file, 'utf8').split('\n').filter((l) => /= -1 (EPERM|EACCES|ENOSYS)/.test(l));
}

/** Each thread is under the filter, all verbs still work, and nothing that they need is refused. */
async function sandboxed(log, data, env) {
	await start(data, env);
	const tasks = `/proc/${server.process.pid}/task`;
	const threads = fs.readdirSync(tasks).map((t) => fs.readFileSync(`${tasks}/${t}/status`, 'utf8'));
	check(threads.length > 5 && threads.every((s) => /^Seccomp:\t2$/m.test(s) && /^NoNewPrivs:\t1$/m.test(s)),
		`${log}: each of ${threads.length} threads is under the filter`);
	check(/^CoreDumping:\t0$/m.test(threads[0]) && /^Max core file size +0 +0/m.test(fs.readFileSync(`/proc/${server.process.pid}/limits`, 'utf8')),
		`${log}: no core`);
	check(!told().some((l) => l.event?.startsWith('sandbox')), `${log}: nothing was missing`, server.err);
	const refused = await refusedWhile(async () => {
		await verb(data, env, 'user', 'add', '--email', 'anne@example.org', '--role', 'administrator');
		const token = await verb(data, env, 'user', 'token', 'anne@example.org');
		const written = await write(token, 'Broyeur');
		check(written.status === 201, `${log}: a sheet is written`, written.text);
		let found = false;	/* the index is at most a second behind, more under strace */
		for (let i = 0; i < 20 && !found; i++, await sleep(200))
			found = (await ask(server.port, 'GET', '/api/v1/resources?q=broyeur', {})).text.includes('Broyeur');
		check(found, `${log}: and found`);
		await verb(data, env, 'backup', `${dir}/${log}.backup`);
		await verb(data, env, 'rebuild');
		await verb(data, env, 'verify');
		fs.writeFileSync(`${dir}/values.json`, '{"type": "tool", "title": "Four", "summary": "Mobile."}');
		const sheet = JSON.parse(await verb(data, env, 'do', 'resource.create', '--values', `${dir}/values.json`));
		await verb(data, env, 'erase', sheet.id, '--yes');
		check((await ask(server.port, 'GET', `/api/v1/resources/${sheet.id}`, {})).status !== 200, `${log}: what was erased is gone`);
	});
	check(!refused.length, `${log}: nothing that the server does is refused`, refused.slice(0, 5).join('\n'));
	await stop(log);
	const back = `${dir}/${log}-back`;
	await verb(back, {}, 'restore', `${dir}/${log}.backup`);
	check(fs.existsSync(`${back}/archipel.db`), `${log}: the backup made outside of the folder comes back`);
}

async function levels(data) {
	await start(data);
	const get = (p) => ask(server.port, 'GET', p, {});
	await get('/ressources?q=secret-de-lea');
	check(!server.err.includes('event=request'), 'pages are not told at first', server.err);
	const legal = async () => (await get('/mentions-legales')).text;
	check(!(await legal()).includes('tenir@example.org'), 'nobody to write to at first');
	fs.appendFileSync(`${data}/archipel.conf`, 'log-level = debug\nname = Autre\ncontact = tenir@example.org\n');
	server.process.kill('SIGHUP');
	await until(() => server.err.includes('event=settings.read'));
	check((await legal()).includes('tenir@example.org'), 'SIGHUP: another contact, also on a page that was kept');
	await get('/ressources?q=secret-de-lea');
	await get('/compte?suite=%0d%0alevel=error');
	const token = await verb(data, {}, 'user', 'token', 'anne@example.org');
	await write(token, 'Secret de Léa');
	fs.appendFileSync(`${data}/archipel.conf`, 'log-level = info\n');
	server.process.kill('SIGHUP');
	await until(() => server.err.includes('event=settings.refused'));
	const said = told();
	const requests = said.filter((l) => l.event === 'request');
	check(requests.some((l) => l.route === '/ressources' && l.method === 'GET' && l.status === '200' && l.level === 'debug' && /^01/.test(l.request)), 'each request is told at debug');
	check(requests.some((l) => l.method === 'POST' && l.level === 'info' && l.status === '201'), 'a change is told at info');
	check(!/secret|Léa|lea|127\.0|example\.org/i.test(server.err), 'no address, no text, no person', server.err);
	check(said.some((l) => l.event === 'settings.read'), 'SIGHUP: settings are read again', server.err);
	check(said.some((l) => l.event === 'settings.later' && l.setting === 'name'), 'what waits for a restart is said');
	check(said.some((l) => l.event === 'settings.refused' && l.why.includes('archipel.conf')), 'wrong settings are said, and the server goes on');
	check((await get('/livez')).status === 200, 'the server goes on');
	await stop('levels');
}

/** How many system calls there are in so many seconds. */
async function callsIn(seconds) {
	const file = `${dir}/idle`;
	const p = spawn('strace', ['-f', '-c', '-o', file, '-p', String(server.process.pid)], { stdio: 'ignore' });
	await sleep(seconds * 1000);
	const gone = new Promise((done) => p.on('close', done));
	p.kill('SIGINT');
	await gone;
	return Number(/ (\d+) +\d* +total/.exec(fs.readFileSync(file, 'utf8'))?.[1] ?? 0);
}

/** What the server asks of the kernel while nobody asks anything of it, watched over as by our unit. */
async function idle(log, data, env) {
	await start(data, { ...env, WATCHDOG_USEC: '60000000' });
	await ask(server.port, 'GET', '/', {});
	let calls = Infinity;	/* on a busy machine the start takes its time: the quietest of some seconds */
	for (let i = 0; i < 8 && calls > 10; i++) calls = Math.min(calls, await callsIn(2));
	check(calls <= 10, `${log}: ${calls} system calls in 2 s of idleness, at most 10`);
	if (LONG) {
		calls = await callsIn(60);
		check(calls <= 120, `${log}: ${calls} system calls in 60 s of idleness, at most 120`);
		console.log(`${log}: ${calls} system calls in 60 s of idleness`);
	}
	await stop(`${log}, idle`);
}

/** /readyz says why not: a disk without room, a writer that stands still. */
async function notReady(data) {
	const small = `${dir}/small`, at = `${dir}/disk`;
	fs.mkdirSync(at);
	fs.writeFileSync(small, `#!/bin/sh\nexec unshare -rm sh -c 'mount -t tmpfs -o size=$(($(du -sm ${data} | cut -f1) + 12))m,mode=700 tmpfs ${at}`
		+ ` && cp -r ${data}/. ${at} && exec "$@"' sh ${quick} "$@"\n`, { mode: 0o755 });
	server = serve(at, { file: small });
	await server.ready;
	const full = await ask(server.port, 'GET', '/readyz', {});
	check(full.status === 503 && full.text === 'the disk is full\n' && (await ask(server.port, 'GET', '/', {})).status === 200,
		'a disk without room: not ready, and still read', full.text);
	await stop('a small disk');
	if (!LONG) return;
	await start(data);
	const token = await verb(data, {}, 'user', 'token', 'anne@example.org');
	const p = spawn('strace', ['-f', '-o', '/dev/null', '-e', 'trace=fdatasync,fsync', '-e', 'inject=fdatasync,fsync:delay_enter=14s', '-p', String(server.process.pid)],
		{ stdio: 'ignore' });
	await sleep(1000);
	const written = write(token, 'Lent');
	await sleep(11500);
	const stuck = await ask(server.port, 'GET', '/readyz', {});
	check(stuck.status === 503 && stuck.text === 'the writer stands still\n', 'a disk that does not answer: not ready', `${stuck.status} ${stuck.text}`);
	const gone = new Promise((done) => p.on('close', done));
	p.kill('SIGINT');
	await gone;
	check((await written).status === 201 && (await ask(server.port, 'GET', '/readyz', {})).status === 200, 'and ready again');
	await stop('a slow disk');
}

/** What a supervisor like systemd is told, as its socket hears it. */
function listenAs(path) {
	const p = spawn('python3', ['-uc', 'import socket,sys\ns=socket.socket(socket.AF_UNIX,socket.SOCK_DGRAM)\ns.bind(sys.argv[1])\n'
		+ 'print("listens")\nwhile True: print(s.recv(4096).decode())', path], { stdio: ['ignore', 'pipe', 'inherit'] });
	const heard = { process: p, lines: [] };
	p.stdout.on('data', (d) => heard.lines.push(...String(d).split('\n').filter(Boolean)));
	return heard;
}

async function supervised(data) {
	const heard = listenAs(`${dir}/notify`);
	while (!heard.lines.length) await sleep(50);
	await start(data, { NOTIFY_SOCKET: `${dir}/notify`, WATCHDOG_USEC: '600000' });
	await sleep(1500);
	const port = server.port, health = () => execute(quick, ['healthcheck', '--data', data, '--listen', `127.0.0.1:${port}`]);
	let r = await health();
	check(r.code === 0 && r.out === 'ready\n', 'healthcheck: ready', r.err);
	server.process.kill('SIGSTOP');
	await sleep(500);
	const before = heard.lines.length;
	await sleep(1200);
	check(heard.lines.length === before, 'a server that stands still says nothing', heard.lines.join());
	server.process.kill('SIGCONT');
	await stop('supervised');
	await sleep(200);
	heard.process.kill();
	check(heard.lines[1] === 'READY=1' && heard.lines.at(-1) === 'STOPPING=1'
		&& heard.lines.filter((l) => l === 'WATCHDOG=1').length >= 3, 'systemd hears READY, WATCHDOG, STOPPING', heard.lines.join());
	r = await health();
	check(r.code === 69 && r.err.includes(String(port)), 'healthcheck: nobody answers', `${r.code} ${r.err}`);
}

/** Figures by name and labels. */
async function figures(port) {
	const { text } = await ask(port, 'GET', '/metrics', {});
	return { text, of: (name) => Number(new RegExp(`^${name.replace(/[{}+]/g, '\\$&')} (.*)$`, 'm').exec(text)?.[1] ?? NaN) };
}

async function measured(data) {
	const port = 12000 + Math.floor(Math.random() * 20000);
	await start(data, {}, ['--metrics', `127.0.0.1:${port}`]);
	const token = await verb(data, {}, 'user', 'token', 'anne@example.org');
	const before = await figures(port);
	for (let i = 0; i < 5; i++) await ask(server.port, 'GET', '/', {});
	await ask(server.port, 'GET', '/nulle-part', {});
	for (let i = 0; i < 3; i++) check((await write(token, `Four ${i}`)).status === 201, 'a sheet is written');
	await verb(data, {}, 'backup', `${dir}/again`);
	await sleep(1500);	/* search follows */
	const after = await figures(port), more = (name) => after.of(name) - before.of(name);
	check(more('archipel_requests_total{class="page",code="2xx"}') === 5 && more('archipel_requests_total{class="none",code="4xx"}') === 1
		&& more('archipel_requests_total{class="api",code="2xx"}') === 3, 'requests are counted by class');
	check(more('archipel_request_seconds_count{class="page"}') === 5 && more('archipel_request_seconds_bucket{class="page",le="+Inf"}') === 5, 'and how long they took');
	check(more('archipel_page_cache_hits_total') === 4 && more('archipel_page_cache_fills_total') === 1, 'one page made, four from memory', after.text.match(/^archipel_page.*/gm).join());
	check(more('archipel_log_position') === 3 && more('archipel_log_append_seconds_count') === 3, 'three contributions, three times durable');
	check(after.of('archipel_backup_age_seconds') < 10 && after.of('archipel_views_lag_entries') === 0 && after.of('archipel_search_lag_entries') === 0, 'ages and lags');
	check(after.of('process_resident_memory_bytes') > 5e6 && after.of('archipel_disk_free_bytes') > 1e6 && after.of('process_open_fds') > 5, 'the machine');
	const series = after.text.split('\n').filter((l) => l && !l.startsWith('#'));
	check(series.length > 100 && series.length <= 500, `${series.length} series, at most 500`);
	const lint = spawnSync('promtool', ['check', 'metrics'], { input: after.text, encoding: 'utf8' });
	check(lint.status === 0 && !(lint.stdout + lint.stderr).trim(), 'promtool has nothing to say', `${lint.status} ${lint.error ?? ''}${lint.stdout}${lint.stderr}`);
	check(!/[0-9A-HJKMNP-TV-Z]{26}|example\.org|nulle/.test(after.text), 'no address, person or id');
	check((await ask(port, 'GET', '/', {})).status === 404 && (await ask(server.port, 'GET', '/metrics', {})).status === 404, 'there, and only there');
	await stop('measured');
	const refused = await execute(quick, ['serve', '--data', data, '--metrics', '0.0.0.0:9464']);
	check(refused.code === 78, 'figures are given on this machine only', refused.err);
}

const data = `${dir}/data`;
await verb(data, {}, 'init');
await sandboxed('embedded', data, {});
postgres = startPostgres();
const env = { ARCHIPEL_LOG: postgres.database().address };
await verb(`${dir}/shared`, env, 'init');
await sandboxed('shared', `${dir}/shared`, env);
await idle('embedded', data, {});
if (LONG) await idle('shared', `${dir}/shared`, env);
await supervised(data);
await measured(data);
await notReady(data);
await levels(data);
end();
