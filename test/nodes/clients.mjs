// clients.mjs: clients of three nodes who note what they asked and what they were told, for the checker.
import { randomUUID } from 'node:crypto';
import http from 'node:http';

const PATIENCE_MS = 3000, GIVE_UP_MS = 40000, PER_WORD = 40, LONGEST = 150;
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
export const now = () => performance.now();

/** One request, or null when there is no whole answer in time. */
export function ask(node, method, path, { headers = {}, body, ms = PATIENCE_MS } = {}) {
	if (!node.up) return Promise.resolve(null);
	return new Promise((done) => {
		const all = body ? { ...headers, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) } : headers;
		const req = http.request({ host: node.host, port: node.port, method, path, headers: all, agent }, (res) => {
			const parts = [];
			res.on('data', (d) => parts.push(d));
			res.on('error', () => done(null));
			res.on('end', () => done({ status: res.statusCode, headers: res.headers, text: Buffer.concat(parts).toString('utf8') }));
		});
		const timer = setTimeout(() => { req.destroy(); done(null); }, ms);
		req.on('close', () => clearTimeout(timer));
		req.on('error', () => done(null));
		req.end(body);
	});
}

/** A type of sheet with a list for everyone, one for members, one for the writer: one command, several entries. */
export const ledgerType = {
	name: 'ledger', label: { fr: 'Registre', en: 'Ledger' },
	fields: [
		{ name: 'title', kind: 'line', label: { fr: 'Titre', en: 'Title' }, required: true, limit: 200 },
		{ name: 'summary', kind: 'line', label: { fr: 'Résumé', en: 'Summary' }, required: true, limit: 300 },
		...['public', 'members', 'private'].map((v) => ({ name: `list-${v}`, kind: 'text', limit: 100000, label: { fr: v, en: v },
			...(v === 'public' ? {} : { visibility: v }) })),
	],
};
const streams = ['list-public', 'list-members', 'list-private'];
const numbers = (text) => (text ?? '').split(/\s+/).filter(Boolean).map(Number);
const wordOf = (value) => `zq${String(Math.floor(value / PER_WORD)).replace(/\d/g, (d) => 'bcdfghjklm'[d])}x`;

