#!/usr/bin/env node
// memory.mjs - an allocation fails, once or from there on, in each kind of request and in verbs (R-6).
//
// The answer is the right one, 503, or a connection that is cut; the server lives and the next request is right. Where
// there is nothing left even to say so, the program ends with 71: all that was acknowledged is there at the next start.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { execute, quick } from '../lib/archipel.mjs';
import { counter } from '../lib/server.mjs';
import { entriesWith, holds } from './scenarios.mjs';
import { ALL, Control, copy, dice, request, sample, seed, shim, smallCommons, started, temporary } from './shim.mjs';

const { check, end } = counter();
const dir = temporary('memory'), data = `${dir}/data`, random = dice(seed);
const library = shim('memory', dir), control = new Control(`${dir}/control`);
const env = { LD_PRELOAD: library, FAULT_CONTROL: control.file };
const EX_OSERR = 71, PASSWORD = 'quatre chevaux sous la halle';
const only = process.argv[2] ?? '';
const { token } = await smallCommons(data);
const sums = { tried: 0, right: 0, busy: 0, cut: 0, ended: 0 };
let server, sheet;

const key = () => ({ 'Idempotency-Key': randomUUID() });
const tool = (words) => ({ type: 'tool', title: `Tool ${randomUUID()}`, summary: 'It is lent.', ...words });
const create = () => ['POST', '/api/v1/resources', tool(), key()];

async function start() {
	server = await started(data, env);
	sheet ??= JSON.parse((await request(server, token, ...create())).text);
}

/** Every address of the program, read; then what changes something. */
async function kinds() {
	const routes = (await execute(quick, ['routes'])).out.trim().split('\n').map((l) => l.split('\t'));
	const fill = (path) => path.replace(/\{(\w+)\}/g, (all, name) => ({ slug: sheet.slug, ref: sheet.slug, id: sheet.id, resource: sheet.id }[name] ?? sheet.slug));
	const list = routes.filter(([method]) => method === 'GET').map(([, path]) => ({ name: `GET ${path}`, ask: () => ['GET', fill(path)] }));
	list.push({ name: 'search', ask: () => ['GET', '/ressources?q=tool'] }, { name: 'search API', ask: () => ['GET', '/api/v1/resources?q=tool&limit=5'] },
		{ name: 'no page', ask: () => ['GET', '/nowhere'] }, { name: 'wrong method', ask: () => ['DELETE', '/ressources'] }, { name: 'options', ask: () => ['OPTIONS', '/ressources'] },
		{ name: 'write', ask: create, once: (said) => JSON.parse(said.text).id },
		{ name: 'refused write', ask: () => ['POST', '/api/v1/resources', tool({ title: '' }), key()] },
		{ name: 'register', ask: () => ['POST', '/do/account.create', { email: `${randomUUID()}@example.org`, role: 'member' }, key()] },
		{ name: 'rename', ask: () => ['POST', '/do/account.rename', { name: `Someone ${randomUUID().slice(0, 8)}` }, key()] },
		{ name: 'password', ask: () => ['POST', '/do/account.password', { current: PASSWORD, password: PASSWORD }, key()] },
		{ name: 'wrong password', ask: () => ['POST', '/do/account.password', { current: `not ${PASSWORD}`, password: PASSWORD }, key()] },
		{ name: 'stale edit', ask: () => ['PUT', `/api/v1/resources/${sheet.id}`, tool(), { ...key(), 'If-Match': '"99"' }] },
		{ name: 'archive', ask: () => ['POST', '/do/resource.archive', { id: sheet.id }, key()], after: () => ['POST', '/do/resource.restore', { id: sheet.id }, key()] });
	return list;
}

/** No answer: did it end, as it may, also a moment after it answered the one before?  Then it is started again. */
async function ended(kind, label) {
	if ((await request(server, null, 'GET', '/livez')).status === 200) return false;
	const code = await Promise.race([server.exit, new Promise((done) => setTimeout(() => done(null), 5000))]);
	if (code === null) return false;
	sums.ended++;
	check(code === EX_OSERR, `${label}: it ends with 71`, `${code} ${server.err.slice(-1500)}`);
	await start();
	return true;
}

/** One request while memory fails; then the same is right. */
async function tried(kind, usual, n, ever) {
	const what = kind.ask();
	control.arm(n, { error: 12, ever });
	const said = await Promise.race([request(server, token, ...what), new Promise((done) => setTimeout(() => done({ status: -1, text: 'no answer' }), 5000))]);
	control.off();
	sums.tried++;
	const label = `${kind.name}: allocation ${n}${ever ? ' and all after' : ''} (FAULT_SEED=${seed})`;
	if (said.status === usual) sums.right++;
	else if (said.status === 503) sums.busy++;
	else if (said.status === 0) sums.cut += !await ended(kind, label);
	else check(false, `${label}: the right answer or 503`, `${said.status} instead of ${usual}: ${said.text.slice(0, 200)}`);
	let again = await request(server, token, ...what);
	if (again.status === 0 && await ended(kind, label)) again = await request(server, token, ...what);
	check(again.status === usual || (usual === 200 && [304, 409].includes(again.status)), `${label}: the next is right`, `${again.status} ${again.text.slice(0, 200)}`);
	if (kind.once && again.status === 201) {
		if ((await request(server, null, 'GET', '/livez')).status === 0) await ended(kind, label);
		check((await entriesWith(server, token, kind.once(again))).length === 1, `${label}: exactly one`);
	}
	if (kind.after) await request(server, token, ...kind.after());
}

async function eachAllocation(kind) {
	let usual = 0, most = 0;
	for (let i = 0; i < 2; i++) {	// the second finds what is prepared once
		control.arm(0);
		usual = (await request(server, token, ...kind.ask())).status;
		control.off();
		most = control.get('count');
		if (kind.after) await request(server, token, ...kind.after());
	}
	check(usual > 0 && usual < 500, `${kind.name} works`, String(usual));
	for (const ever of [0, 1]) for (const n of sample(most, 2, random, 24)) await tried(kind, usual, n, ever);
}

async function verbs() {
	const list = [['user', 'list'], ['verify'], ['rebuild'], ['backup', `${dir}/backup`], ['do', 'resource.create', '--type', 'tool', '--title', 'T', '--summary', 'S'], ['help'], ['routes']];
	for (const words of list) {
		const at = `${dir}/verb`;
		const run = async (n, ever) => {
			copy(data, at);
			control.arm(n, { error: 12, ever });
			const r = await execute(quick, words.length > 1 || !['help', 'routes'].includes(words[0]) ? [...words, '--data', at] : words, env);
			control.off();
			return r;
		};
		await run(0, 0);
		for (const ever of [0, 1])
			for (const n of sample(control.get('count'), 3, random, 60)) {
				const r = await run(n, ever);
				sums.tried++;
				check(typeof r.code === 'number' && r.code < 128, `${words[0]}: allocation ${n}: an end of its own`, `${r.code} ${r.err.slice(-300)}`);
			}
		await holds(at);
	}
}

await start();
for (const kind of (await kinds()).filter((k) => k.name.includes(only))) await eachAllocation(kind);
check(await server.stop() === 0, 'the server stops cleanly');
await holds(data);
if (!only) await verbs();
console.log(`${sums.tried} allocations: ${sums.right} right, ${sums.busy} answered 503, ${sums.cut} cut, ${sums.ended} ends with 71${ALL ? '' : ` (a sample: seed ${seed})`}`);
end();
