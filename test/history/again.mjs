#!/usr/bin/env node
// again.mjs: the same request sent again, over one connection, over cut ones, several at once, to another server, after
// a kill: it is done once, and answered as it was.  Every request that creates or changes, on both logs.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import { ask as askPage, cookieHeader, findForm, keepCookies } from '../lib/client.mjs';
import { counter } from '../lib/server.mjs';
import { Commons, ask, cutShort } from './commons.mjs';

const { check, end } = counter();
const CUTS = 8, AT_ONCE = 6;
const definition = (file) => JSON.parse(fs.readFileSync(new URL(`../../types/${file}`, import.meta.url)));
let n = 0;

/** How each request is made: values new at each call, what one of them writes, and values that are others. */
function requests(c) {
	const sheet = () => ({ type: 'tool', title: `Fiche ${++n}`, summary: 'Il se prête.' });
	const version = async (id) => (await send(c, { method: 'GET', path: `/api/v1/resources/${id}` })).json.version;
	const fresh = async () => (await send(c, { method: 'POST', path: '/api/v1/resources', key: randomUUID(), json: sheet() })).json.id;
	return [
		{ name: 'POST /api/v1/resources', path: '/api/v1/resources', json: sheet, status: 201 },
		{ name: 'resource.create', path: '/do/resource.create', json: sheet, status: 201 },
		{ name: 'account.create', path: '/do/account.create', json: () => ({ email: `p${++n}@example.org`, name: `Personne ${n}`, role: 'member' }), status: 201 },
		{ name: 'type.state', path: '/do/type.state', json: () => ({ type: { ...definition('reference.json'), name: `genre-${++n}` } }), status: 200,
			other: (j) => ({ type: { ...j.type, label: { fr: 'Autre', en: 'Other' } } }) },
		{ name: 'scheme.state', path: '/do/scheme.state', json: () => ({ scheme: { ...definition('schemes/presences.json'), name: `notions-${++n}` } }), status: 200,
			other: (j) => ({ scheme: { ...j.scheme, label: { fr: 'Autre', en: 'Other' } } }) },
		{ name: 'PUT /api/v1/resources', method: 'PUT', status: 200, async before() {
			const id = await fresh();
			return { path: `/api/v1/resources/${id}`, headers: { 'If-Match': `"${await version(id)}"` }, json: sheet() };
		} },
		...['archive', 'unpublish'].map((verb) => ({ name: `resource.${verb}`, path: `/do/resource.${verb}`, status: 200,
			other: (j) => ({ ...j, reason: 'Autrement.' }), async before() { return { json: { id: await fresh(), reason: 'Pour voir.' } }; } })),
		{ name: 'account.rename', path: '/do/account.rename', json: () => ({ name: `Nom ${++n}` }), status: 200 },
	];
}

async function make(row) {
	const made = row.before ? await row.before() : {};
	return { method: row.method ?? 'POST', path: made.path ?? row.path, headers: made.headers, json: made.json ?? row.json(), key: randomUUID() };
}
const other = (row, json) => row.other ? row.other(json) : { ...json, ...('title' in json ? { title: 'Autre' } : { name: `Autre ${++n}` }) };
/** Any server may be asked: what was seen so far goes along. */
async function send(c, w, more = {}) {
	const headers = { 'Archipel-Position': c.position ?? 0, ...w.headers };
	const a = await ask(more.server ?? c.server, w.method, w.path, { json: w.json, key: w.key, token: c.anne.token, ...more, headers });
	c.position = Math.max(c.position ?? 0, Number(a.headers['archipel-position'] ?? 0));
	return a;
}
const receipts = async (c, key) => Number((await c.rows(`SELECT count(*) FROM receipt WHERE id LIKE '%/${key}'`))[0]);
const entries = async (c) => Number((await c.rows('SELECT count(*) FROM entry'))[0]);
const same = (a, b) => a.status === b.status && a.text === b.text;
const shown = (a) => `${a?.status} ${a?.text}`;

/** The members of an object in another order, with other spaces: the same values. */
const respelt = (json) => JSON.stringify(Object.fromEntries(Object.entries(json).reverse()), null, 3).replaceAll('é', '\\u00e9');

