#!/usr/bin/env node
// crossing.mjs: no page of another site changes anything here: what browsers say of the origin, present, absent, foreign
// or null, on every route that is not safe, with every kind of body; the token; and reading changes nothing.
import { randomUUID } from 'node:crypto';
import { execute, quick } from '../lib/archipel.mjs';
import { counter } from '../lib/server.mjs';
import { commons } from './lab.mjs';

const { check, end } = counter();
const form = 'application/x-www-form-urlencoded';
const c = await commons('crossing');
const own = c.server.url;
const chief = await c.member('chief', 'administrator', 'trois nuages et un velo');
const all = (await execute(quick, ['routes'])).out.trim().split('\n').map((l) => l.split('\t'));
const commands = [...(await execute(quick, ['help', 'do'])).out.matchAll(/^ {2}(\w+\.\w+)\b/gm)].map((m) => ['POST', `/do/${m[1]}`]);
const unsafe = [...all.filter(([m]) => m !== 'GET'), ...commands].map(([m, p]) => [m, p.replace(/\{\w+\}/g, 'x')]);
check(unsafe.length > 25, 'there are routes to try', String(unsafe.length));

const sites = [undefined, 'same-origin', 'none', 'same-site', 'cross-site'];
const origins = [undefined, own, 'https://ailleurs.example', 'null', own.replace(/\d$/, (d) => (Number(d) + 1) % 10)];
const referers = [undefined, `${own}/compte`, 'https://ailleurs.example/page', `${own}.ailleurs.example/`];
/** From our own pages, as far as a browser can say? */
function ours(site, origin, referer) {
	if (site) return site === 'same-origin' || site === 'none';
	if (origin) return origin === own;
	return referer === referers[1];
}
const cases = sites.flatMap((site) => origins.flatMap((origin) => referers.map((referer) => ({
	headers: { ...(site && { 'Sec-Fetch-Site': site }), ...(origin && { Origin: origin }), ...(referer && { Referer: referer }) },
	ours: ours(site, origin, referer), name: `site ${site} origin ${origin} referer ${referer}`,
}))));

const csrf = async (b) => { await b.get('/aide'); await b.get(Object.keys(b.jar).some((k) => k === 'archipel') ? '/compte' : '/connexion'); return /name='_csrf' value='([^']+)'/.exec(b.page)[1]; };
/** All that changes must show here. */
const picture = () => c.sql("SELECT max(position) FROM entry; SELECT kind, id, owner, value FROM state ORDER BY kind, id");

// Refused cases first, on every route: nothing may move.  They are tried in the hands of the strongest role.
const token = await csrf(chief), before = picture();
let wrong = [];
for (const [method, path] of unsafe)
	for (const k of cases.filter((x) => !x.ours)) {
		const f = await chief.ask(method, path, { headers: { ...k.headers }, body: `_csrf=${token}&id=x`, type: form });
		const j = await chief.ask(method, path, { headers: { ...k.headers }, body: '{"id":"x"}', type: 'application/json' });
		if (f.status !== 403 || j.status !== 403) wrong.push(`${method} ${path} ${k.name}: ${f.status} ${j.status}`);
	}
check(!wrong.length, `${unsafe.length} routes, ${cases.filter((k) => !k.ours).length} foreign ways to ask, two kinds of body: 403`, wrong.slice(0, 5).join('\n'));
check(picture() === before, 'and nothing changed');

// From our own pages the route itself answers.  /deconnexion would end the session that asks: by itself, last.
wrong = [];
for (const [method, path] of unsafe.filter(([, p]) => p !== '/deconnexion'))
	for (const k of cases.filter((x) => x.ours)) {
		const f = await chief.ask(method, path, { headers: { ...k.headers }, body: `_csrf=${token}&id=x`, type: form });
		if (f.status === 403) wrong.push(`${method} ${path} ${k.name}: ${f.status}`);
	}
check(!wrong.length, `${cases.filter((k) => k.ours).length} ways of our own: the route answers`, wrong.slice(0, 5).join('\n'));

// The token: none, nonsense, another person's, an anonymous browser's; only one's own.
const other = await c.member('other', 'administrator'), stranger = c.browser();
const tokens = { none: '', nonsense: 'ab'.repeat(32), 'of another': await csrf(other), 'of a stranger': await csrf(stranger) };
wrong = [];
const still = picture();
for (const [method, path] of unsafe)
	for (const [name, value] of Object.entries(tokens)) {
		const a = await chief.ask(method, path, { headers: { 'Sec-Fetch-Site': 'same-origin' }, body: `_csrf=${value}&id=x`, type: form });
		if (a.status !== 403) wrong.push(`${method} ${path} token ${name}: ${a.status}`);
	}
check(!wrong.length, 'a form without one\'s own token: 403', wrong.slice(0, 5).join('\n'));

// Bodies that a foreign form can send, and a form that says it is something else.
wrong = [];
for (const [method, path] of unsafe)
	for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/xml', undefined]) {
		const a = await chief.ask(method, path, { headers: { 'Sec-Fetch-Site': 'same-origin' }, body: `_csrf=${token}&id=x`, type });
		if (a.status !== 415) wrong.push(`${method} ${path} ${type}: ${a.status}`);
	}
check(!wrong.length, 'other kinds of body: 415', wrong.slice(0, 5).join('\n'));
check(picture() === still, 'and nothing changed');

