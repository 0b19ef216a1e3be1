#!/usr/bin/env node
// proxies.mjs: behind nginx, Caddy and HAProxy with the files of deploy/, at the root and below another site: signing in,
// writing, reading, 304, HTTP/2, compression once, the reader's address; and no malformed request becomes two.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import http2 from 'node:http2';
import http from 'node:http';
import https from 'node:https';
import zlib from 'node:zlib';
import { execute, quick, serve } from '../lib/archipel.mjs';
import { cookieHeader, findForm, keepCookies } from '../lib/client.mjs';
import { counter, temporary } from '../lib/server.mjs';
import { freePort, makeCertificate, NAME, startProxy, tap } from './proxy.mjs';
import { readTable, send } from './raw.mjs';

const { check, end } = counter();
const dir = temporary('proxies'), started = [];
const only = process.argv.slice(2), RATE = 2, HOLDS = 30 * RATE, LIMIT = 1 << 20;
process.on('exit', () => {
	for (const stop of started) stop();
	fs.rmSync(dir, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

/** One request over TLS; follows nothing. */
function ask(w, method, path, { headers = {}, body, from, agent } = {}) {
	return new Promise((resolve, reject) => {
		const req = https.request({ host: '127.0.0.1', port: w.port, servername: NAME, ca: w.ca, method, path: w.base + path, localAddress: from, agent,
			headers: { Host: w.host, ...(body ? { 'Content-Length': Buffer.byteLength(body) } : {}), ...headers } }, (res) => {
			const parts = [];
			res.on('data', (d) => parts.push(d));
			res.on('error', reject);
			res.on('end', () => resolve({ status: res.statusCode, headers: res.headers, bytes: Buffer.concat(parts), text: Buffer.concat(parts).toString() }));
		});
		req.setTimeout(20000, () => req.destroy(new Error(`${method} ${path}: no answer`)));
		req.on('error', (e) => resolve({ status: 0, headers: {}, text: String(e), bytes: Buffer.alloc(0) }));
		req.end(body);
	});
}

const plainly = (w, path) => new Promise((resolve, reject) => {
	http.get({ host: '127.0.0.1', port: w.plain, path: w.base + path, headers: { Host: NAME } }, (res) => {
		res.resume();
		resolve({ status: res.statusCode, to: res.headers.location });
	}).on('error', reject);
});

const secondVersion = (w, path) => new Promise((resolve, reject) => {
	const c = http2.connect(`https://${w.host}`, { ca: w.ca, servername: NAME, lookup: (_, o, done) => (o.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)) });
	c.on('error', reject);
	const r = c.request({ ':path': w.base + path });
	let status = 0;
	r.on('response', (h) => { status = h[':status']; });
	r.on('data', () => {});
	r.on('end', () => { c.close(); resolve(status); });
	r.on('error', reject);
	r.end();
});

async function reading(w) {
	const { status, to } = await plainly(w, '/aide');
	check([301, 308].includes(status) && [w.host, NAME].some((h) => to === `https://${h}${w.base}/aide`), `${w.name}: http leads to https`, `${status} ${to}`);
	const page = await ask(w, 'GET', '/aide', { headers: { 'Accept-Encoding': 'gzip', 'Accept-Language': 'en' } });
	check(page.status === 200 && page.headers['content-encoding'] === 'gzip', `${w.name}: a page comes compressed`, `${page.status} ${page.headers['content-encoding']}`);
	const html = page.status === 200 ? zlib.gunzipSync(page.bytes).toString() : '';
	check(html.startsWith('<!') && html.includes(`href='${w.base}/connexion'`), `${w.name}: it is compressed once, its links lead here`, html.slice(0, 80));
	check(/max-age=63072000/.test(page.headers['strict-transport-security']), `${w.name}: HSTS`, page.headers['strict-transport-security']);
	check(!/\d/.test(page.headers.server ?? ''), `${w.name}: tells no version`, page.headers.server);
	const again = await ask(w, 'GET', '/aide', { headers: { 'Accept-Encoding': 'gzip', 'Accept-Language': 'en', 'If-None-Match': page.headers.etag } });
	check(again.status === 304 && !again.bytes.length, `${w.name}: 304`, `${again.status}`);
	check(await secondVersion(w, '/aide') === 200, `${w.name}: HTTP/2`);
	check((await ask(w, 'GET', '', {})).status === 200, `${w.name}: home without a final slash`);
	if (w.base) check(!(await ask({ ...w, base: '' }, 'GET', '/aide')).text.includes('/connexion'), `${w.name}: what stands beside is not ours`);
}

async function signingIn(w) {
	const jar = {}, link = new URL(w.link).pathname.slice(w.base.length), own = { Origin: `https://${w.host}`, 'Sec-Fetch-Site': 'same-origin' };
	const page = await ask(w, 'GET', link);
	keepCookies(jar, page);
	const form = findForm(page.text, link);
	if (!check(form, `${w.name}: the link shows a form`, `${page.status}`)) return;
	const body = new URLSearchParams(form.fields).toString();
	const done = await ask(w, 'POST', form.action.slice(w.base.length), { body, headers: { ...own, Cookie: cookieHeader(jar), 'Content-Type': 'application/x-www-form-urlencoded' } });
	const set = [done.headers['set-cookie'] ?? []].flat().find((c) => /^__Host-archipel(-commun)?=/.test(c)) ?? '';
	check(done.status === 303 && /; Path=\/;.*; Secure/i.test(set), `${w.name}: signed in, with a cookie that only TLS carries`, `${done.status} ${done.headers['set-cookie']} ${done.headers.location}`);
	keepCookies(jar, done);
	const mine = await ask(w, 'GET', '/compte', { headers: { Cookie: cookieHeader(jar) } });
	check(mine.status === 200 && /no-store/.test(mine.headers['cache-control']), `${w.name}: my account, kept nowhere`, `${mine.status} ${mine.headers['cache-control']}`);
}

async function writing(w) {
	const head = { Authorization: `Bearer ${w.token}`, 'Content-Type': 'application/json' };
	const made = await ask(w, 'POST', '/api/v1/resources', { headers: { ...head, 'Idempotency-Key': randomUUID() }, body: JSON.stringify({ type: 'tool', title: `Four de ${w.name}`, summary: 'Il se prête.' }) });
	check(made.status === 201, `${w.name}: a sheet is written`, `${made.status} ${made.text.slice(0, 200)}`);
	const read = made.status === 201 && await ask(w, 'GET', `/ressources/${JSON.parse(made.text).slug}`);
	check(read && read.status === 200 && read.text.includes(`Four de ${w.name}`), `${w.name}: and read`);
	const most = await ask(w, 'POST', '/api/v1/resources', { headers: head, body: `{"x":"${'a'.repeat(LIMIT - 8)}"}` });
	check([400, 422].includes(most.status) && /problem/.test(most.headers['content-type']), `${w.name}: a body as large as may be gets to us`, `${most.status} ${most.text.slice(0, 100)}`);
	const over = await ask(w, 'POST', '/api/v1/resources', { headers: head, body: `{"x":"${'a'.repeat(LIMIT)}"}` });
	check(over.status === 413 && /problem/.test(over.headers['content-type']), `${w.name}: what is larger is told so by us`, `${over.status}`);
}

/** Half a minute's worth from one address, whatever it says of itself; another address is none the worse. */
async function addresses(w) {
	const agent = new https.Agent({ keepAlive: true, maxSockets: 4 });
	const before = w.tap.connections, answers = await Promise.all(Array.from({ length: HOLDS + 30 }, (_, i) => ask(w, 'GET', `/ressources?q=mot${i}`,
		{ from: '127.0.0.21', agent, headers: { 'X-Forwarded-For': `203.0.113.${i}` } })));
	agent.destroy();
	const refused = answers.filter((a) => a.status === 429);
	check(refused.length >= 5 && answers.filter((a) => a.status === 200).length >= HOLDS, `${w.name}: one address has one bucket`, answers.map((a) => a.status).join(' '));
	check(refused.every((a) => Number(a.headers['retry-after']) > 0), `${w.name}: 429 says when to come back`);
	check((await ask(w, 'GET', '/ressources?q=autre', { from: '127.0.0.22' })).status === 200, `${w.name}: another address has another one`);
	check(w.tap.connections - before < answers.length / 2, `${w.name}: connections to us are kept`, `${w.tap.connections - before} for ${answers.length} requests`);
}

/** Who is no proxy of ours may write what they like into X-Forwarded-For: it is not believed, and that is told once, and counted. */
async function strangers(w) {
	for (let i = 0; i < 3; i++) await send(w.direct.port, `GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n`, { from: '127.0.0.9', after: 10 });
	check(w.direct.err.split('proxy.unknown').length === 2, `${w.name}: a stranger's X-Forwarded-For is told of once`, w.direct.err);
	const figures = await new Promise((done) => http.get({ host: '127.0.0.1', port: w.metrics, path: '/metrics' }, (res) => {
		let text = '';
		res.on('data', (d) => { text += d; });
		res.on('end', () => done(text));
	}));
	check(/^archipel_unknown_proxies_total 3$/m.test(figures), `${w.name}: and counted`, figures.split('\n').filter((l) => l.includes('proxies')).join(' '));
}

async function healthy(w, mark) {
	const a = await ask(w, 'GET', `/aide/?${mark}`, { agent: w.agent });
	return a.status === 308 && a.headers.location?.endsWith(`?${mark}`) ? '' : `${a.status} ${a.headers.location}`;
}

/** Every row of the table: at most what was meant reaches us and is answered, and the next reader gets their own answer. */
async function malformed(w) {
	const rows = readTable(new URL('malformed.tsv', import.meta.url), { host: w.host });
	let n = 0;
	for (const r of rows) {
		w.tap.clear();
		n++;
		const a = await send(w.port, r.bytes, { quiet: 300, after: r.bytes.includes('marque') ? 120 : 40, most: 6000, expects: () => Math.min(r.behind, w.tap.answers()), from: `127.0.1.${n}`, secure: { ca: w.ca, servername: NAME } });
		const reached = w.tap.answers(), seen = `${a.statuses.join(' then ') || 'no answer'}; ${reached} reached us`;
		/* HTTP/0.9 has no status */
		const got = a.statuses.length || (a.text ? 1 : 0);
		/* our answer to a body still on its way may be lost to the reset that follows: that is one request too */
		check(got <= r.behind && reached <= Math.max(got, Math.min(r.behind, 1)), `${w.name}, ${r.name}: what the proxy took for one request is one for us`, seen);
		check(r.behind > 1 || !(w.tap.said() + a.text).includes('?marque'), `${w.name}, ${r.name}: what was smuggled is not read`, seen);
		const wrong = await healthy(w, `sain-${n}a`) || await healthy(w, `sain-${n}b`);
		check(!wrong, `${w.name}, ${r.name}: the next reader gets their own answer`, wrong);
	}
}

async function around(kind, sub, files, data, who) {
	const w = { name: `${kind}${sub ? ' below' : ''}`, base: sub ? '/commun' : '', ca: fs.readFileSync(files.ca), tap: await tap(), agent: new https.Agent({ keepAlive: true }) };
	w.plain = await freePort();
	w.port = await freePort();
	w.host = `${NAME}:${w.port}`;
	const proxy = await startProxy(kind, `${dir}/${kind}${sub}`, sub, { plain: w.plain, secure: w.port, upstream: w.tap.port, files });
	started.push(proxy.kill);
	const url = `https://${w.host}${w.base}`;
	w.metrics = await freePort();
	const server = serve(data, { file: quick, args: ['--base-url', url, '--proxies', '127.0.0.1', '--rate', String(RATE), '--metrics', `127.0.0.1:${w.metrics}`] });
	started.push(() => server.process.kill('SIGKILL'));
	await server.ready;
	w.tap.to = server.port;
	w.direct = server;
	w.link = (await execute(quick, ['user', 'reset', who.email, '--data', data])).out.trim();
	w.token = (await execute(quick, ['user', 'token', who.email, '--data', data])).out.trim();
	if (kind === 'haproxy') for (let i = 0; i < 100 && (await ask(w, 'GET', '/livez')).status !== 200; i++) await new Promise((d) => setTimeout(d, 100));
	await reading(w);
	await signingIn(w);
	await writing(w);
	await addresses(w);
	await strangers(w);
	if (!sub) await malformed(w);
	w.agent.destroy();
	await proxy.stop();
	w.tap.stop();
	check(await server.stop() === 0, `${w.name}: the server stops cleanly`, server.err);
}

async function kindOf(kind, files, seed, who) {
	const data = `${dir}/data-${kind}`;
	fs.cpSync(seed, data, { recursive: true });
	for (const sub of ['', 'sub']) await around(kind, sub, files, data, who);
}

const seed = `${dir}/seed`, who = { email: 'anne@example.org' };
const verb = async (...words) => {
	const r = await execute(quick, [...words, '--data', seed]);
	if (r.code !== 0) throw new Error(`archipel ${words.join(' ')}: ${r.err}`);
	return r.out.trim();
};
await verb('init');
await verb('user', 'add', '--email', who.email, '--role', 'member', '--name', 'anne');
const files = makeCertificate(dir);
await Promise.all(['nginx', 'caddy', 'haproxy'].filter((k) => !only.length || only.includes(k)).map((k) => kindOf(k, files, seed, who)));
end();