async function onOneConnection(c, row, name) {
	const agent = new http.Agent({ keepAlive: true, maxSockets: 1 }), w = await make(row);
	const first = await send(c, w, { agent }), before = await entries(c);
	check(first.status === row.status, `${name}: it is done`, shown(first));
	for (let i = 0; i < 3; i++) check(same(await send(c, w, { agent }), first), `${name}: the same bytes again, the same answer`);
	check(same(await send(c, w, { json: undefined, body: respelt(w.json) }), first), `${name}: the same values spelt otherwise, the same answer`);
	const refused = await send(c, { ...w, json: other(row, w.json) }, { agent });
	check(refused.status === 409 && refused.json?.status === 409, `${name}: other values with the same number are refused`, shown(refused));
	check(await entries(c) === before && await receipts(c, w.key) === 1, `${name}: once in the log`);
	agent.destroy();
	return { w, first };
}

async function overCutConnections(c, row, name) {
	for (let i = 0; i < CUTS; i++) {
		const w = await make(row), before = await entries(c);
		await cutShort(c.server, w.method, w.path, { ...w, token: c.anne.token }, w.headers ? 0 : i);
		const a = await send(c, w), b = await send(c, w);
		check(a.status === row.status && same(a, b), `${name}: cut after ${i} ms, then asked again`, shown(a));
		const added = await entries(c) - before;
		check(added === 1 && await receipts(c, w.key) === 1, `${name}: cut after ${i} ms, once in the log`, `${added}`);
	}
}

async function severalAtOnce(c, row, name) {
	const w = await make(row), before = await entries(c), servers = [c.server, c.second ?? c.server];
	const answers = await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => send(c, w, { server: servers[i % 2] })));
	check(answers.some((a) => a.status === row.status), `${name}: one of several at once is done`, answers.map(shown).join('; '));
	check(answers.every((a) => same(a, answers[0]) || [409, 423].includes(a.status)), `${name}: the others are told the same`, answers.map(shown).join('; '));
	check(await entries(c) === before + 1 && await receipts(c, w.key) === 1, `${name}: several at once, once in the log`);
	const mixed = await make(row), otherwise = other(row, mixed.json), ways = await Promise.all(Array.from({ length: AT_ONCE }, (_, i) =>
		send(c, i % 2 ? { ...mixed, json: otherwise } : mixed, { server: servers[i % 2] })));
	check(ways.filter((a) => a.status === row.status).length === AT_ONCE / 2 && ways.filter((a) => a.status === 409).length === AT_ONCE / 2,
		`${name}: of two requests with one number one is done`, ways.map(shown).join('; '));
}

/** A number that lacks, or is none; of someone else; of a sheet that is archived, or erased. */
async function numbers(c, made) {
	const json = { type: 'tool', title: 'Sans numéro', summary: 'Il se prête.' }, before = await entries(c);
	for (const key of [undefined, 'un', '1234', 'x'.repeat(300)]) {
		const a = await ask(c.server, 'POST', '/api/v1/resources', { json, key, token: c.anne.token });
		check(a.status === 400, `a number that is ${key ? 'none' : 'absent'} is refused`, shown(a));
	}
	check(await entries(c) === before, 'and nothing is written');
	const { w, first } = made, basile = await send(c, w, { token: c.basile.token });
	check(basile.status === 201 && basile.json.id !== first.json.id, 'someone else may have the same number', shown(basile));
	const gone = await ask(c.server, 'POST', '/do/resource.archive', { json: { id: first.json.id, reason: 'Pour voir.' }, token: c.anne.token });
	check(gone.status === 200 && same(await send(c, w), first), 'asked again once archived, the answer is the same', shown(gone));
	const state = await ask(c.server, 'GET', `/api/v1/resources/${first.json.id}`, { token: c.anne.token });
	check(state.json.state === 'archived', 'and the sheet stays archived', state.json.state);
	const edit = await ask(c.server, 'PUT', `/api/v1/resources/${first.json.id}`, { json: { title: 'Retour', summary: 'Non.' }, token: c.anne.token,
		key: randomUUID(), headers: { 'If-Match': '*' } });
	check(edit.status === 409, 'nobody changes an archived sheet', shown(edit));
}