// Without a session: signing in has the same locks (a foreign page must not sign us in as itself).
wrong = [];
for (const k of cases.filter((x) => !x.ours && Object.keys(x.headers).length)) {
	const a = await stranger.ask('POST', '/connexion', { headers: k.headers, body: `_csrf=${tokens['of a stranger']}&email=chief%40example.org&password=trois+nuages+et+un+velo`, type: form });
	if (a.status !== 403) wrong.push(`${k.name}: ${a.status}`);
}
check(!wrong.length, 'signing in from another site: 403', wrong.slice(0, 5).join('\n'));
const bare = await c.browser().ask('POST', '/connexion', { headers: { 'Sec-Fetch-Site': 'same-origin' }, body: 'email=chief%40example.org&password=trois+nuages+et+un+velo', type: form });
check(bare.status === 403, 'nor without the token of this browser', String(bare.status));

// A program's token is in no browser: whatever is said of the origin, it counts alone.
const bearer = await c.token('chief');
for (const k of cases.filter((_, i) => i % 9 === 0))
	check((await c.api(bearer, 'POST', '/do/account.rename', { name: 'chief' }, k.headers)).status === 200, `with a token: ${k.name}`);
check((await c.api(null, 'POST', '/do/account.rename', { name: 'chief' }, { 'Sec-Fetch-Site': 'cross-site' })).status === 403, 'without one, from elsewhere: 403');

// Other methods in disguise.
for (const headers of [{ 'X-HTTP-Method-Override': 'POST' }, { 'X-Method-Override': 'PUT' }]) {
	const a = await chief.get('/deconnexion?_method=POST', { headers });
	check(a.status === 405 && await chief.signedIn(), 'no header makes a POST of a GET', String(a.status));
}

// What another site's scripts may read: open data, as anyone; and no page of ours stands in a frame of theirs.
for (const path of ['/', '/compte', '/api/v1/resources', '/api/v1/log', '/compte/donnees.json', '/connexion'])
	for (const origin of ['https://ailleurs.example', 'null']) {
		const a = await chief.get(path, { headers: { Origin: origin } }), open = a.headers['access-control-allow-origin'];
		check(a.headers['access-control-allow-credentials'] === undefined && (open === undefined || (open === '*' && path.startsWith('/api/'))), `${path} for scripts of ${origin}`, open);
		check(/frame-ancestors 'none'/.test(a.headers['content-security-policy'] ?? ''), `${path} in no frame`, a.headers['content-security-policy']);
	}
const preflight = await c.browser().ask('OPTIONS', '/do/account.rename', { headers: { Origin: 'https://ailleurs.example', 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization, content-type' } });
check(preflight.headers['access-control-allow-headers'] === undefined && preflight.headers['access-control-allow-methods'] === undefined, 'a preflight is given nothing');

// A name in the address is none of the body; given twice it is no text.
const said = async (target, names) => chief.ask('POST', target, { headers: { 'Sec-Fetch-Site': 'same-origin' }, body: `_csrf=${await csrf(chief)}&${names}`, type: form });
const nameNow = async () => JSON.parse((await chief.get('/compte/donnees.json')).text).name;
check((await said('/do/account.rename?name=adresse', 'name=premier')).status === 303 && await nameNow() === 'premier', 'what the address says is not what the form says');
check((await said('/do/account.rename', 'name=un&name=deux')).status === 422 && await nameNow() === 'premier', 'given twice: refused');

// Reading changes nothing: each role reads all it can reach, and each address of the program.
const ids = {};
const make = async (state) => (await c.api(bearer, 'POST', '/api/v1/resources', { type: 'tool', title: `Four ${state}`, summary: 'Mobile.', state }, { 'Idempotency-Key': randomUUID() }));
for (const state of ['published', 'draft']) ids[state] = JSON.parse((await make(state)).text);
const link = new URL(await c.user('guest')).pathname;
const real = { asset: 'style.css', command: 'account.erase', scheme: 'axes', concept: 'alimentaire', place: '86158', code: link.split('/').pop(), type: 'tool', id: ids.published.id, slug: ids.published.slug, n: '1', page: '1' };
const readers = { anyone: c.browser() };
for (const role of ['reader', 'member', 'steward']) readers[role] = await c.member(role, role);
readers.administrator = chief;
await new Promise((done) => setTimeout(done, 300));
const last = picture();
for (const [role, b] of Object.entries(readers)) {
	const seen = new Set(), shapes = new Map(), odd = [];
	const list = ['/', ...all.map(([, p]) => p.replace(/\{(\w+)\}/g, (_, n) => real[n] ?? 'x'))];
	while (list.length && seen.size < 250) {
		const target = list.shift(), shape = target.split('?')[0].split('/').slice(0, 3).join('/') + (target.includes('?') ? '?' : '');
		if (seen.has(target) || (shapes.get(shape) ?? 0) >= 6) continue;
		seen.add(target);
		shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
		const a = await b.get(target);
		if (a.status >= 500) odd.push(`${target}: ${a.status}`);
		if (/html/.test(a.headers['content-type'] ?? ''))
			for (const [, href] of a.text.matchAll(/\b(?:href|action)=["'](\/[^"'#]*)/g)) list.push(href.replaceAll('&amp;', '&'));
		for (const method of ['HEAD', 'OPTIONS']) if (seen.size % 5 === 0) await b.ask(method, target);
	}
	check(seen.size > 60 && !odd.length, `${role}: reads ${seen.size} pages`, odd.join());
	check(picture() === last, `${role}: nothing changed by reading`);
}
check((await c.browser().get(link)).status === 200, 'looked at five times, the link still opens');

const gone = await chief.ask('POST', '/deconnexion', { headers: { 'Sec-Fetch-Site': 'same-origin' }, body: `_csrf=${await csrf(chief)}`, type: form });
check(gone.status === 303 && !await chief.signedIn(), 'from our own page one signs out');
check(await c.end() === 0, 'the server stops with 0');
end();