export class Clients {
	constructor(nodes, dice) {
		Object.assign(this, { nodes, dice, operations: [], ledgers: [], value: 0, running: true, tries: 0, refused: 0 });
	}
	note(session, start, outcome, steps) {
		this.operations.push({ session, start, end: now(), outcome, steps });
	}
	/** Asks node after node with one key until one of them knows: {status, text} or null. */
	async write(session, method, path, values, headers = {}) {
		const body = JSON.stringify(values), until = now() + GIVE_UP_MS, key = randomUUID();
		for (let i = session.home; now() < until; i++, this.tries++) {
			const a = await ask(this.nodes[i % this.nodes.length], method, path, { body, headers: { ...this.known(session), 'Idempotency-Key': key, ...headers } });
			if (a && a.status < 500) {
				if (a.status < 300) session.position = Math.max(session.position, Number(a.headers['archipel-position'] ?? 0));
				return a;
			}
			await sleep(50);
		}
		return null;
	}
	known(session) {
		return { Authorization: `Bearer ${session.token}`, ...(session.position ? { 'Archipel-Position': String(session.position) } : {}) };
	}
	/** A sheet more: one append to the list of those with its word. */
	async create(session, title) {
		const value = ++this.value, word = wordOf(value), start = now();
		const a = await this.write(session, 'POST', '/api/v1/resources', { type: 'tool', title: title ?? `Fiche ${value}`, summary: `${word} numéro ${value}` });
		this.note(session.name, start, a === null ? 'info' : a.status === 201 ? 'ok' : 'fail', [['append', word, value]]);
		return a;
	}
	async open(session, at = this.ledgers.length) {
		const a = await this.write(session, 'POST', '/api/v1/resources', { type: 'ledger', title: `Registre ${at + 1}`, summary: 'À plusieurs mains.' });
		if (!a) return;
		if (a.status !== 201) throw new Error(`no ledger: ${a.status} ${a.text}`);
		this.ledgers[at] = JSON.parse(a.text).id;
	}
	read(id, sheet) {
		return streams.map((s) => ['read', `${id} ${s}`, numbers(sheet[s])]);
	}
	/** Reads a ledger at any node: [version, values, steps], or null. */
	async look(session, id) {
		const start = now(), a = await ask(this.dice.pick(this.nodes), 'GET', `/api/v1/resources/${id}`, { headers: this.known(session) });
		if (a?.status !== 200) return null;
		const sheet = JSON.parse(a.text), steps = this.read(id, sheet);
		session.position = Math.max(session.position, Number(a.headers['archipel-position'] ?? 0));
		this.note(session.name, start, 'ok', steps);
		return { version: sheet.version, sheet, steps };
	}
	/** Reads, adds to some of the lists, writes if nobody has meanwhile. */
	async edit(session, id) {
		const seen = await this.look(session, id);
		if (!seen) return;
		if (numbers(seen.sheet[streams[0]]).length > LONGEST) {	/* every version is the whole list: a new one */
			const at = this.ledgers.indexOf(id);
			if (at >= 0) await this.open(session, at);
			return;
		}
		const steps = [...seen.steps], start = now(), values = { title: seen.sheet.title, summary: seen.sheet.summary };
		for (const s of streams) if (seen.sheet[s]) values[s] = seen.sheet[s];
		for (const s of this.dice.some(streams)) {
			const value = ++this.value;
			values[s] = [...numbers(values[s]), value].join(' ');
			steps.push(['append', `${id} ${s}`, value]);
		}
		const a = await this.write(session, 'PUT', `/api/v1/resources/${id}`, values, { 'If-Match': `"${seen.version}"` });
		if (a && a.status !== 200 && a.status !== 412) throw new Error(`PUT: ${a.status} ${a.text}`);
		this.refused += a?.status === 412;
		this.note(session.name, start, a === null ? 'info' : a.status === 200 ? 'ok' : 'fail', steps);
	}
	/** A list lags for a second at most: what it holds is a state that was, and no session is promised more. */
	async list(session) {
		const start = now(), word = wordOf(1 + this.dice.below(this.value));
		const a = await ask(this.dice.pick(this.nodes), 'GET', `/api/v1/resources?q=${word}&limit=100`, { headers: this.known(session) });
		if (a?.status !== 200) return;
		const values = JSON.parse(a.text).items.map((i) => Number(/numéro (\d+)/.exec(i.snippet)?.[1]));
		this.note(`list ${this.operations.length}`, start, 'ok', [['read', word, values, 'unordered']]);
	}
	async run(session) {
		while (this.running) {
			const id = this.dice.pick(this.ledgers);
			await this.dice.pick([() => this.create(session), () => this.edit(session, id), () => this.edit(session, id),
				() => this.look(session, id), () => this.list(session)])();
			await sleep(this.dice.below(20));
		}
	}
	/** Reads the log of one node from where it stopped, again and again: what it saw, in its order. */
	async follow(node, headers) {
		const seen = [];
		while (this.running || !node.last || seen.length < node.last) {
			const a = await ask(node, 'GET', `/api/v1/log?after=${seen.at(-1)?.position ?? 0}&limit=${1 + this.dice.below(200)}`, { headers });
			if (a?.status === 200) seen.push(...JSON.parse(a.text).items);
			await sleep(20);
		}
		return seen;
	}
}

/** What the database holds, as the checker wants it.  rows: entries {subject, kind, body}. */
export function logOf(rows) {
	const log = [], lists = new Map(), broken = [];
	for (const { subject, body, kind } of rows) {
		const values = body?.values ?? {}, value = /numéro (\d+)/.exec(values.summary ?? '');
		if (kind === 'resource.published' && body.type === 'tool' && value) log.push([/^\S+/.exec(values.summary)[0], Number(value[1])]);
		for (const s of streams) {
			const key = `${subject} ${s}`, list = numbers(values[s]), before = lists.get(key) ?? [];
			if (!(s in values)) continue;
			if (!before.every((v, i) => v === list[i])) broken.push(`${key}: a version drops what was there: ${before.slice(-3)} became ${list.slice(-3)}`);
			for (const v of list.slice(before.length)) log.push([key, v]);
			lists.set(key, list);
		}
	}
	return { log, broken };
}

/** Lists that say no order: in that of the log, what the log has not at the end. */
export function ordered(operations, log) {
	const place = new Map();
	for (const [key, value] of log) place.set(`${key}=${value}`, place.size);
	for (const o of operations)
		for (const step of o.steps)
			if (step[3]) step[2].sort((a, b) => (place.get(`${step[1]}=${a}`) ?? Infinity) - (place.get(`${step[1]}=${b}`) ?? Infinity));
	return operations;
}