/** The same after the server was killed; and once the words were erased: 409, and no sheet comes back. */
async function afterwards(c, made) {
	for (const s of [c.server, c.second]) await s?.stop('SIGKILL');
	c.server = await c.serve();
	const { w, first } = made;
	check(same(await send(c, w), first), 'asked again after a kill, the answer is the same');
	await c.server.stop();
	await c.verb('erase', first.json.id, '--yes');
	c.server = await c.serve();
	const before = await entries(c), a = await send(c, w);
	check(a.status === 409 && !a.headers.location, 'asked again once erased, it is refused', shown(a));
	check(await entries(c) === before, 'and nothing is written again');
	const sheet = await ask(c.server, 'GET', `/api/v1/resources/${first.json.id}`, { token: c.anne.token });
	check([404, 410].includes(sheet.status), 'an erased sheet does not come back', shown(sheet));
	check(await c.server.stop() === 0, 'the server stops cleanly', c.server.err);
	await c.verb('verify');
}

/** A form sent twice, as a browser does whose owner is impatient: one sheet, and the same page. */
async function formTwice(c) {
	const jar = {}, page = async (method, path, body) => {
		const headers = { 'Accept-Language': 'en', Cookie: cookieHeader(jar), 'Sec-Fetch-Site': 'same-origin',
			...(body ? { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body) } : {}) };
		const a = await askPage(c.server.port, method, path, { headers, body });
		keepCookies(jar, a);
		return a;
	};
	const first = await page('GET', c.anne.link), link = findForm(first.text, c.anne.link);
	if (!link) throw new Error(`no button: ${first.status} ${first.text.slice(0, 3000)}`);
	await page('POST', c.anne.link, String(new URLSearchParams(link.fields)));
	const form = findForm((await page('GET', '/ressources/nouvelle/tool')).text, '/do/resource.create');
	const fields = form.fields.map(([k, v]) => [k, k === 'title' ? 'Deux fois' : k === 'summary' ? 'Il se prête.' : v]);
	const body = String(new URLSearchParams(fields)), before = await entries(c);
	const answers = await Promise.all([1, 2, 3].map(() => page('POST', form.action, body)));
	answers.push(await page('POST', form.action, body));
	check(answers.every((a) => a.status === 303 && a.headers.location === answers[0].headers.location), 'a form sent four times leads to one page',
		answers.map((a) => `${a.status} ${a.headers.location}`).join('; '));
	check(await entries(c) === before + 1, 'and writes one sheet');
}

/** Who saw something at one server may change it at another, at once. */
async function elsewhere(c) {
	for (let i = 0; i < 20; i++) {
		const made = await send(c, { method: 'POST', path: '/api/v1/resources', key: randomUUID(), json: { type: 'tool', title: `Ailleurs ${i}`, summary: 'Ici.' } });
		const a = await send(c, { method: 'PUT', path: `/api/v1/resources/${made.json.id}`, key: randomUUID(), headers: { 'If-Match': '"1"' },
			json: { title: `Ailleurs ${i}`, summary: 'Là.' } }, { server: c.second });
		if (!check(a.status === 200, 'what was seen at one server is changed at another', shown(a))) return;
	}
}

async function story(on) {
	const c = new Commons(on);
	await c.verb('init');
	c.anne = await c.person('anne', 'administrator');
	c.basile = await c.person('basile', 'member');
	c.server = await c.serve();
	if (on === 'shared') c.second = await c.serve(`${c.dir}/second`);
	let made = null;
	for (const row of requests(c)) {
		const name = `${on}, ${row.name}`, one = await onOneConnection(c, row, name);
		made ??= one;
		await overCutConnections(c, row, name);
		await severalAtOnce(c, row, name);
	}
	await formTwice(c);
	if (c.second) await elsewhere(c);
	await numbers(c, made);
	await afterwards(c, made);
}

try {
	for (const on of ['embedded', 'shared']) await story(on);
} catch (e) {
	check(false, 'the story is told to its end', e.stack);
}
end();
process.exit();
