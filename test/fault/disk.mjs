#!/usr/bin/env node
// disk.mjs: what the system calls say. No answer before the sync; many writes in one sync. calls.mjs makes them fail.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import { execute, quick, serve } from '../lib/archipel.mjs';
import { ask } from '../lib/client.mjs';
import { counter, temporary } from '../lib/server.mjs';

const { check, end } = counter();
const dir = temporary('disk'), data = `${dir}/data`;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const TOGETHER = 64;
let server = null, tracer = null, token;

process.on('exit', () => {
	tracer?.kill('SIGKILL');
	server?.process.kill('SIGKILL');
	fs.rmSync(dir, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

async function verb(...words) {
	const r = await execute(quick, [...words, '--data', data]);
	if (r.code !== 0) throw new Error(`archipel ${words.join(' ')}: ${r.code} ${r.err}`);
	return r.out.trim();
}

async function start() {
	server = serve(data, { file: quick });
	await server.ready;
}

/** Traces the server until what is returned is called; gives the trace. */
async function trace(...words) {
	const file = `${dir}/trace`;
	const p = tracer = spawn('strace', ['-f', '-s', '24', ...words, '-o', file, '-p', String(server.process.pid)],
		{ stdio: ['ignore', 'ignore', 'pipe'] });
	const gone = new Promise((done) => p.on('close', done));
	await new Promise((done, fail) => {
		let said = '';
		p.stderr.on('data', (d) => { if ((said += d).includes('attached')) done(); });
		p.on('error', fail);
		p.on('close', () => fail(new Error(`strace: ${said}`)));
	});
	await sleep(300);	// all threads
	return async () => {
		p.kill('SIGINT');
		await gone;
		return fs.readFileSync(file, 'utf8').split('\n');
	};
}

const agent = new http.Agent({ keepAlive: true, maxSockets: TOGETHER });
async function post(key = randomUUID()) {
	const body = JSON.stringify({ type: 'tool', title: `Tool ${key}`, summary: 'Written on a bad disk.' });
	try {
		return await ask(server.port, 'POST', '/api/v1/resources', {
			agent, body,
			headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), 'Idempotency-Key': key },
		});
	} catch (e) {
		return { status: 0, text: String(e) };
	}
}

async function syncBeforeAnswer() {
	const stop = await trace('-e', 'trace=fdatasync,fsync,recvfrom,read,sendmsg,sendto,write,writev');
	const answer = await post();
	const lines = await stop();
	const asked = lines.findIndex((l) => l.includes('POST /api/v1/res'));
	const said = lines.findIndex((l, i) => i > asked && l.includes('HTTP/1.1 201'));
	const synced = lines.findIndex((l, i) => i > asked && /sync\(\d+\)\s*= 0|sync resumed.*= 0/.test(l));
	check(answer.status === 201, 'a write is done', `${answer.status} ${answer.text}`);
	check(asked >= 0 && said > asked && synced > asked && synced < said, 'the sync is between the request and its 201',
		`request ${asked}, sync ${synced}, answer ${said}`);
}

async function manyInOneSync() {
	const stop = await trace('-e', 'trace=fdatasync,fsync');
	const rounds = 4;
	let done = 0;
	for (let i = 0; i < rounds; i++)
		done += (await Promise.all(Array.from({ length: TOGETHER }, () => post()))).filter((a) => a.status === 201).length;
	const syncs = (await stop()).filter((l) => /sync(\(\d+\)| resumed)/.test(l) && l.includes('= 0')).length;
	check(done === rounds * TOGETHER, 'all are done', `${done} of ${rounds * TOGETHER}`);
	check(syncs > 0 && syncs < done / 2, 'writes share their syncs', `${syncs} syncs for ${done} writes`);
}

await verb('init');
await verb('user', 'add', '--email', 'disk@example.org', '--role', 'admin');
token = await verb('user', 'token', 'disk@example.org');
await start();
await post();
await syncBeforeAnswer();
await manyInOneSync();
agent.destroy();
check(await server.stop() === 0, 'the server stops cleanly');
check((await execute(quick, ['verify', '--data', data])).code === 0, 'verify');
end();
