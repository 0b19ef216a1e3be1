#!/usr/bin/env node
// headers.mjs: every route, by every method, in every role, and every status there is: the headers of safety are exactly
// those of their class, what is personal is kept nowhere, no body tells of the inside.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import { execute, quick, serve } from '../lib/archipel.mjs';
import { cookieHeader, findForm, keepCookies, ask as plainAsk } from '../lib/client.mjs';
import { counter, temporary } from '../lib/server.mjs';
import { calls, Control, errno, shim } from '../fault/shim.mjs';
import { headersOf, send } from './raw.mjs';

const { check, end } = counter();
const dir = temporary('headers'), data = `${dir}/data`, HOST = 'commun.exemple.fr', ORIGIN = `https://${HOST}`;
const disk = new Control(`${dir}/control`);
let server = null;
process.on('exit', () => {
	server?.process.kill('SIGKILL');
	fs.rmSync(dir, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; "
	+ "base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'";
const safety = {
	'content-security-policy': policy, 'strict-transport-security': 'max-age=63072000; includeSubDomains', 'x-content-type-options': 'nosniff',
	'referrer-policy': 'same-origin', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp',
	'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};
const also = ['date', 'connection', 'content-length', 'content-type', 'content-language', 'cache-control', 'vary', 'etag', 'location', 'allow', 'retry-after',
	'www-authenticate', 'set-cookie', 'archipel-position', 'access-control-allow-origin', 'cross-origin-resource-policy', 'content-disposition', 'link',
	'clear-site-data', 'transfer-encoding', 'content-encoding', 'keep-alive', 'last-modified', 'x-robots-tag'];
/** What other sites may read: open data, by GET. */
const open = /^\/api\/v1\/(log|resources|territories|types|schemes|experiences|start|contours)(\/|$)|^\/(ressources|experiences)\.(csv|atom)$|^\/carte\.geojson$|^\/territoires\/([^/]+\/contour\.geojson|comparer\.csv)$/;
/** What is the same for everyone, whoever asks. */
const same = /^\/(a\/|favicon\.ico|robots\.txt|livez|\.well-known\/)/;
const inside = new RegExp(`${dir}|SQLITE|no such (table|column)|syntax error|SELECT |INSERT |microhttpd|jansson|\\bsrc/|\\.c:\\d|archipel[ /]0\\.|/work/|/home/`, 'i');
const met = new Map();

function headersAre(a, what, { method = 'GET', path = '', personal = false } = {}) {
	const h = a.headers, wrong = [], shared = open.test(path.split('?')[0]), names = (a.raw ?? []).filter((_, i) => i % 2 === 0).map((n) => n.toLowerCase());
	met.set(a.status, (met.get(a.status) ?? 0) + 1);
	for (const [name, value] of Object.entries(safety)) if (h[name] !== value) wrong.push(`${name}: ${h[name]}`);
	for (const name of names) {
		if (!(name in safety) && !also.includes(name)) wrong.push(`says ${name}`);
		if (name !== 'set-cookie' && names.filter((n) => n === name).length > 1) wrong.push(`${name} twice`);
	}
	const corp = h['cross-origin-resource-policy'], cors = h['access-control-allow-origin'];
	if (!['same-origin', ...(shared ? ['cross-origin'] : [])].includes(corp)) wrong.push(`resource policy: ${corp}`);
	if ((cors === '*') !== (corp === 'cross-origin')) wrong.push(`open to all: ${cors}`);
	if (a.text && !/^(text\/[a-z]+|application\/(json|geo\+json|atom\+xml|problem\+json|ld\+json|schema\+json|manifest\+json))(; charset=utf-8)$|^(image|font)\//.test(h['content-type'] ?? ''))
		wrong.push(`type: ${h['content-type']}`);
	if (a.text && method === 'HEAD') wrong.push('a body for HEAD');
	const cache = h['cache-control'];
	if (!cache || (personal && !/no-store|private/.test(cache) && !same.test(path)) || (![200, 304].includes(a.status) && !/no-store/.test(cache))) wrong.push(`cache: ${cache}`);
	if (h['set-cookie'] && /public/.test(cache)) wrong.push('a cookie in what anyone may keep');
	if (a.status === 405 && !h.allow) wrong.push('405 without Allow');
	if ([429, 503].includes(a.status) && !(Number(h['retry-after']) > 0)) wrong.push(`${a.status} without Retry-After`);
	if ([303, 307, 308].includes(a.status) && !/^\/(?!\/)/.test(h.location ?? '')) wrong.push(`leads to ${h.location}`);
	if (a.status === 401 && /problem/.test(h['content-type']) && !h['www-authenticate']) wrong.push('401 without WWW-Authenticate');
	if (a.status >= 400 && inside.test(a.text)) wrong.push(`tells ${inside.exec(a.text)[0]}`);
	check(!wrong.length, what, wrong.join('; '));
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
const ask = (method, path, more = {}) => plainAsk(server.port, method, path, { agent, ...more, headers: { Host: HOST, ...more.headers } });
const verb = async (...words) => {
	const r = await execute(quick, [...words, '--data', data]);
	if (r.code !== 0) throw new Error(`archipel ${words.join(' ')}: ${r.err}`);
	return r.out.trim();
};

async function signedIn(link) {
	const jar = {}, path = new URL(link).pathname, page = await ask('GET', path);
	keepCookies(jar, page);
	const own = { Origin: ORIGIN, 'Content-Type': 'application/x-www-form-urlencoded' };
	const done = await ask('POST', path, { headers: { ...own, Cookie: cookieHeader(jar) }, body: new URLSearchParams(findForm(page.text, path).fields).toString() });
	headersAre(done, 'signing in', { path });
	keepCookies(jar, done);
	return cookieHeader(jar);
}

/** Nobody, and each role by cookie and by token. */
async function people() {
	const list = [['nobody', {}]];
	for (const role of ['reader', 'member', 'steward', 'administrator']) {
		const email = `${role}@example.org`, link = await verb('user', 'add', '--email', email, '--role', role, '--name', role);
		list.push([role, { Cookie: await signedIn(/https:\S+/.exec(link)[0]) }], [`${role} by token`, { Authorization: `Bearer ${await verb('user', 'token', email)}` }]);
	}
	list.push(['a token nobody has', { Authorization: 'Bearer nobody' }]);
	return list;
}

/** Everything, in one go; signing out last, or it would be. */
async function everything(who, sheet) {
	const rows = (await verb('routes')).split('\n').map((l) => l.split('\t')), fill = [{ slug: sheet.slug, id: sheet.id, n: '1', type: 'tool', place: '86116-jazeneuil', code: '86116',
		scheme: 'axes', command: 'account.rename' }, {}];
	const paths = new Set(rows.flatMap(([, path]) => fill.map((f) => path.replace(/\{(\w+)\}/g, (_, n) => f[n] ?? 'rien'))));
	const all = [];
	for (const path of paths) for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'BREW'])
		for (const [name, headers] of who) if (path !== '/deconnexion' || method !== 'POST') all.push([method, path, name, headers]);
	let next = 0;
	await Promise.all(Array.from({ length: 8 }, async () => {
		while (next < all.length) {
			const [method, path, name, headers] = all[next++];
			const a = await ask(method, path, { headers });
			headersAre(a, `${method} ${path}, ${name}`, { method, path, personal: name !== 'nobody' });
			check(a.status < 500, `${method} ${path}, ${name}: nothing breaks`, `${a.status}`);
		}
	}));
	return all.length;
}

async function statuses(token, admin) {
	const own = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }, key = randomUUID(), list = '/api/v1/resources';
	const say = async (status, what, method, path, more) => {
		const a = await ask(method, path, more);
		check(a.status === status, `${status}: ${what}`, `${a.status} ${a.text.slice(0, 120)}`);
		headersAre(a, `${status}: ${what}`, { method, path, personal: Boolean(more?.headers?.Authorization) });
		return a;
	};
	const write = (more, body = '{"type": "tool", "title": "Four", "summary": "Il se prête."}') => ({ headers: { ...own, ...more }, body });
	const made = JSON.parse((await say(201, 'a sheet', 'POST', list, write({ 'Idempotency-Key': key }))).text);
	await say(409, 'the same key for other bytes', 'POST', list, write({ 'Idempotency-Key': key }, '{"type": "tool", "title": "Autre", "summary": "Autre."}'));
	await say(428, 'which version', 'PUT', `${list}/${made.id}`, write({}));
	await say(200, 'changed', 'PUT', `${list}/${made.id}`, write({ 'If-Match': '"1"' }, '{"type": "tool", "title": "Four à pain", "summary": "Il se loue."}'));
	await say(412, 'changed meanwhile', 'PUT', `${list}/${made.id}`, write({ 'If-Match': '"1"' }, '{"type": "tool", "title": "Four banal", "summary": "Il se vend."}'));
	await say(422, 'answers to mend', 'POST', list, write({ 'Idempotency-Key': randomUUID() }, '{"type": "tool"}'));
	await say(400, 'no JSON', 'POST', list, write({ 'Idempotency-Key': randomUUID() }, '{"type": '));
	await say(415, 'no type', 'POST', list, write({ 'Content-Type': 'text/plain', 'Idempotency-Key': randomUUID() }));
	await say(413, 'too long', 'POST', list, write({}, `{"x": "${'a'.repeat(1 << 20)}"}`));
	await say(404, 'nothing there', 'GET', '/rien');
	await say(404, 'nothing there, as JSON', 'GET', '/api/v1/rien');
	await say(403, 'not for members', 'GET', '/comptes', { headers: { Authorization: own.Authorization } });
	await say(401, 'who are you', 'POST', list, { body: '{}', headers: { 'Content-Type': 'application/json' } });
	await say(421, 'another name', 'GET', '/aide', { headers: { Host: 'autre.exemple.fr' } });
	await say(303, 'sign in first', 'GET', '/compte');
	await say(308, 'without the slash', 'GET', '/aide/');
	await say(400, 'no UTF-8', 'GET', '/%ff');
	const page = await say(200, 'a page', 'GET', '/aide'), part = await say(200, 'a part of a page is the page', 'GET', '/aide', { headers: { Range: 'bytes=0-9' } });
	check(part.text === page.text, 'ranges are not known');
	await say(304, 'the same page', 'GET', '/aide', { headers: { 'If-None-Match': page.headers.etag } });
	await say(304, 'the same page, to keep', 'GET', '/aide', { headers: { 'If-None-Match': '*' } });
	await say(200, 'where it is compressed', 'GET', '/aide', { headers: { 'Accept-Encoding': 'gzip' } });
	for (const a of await Promise.all(Array.from({ length: 40 }, (_, i) => ask('GET', `/ressources?q=mot${i}`, { headers: { 'X-Forwarded-For': '203.0.113.5' } }))))
		headersAre(a, 'a network that asks for much', { path: '/ressources' });
	const steps = Array.from({ length: 27 }, (_, i) => ({ title: `Pas ${i}`, text: 'www.a.b '.repeat(4790) }));
	const longest = JSON.parse((await say(201, 'a very long sheet', 'POST', list, write({ 'Idempotency-Key': randomUUID() }, JSON.stringify({ type: 'tool', title: 'Long', summary: 'Long.', steps })))).text);
	const drawn = await ask('GET', `/ressources/${longest.slug}`);
	headersAre(drawn, 'a page too long', { path: '/ressources' });
	check(drawn.status === 500, 'a page too long is an error', `${drawn.status}, ${drawn.text.length} bytes`);
	const raw = await send(server.port, `GET /aide HTTP/1.1\r\nHost: ${HOST}\r\nX: ${'a'.repeat(17000)}\r\n\r\n`, { quiet: 3000 });
	headersAre({ status: raw.statuses[0], headers: headersOf(raw.text), text: raw.text }, 'a head too long');
	await full(write);
	await say(200, 'metrics of nobody', 'GET', '/compte/donnees.json', { headers: { Authorization: `Bearer ${admin}` } });
}

/** A disk without room, as the system would say it. */
async function full(write) {
	disk.arm(1, { error: errno.ENOSPC, ever: 1, calls: calls.write });
	const a = await ask('POST', '/api/v1/resources', write({ 'Idempotency-Key': randomUUID() }));
	disk.off();
	check(a.status === 507, 'a full disk', `${a.status} ${a.text.slice(0, 200)}`);
	headersAre(a, 'a full disk', { personal: true });
}

/** 503, of a server that is about to stop. */
async function stopping() {
	const kept = await new Promise((resolve) => {
		const parts = [], socket = http.request({ host: '127.0.0.1', port: server.port, method: 'POST', path: '/connexion', headers: { Host: HOST, 'Content-Length': 10 } }, () => {});
		socket.on('error', () => {});
		socket.write('a');
		setTimeout(() => resolve([socket, parts]), 200);
	});
	server.process.kill('SIGTERM');
	await new Promise((done) => setTimeout(done, 200));
	const a = await ask('GET', '/readyz').catch((e) => ({ status: e.code, headers: {}, text: '' }));
	check(a.status === 503, 'a server that stops', `${a.status}`);
	headersAre(a, 'a server that stops');
	kept[0].end('aaaaaaaaa');
	check(await server.stop() === 0, 'and stops', server.err);
}

await verb('init');
server = serve(data, { file: quick, env: { LD_PRELOAD: shim('files', dir), FAULT_CONTROL: `${dir}/control`, FAULT_DIR: data }, args: ['--base-url', ORIGIN, '--proxies', '127.0.0.1', '--rate', '1'] });
await server.ready;
const who = await people(), token = who.find(([n]) => n === 'member by token')[1].Authorization.slice(7);
const made = await ask('POST', '/api/v1/resources', { headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
	body: '{"type": "tool", "title": "Broyeur", "summary": "Il se prête.", "territories": ["86116"]}' });
const asked = await everything(who, JSON.parse(made.text));
await statuses(token, who.find(([n]) => n === 'administrator by token')[1].Authorization.slice(7));
await stopping();
agent.destroy();
for (const s of [200, 201, 204, 303, 304, 308, 400, 401, 403, 404, 405, 409, 412, 413, 415, 421, 422, 428, 429, 431, 500, 503, 507])
	check(met.has(s), `${s} was met`);
console.log(`${asked} requests; ${[...met].sort().map(([s, n]) => `${s}: ${n}`).join(', ')}`);
end();
