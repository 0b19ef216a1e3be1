// access_things: who may do what with a sheet in each state, theirs or another's, and which fields each role is given.
// Lines for test/access-things.tsv.  Each request that may change something has a sheet of its own.
import { randomUUID } from 'node:crypto';
import { ask } from '../test/lib/client.mjs';

/** Beside the roles: whose sheet it is. */
export const people = ['anyone', 'reader', 'member', 'author', 'steward', 'administrator'];
const states = ['published', 'draft', 'archived'];
const type = { name: 'essai', label: { fr: 'Essai' }, fields: [
	{ name: 'title', kind: 'line', required: true, label: { fr: 'Titre' } }, { name: 'summary', kind: 'line', required: true, label: { fr: 'Résumé' } },
	{ name: 'contact', kind: 'email', visibility: 'members', label: { fr: 'Contact' } },
	{ name: 'inside', kind: 'group', visibility: 'members', label: { fr: 'Entre nous' }, fields: [{ name: 'word', kind: 'line', label: { fr: 'Mot' } }] },
	{ name: 'own', kind: 'group', visibility: 'private', label: { fr: 'Pour moi' }, fields: [{ name: 'word', kind: 'line', label: { fr: 'Mot' } }] },
] };
const content = { type: 'essai', title: 'Four', summary: 'Mobile.', contact: 'four@example.org', inside: [{ word: 'dedans' }], own: [{ word: 'pour moi' }] };

/** Asks as one of the people. */
function asker(port, tokens, agent) {
	return async (who, method, path, value, more = {}) => {
		const headers = { ...(tokens[who] && { Authorization: `Bearer ${tokens[who]}` }), ...(value !== undefined && { 'Content-Type': 'application/json' }), ...more };
		const a = await ask(port, method, path, { headers, body: value === undefined ? undefined : JSON.stringify(value), agent });
		return { status: a.status, json: /json/.test(a.headers['content-type'] ?? '') ? JSON.parse(a.text) : null, text: a.text };
	};
}

/** A sheet of the author's in a state. */
async function sheet(as, state) {
	const made = await as('author', 'POST', '/api/v1/resources', { ...content, state: state === 'draft' ? 'draft' : 'published' }, { 'Idempotency-Key': randomUUID() });
	if (made.status !== 201) throw new Error(`a sheet: ${made.status} ${made.text}`);
	if (state === 'archived') await as('author', 'POST', '/do/resource.archive', { id: made.json.id, reason: 'Doublon' });
	return made.json;
}

/** What a command on a sheet needs, so that only the right to it is in question. */
const values = {
	'resource.create': (s) => ({ ...content, title: `Four ${s.id}` }), 'resource.edit': (s) => ({ id: s.id, summary: 'Fixe.' }),
	'resource.archive': (s) => ({ id: s.id, reason: 'Doublon' }), 'resource.restore': (s) => ({ id: s.id, reason: 'Utile' }), 'resource.unpublish': (s) => ({ id: s.id, reason: 'Pas prête' }),
};

async function one(as, state, [method, path], who) {
	const s = await sheet(as, state), to = path.replace('{slug}', s.slug).replace('{id}', s.id).replace('{n}', '1');
	const command = path.startsWith('/do/') ? path.slice(4) : null;
	const value = command ? (values[command] ?? ((x) => ({ id: x.id })))(s) : method === 'PUT' ? { title: 'Four', summary: 'Fixe.' } : method === 'POST' ? {} : undefined;
	const more = command === 'resource.edit' || method === 'PUT' ? { 'If-Match': `"${state === 'archived' ? 2 : 1}"` } : {};
	return (await as(who, method, to, value, { ...more, ...(command && { 'Idempotency-Key': randomUUID() }) })).status;
}

/** Names of an object's members, and of what is in them, in order. */
function names(j, before = '') {
	if (Array.isArray(j)) return [...new Set(j.flatMap((x) => names(x, before)))];
	if (!j || typeof j !== 'object') return [];
	return Object.keys(j).sort().flatMap((k) => [before + k, ...(/^(facets|schema|fields|refs)$/.test(k) ? [] : names(j[k], `${before}${k}.`))]);
}

/** rows: [method, path] of all routes and commands.  tokens: by person. */
export async function things(port, rows, tokens, agent) {
	const as = asker(port, tokens, agent), lines = [];
	const made = await as('administrator', 'POST', '/do/type.state', { type });
	if (made.status >= 300) throw new Error(`a type: ${made.text}`);
	const about = rows.filter(([, path]) => /^\/(ressources|api\/v1\/resources|id)\/\{/.test(path) || path.startsWith('/do/resource.'));
	for (const row of about)
		for (const state of states) {
			const found = [];
			for (const who of people) found.push(await one(as, state, row, who));
			lines.push([`${state} sheet`, ...row, ...found].join('\t'));
		}
	const s = Object.fromEntries(await Promise.all(states.map(async (state) => [state, await sheet(as, state)])));
	const account = async (name) => (await as('administrator', 'GET', '/comptes')).text.match(new RegExp(`/comptes/(\\w{26})'>${name}<`))?.[1];
	const other = await account('other');
	for (const [method, path] of rows.filter(([, p]) => /^\/comptes\/\{id\}/.test(p) || p.startsWith('/do/account.'))) {
		const found = [];
		for (const who of people) {
			const value = method === 'GET' ? undefined : { id: other, name: `nom ${who}`, role: 'member', email: 'x', sure: false };
			found.push((await as(who, method, path.replace('{id}', other), value)).status);
		}
		lines.push(['account of another', method, path, ...found].join('\t'));
	}
	const mine = new Set(Object.values(s).map((x) => x.id));
	for (const [what, path] of [...states.map((state) => [`${state} sheet`, `/api/v1/resources/${s[state].id}`]), ['list', '/api/v1/resources?type=essai&limit=100'], ['search', '/api/v1/resources?q=four'], ['versions', `/api/v1/resources/${s.published.id}/versions`], ['log', '/api/v1/log?after=0&limit=1000'], ['own data', '/compte/donnees.json'], ['type', '/api/v1/types/essai'], ['territory', '/api/v1/territories/86158']])
		for (const who of people) {
			const a = await as(who, 'GET', path);
			if (what === 'log' && a.json) a.json.items = a.json.items.filter((e) => mine.has(e.subject));
			if (what === 'own data' && a.json) a.json.contributions = a.json.contributions.map(({ body, ...e }) => ({ ...e, body: !!body }));
			lines.push(['fields', what, who, a.status === 200 ? names(a.json).join(' ') : a.status].join('\t'));
		}
	for (const [field, value] of Object.entries({ id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', author: 'chef', owner: 'x', version: 9, created: 0, updated: 0, slug: 'pris', visibility: 'private', role: 'administrator', account: 'x', position: 1, hash: 'x', __proto: {} })) {
		const a = await as('author', 'POST', '/api/v1/resources', { ...content, [field]: value }, { 'Idempotency-Key': randomUUID() });
		const kept = a.status === 201 ? (await as('author', 'GET', `/api/v1/resources/${a.json.id}`)).json : {};
		lines.push(['set by the writer', 'POST', field, a.status, a.status === 201 && JSON.stringify(kept[field]) === JSON.stringify(value) ? 'taken' : 'not taken'].join('\t'));
	}
	return lines;
}
