// checker.mjs: did a history of several clients happen as if on one log?
//
// operations: [{session, start, end, outcome, steps}], those of one session one after the other.  outcome: 'ok' it was
// acknowledged, 'fail' it was refused, 'info' nobody knows.  steps: ['append', key, value], a value used once, or
// ['read', key, values].  An operation's steps are one transaction; its reads come before its appends.
// log: [[key, value]...] in the order of the log at the end.  Answers the violations, as sentences.

class History {
	constructor({ operations, log }) {
		this.operations = operations;
		this.log = log;
		this.violations = [];
		this.lists = new Map();		/* key: its values, in order */
		this.at = new Map();		/* key and value: index in the list */
		this.by = new Map();		/* key and value: the operation that appends it */
	}
	say(what) { this.violations.push(what); }
	list(key) { return this.lists.get(key) ?? []; }
}

const name = (key, value) => `${key}=${value}`;
const appends = (o) => o.steps.filter(([what]) => what === 'append');
const reads = (o) => o.steps.filter(([what]) => what === 'read');

function index(h) {
	for (const [key, value] of h.log) {
		const list = h.lists.get(key) ?? [];
		if (h.at.has(name(key, value))) h.say(`duplicate: ${name(key, value)} is there twice`);
		else h.at.set(name(key, value), list.length);
		h.lists.set(key, list);
		list.push(value);
	}
	for (const o of h.operations) for (const [, key, value] of appends(o)) h.by.set(name(key, value), o);
}

/** (a), (b): what was acknowledged is there, what was refused is not, what is not known is whole or absent. */
function checkAppends(h) {
	for (const n of h.at.keys()) if (!h.by.has(n)) h.say(`nobody wrote ${n}`);
	for (const o of h.operations) {
		const list = appends(o).map(([, key, value]) => name(key, value)), there = list.filter((n) => h.at.has(n));
		for (const n of list)
			if (o.outcome === 'ok' && !h.at.has(n)) h.say(`lost: ${n} was acknowledged and is not there`);
			else if (o.outcome === 'fail' && h.at.has(n)) h.say(`G1a: ${n} was refused and is there`);
		if (o.outcome === 'info' && there.length && there.length < list.length) h.say(`torn: only ${there} of ${list}`);
	}
}

/** (c): each read is a prefix, and does not end in the middle of somebody's transaction. */
function checkPrefix(h, o, key, values) {
	const list = h.list(key), wrong = values.findIndex((v, i) => v !== list[i]);
	if (wrong >= 0) {
		const n = name(key, values[wrong]);
		if (h.by.get(n)?.outcome === 'fail') return h.say(`G1a: ${o.session} read ${n}, which was refused`);
		return h.say(`no prefix: ${o.session} read ${n} where ${name(key, list[wrong])} stands`);
	}
	const last = values.at(-1), writer = last === undefined ? null : h.by.get(name(key, last));
	const own = writer && writer !== o ? appends(writer).filter(([, k]) => k === key) : [];
	if (own.length && own.at(-1)[2] !== last) h.say(`G1b: ${o.session} read up to ${name(key, last)}, in the middle of its transaction`);
	return null;
}

/** (d): nobody sees less than before, nor less than what they wrote. */
function checkSession(h, operations) {
	const seen = new Map();
	for (const o of operations) {
		for (const [, key, values] of reads(o)) {
			const least = seen.get(key) ?? { length: 0, why: '' };
			if (values.length < least.length) h.say(`stale: ${o.session} read ${values.length} of ${key} after ${least.why} ${least.length}`);
			else if (values.length > least.length) seen.set(key, { length: values.length, why: 'reading' });
		}
		if (o.outcome !== 'ok') continue;
		for (const [, key, value] of appends(o)) {
			const length = (h.at.get(name(key, value)) ?? -1) + 1;
			if (length > (seen.get(key)?.length ?? 0)) seen.set(key, { length, why: 'writing' });
		}
	}
}

/** (e): what was acknowledged before something else was asked stands before it, whatever the lists. */
function checkRealTime(h) {
	let first = null;
	for (const [key, value] of [...h.log].reverse()) {
		const o = h.by.get(name(key, value));
		if (!o) continue;
		if (first && first.end < o.start) h.say(`real time: ${name(key, value)} stands before ${first.name}, which was done before it was asked`);
		if (o.outcome === 'ok' && (!first || o.end < first.end)) first = { end: o.end, name: name(key, value) };
	}
}

/** Who comes before whom: ww follows in a list, wr reads the last, rw appends what a reader had not. */
function edges(h) {
	const all = [], link = (kind, from, to) => { if (from && to && from !== to) all.push({ kind, from, to }); };
	for (const [key, list] of h.lists)
		for (let i = 1; i < list.length; i++) link('ww', h.by.get(name(key, list[i - 1])), h.by.get(name(key, list[i])));
	for (const o of h.operations) {
		if (o.outcome !== 'ok') continue;
		for (const [, key, values] of reads(o)) {
			if (values.length) link('wr', h.by.get(name(key, values.at(-1))), o);
			if (values.length < h.list(key).length) link('rw', o, h.by.get(name(key, h.list(key)[values.length])));
		}
	}
	return all;
}

function neighbours(list) {
	const next = new Map();
	for (const { from, to } of list) next.has(from) ? next.get(from).push(to) : next.set(from, [to]);
	return next;
}

/** Drops what nothing leads to, then what leads nowhere: what stays holds a cycle, or lies between two. */
function knotted(list) {
	for (const [near, far] of [['from', 'to'], ['to', 'from']]) {
		const into = new Map(), next = new Map();
		for (const e of list) {
			into.set(e[far], (into.get(e[far]) ?? 0) + 1);
			next.has(e[near]) ? next.get(e[near]).push(e) : next.set(e[near], [e]);
		}
		const gone = new Set(), free = [...next.keys()].filter((o) => !into.has(o));
		while (free.length)
			for (const e of next.get(free.pop()) ?? []) {
				gone.add(e);
				into.set(e[far], into.get(e[far]) - 1);
				if (!into.get(e[far])) free.push(e[far]);
			}
		list = list.filter((e) => !gone.has(e));
	}
	return list;
}

function leads(next, from, to) {
	const seen = new Set([from]), waiting = [from];
	while (waiting.length) {
		const at = waiting.pop();
		if (at === to) return true;
		for (const n of next.get(at) ?? []) if (!seen.has(n)) { seen.add(n); waiting.push(n); }
	}
	return false;
}

const shown = (o) => `${o.session}[${o.steps.map(([what, key, value]) => `${what} ${key} ${Array.isArray(value) ? `${value.length}:${value.at(-1)}` : value}`)}]`;

/** (f): the mildest name that a cycle deserves; one of each kind is told. */
function checkCycles(h) {
	const all = edges(h);
	const kinds = [['G0', ['ww']], ['G1c', ['ww', 'wr']], ['G-single', ['ww', 'wr'], 'rw'], ['G2-item', ['ww', 'wr', 'rw'], 'rw']];
	for (const [called, of, closing] of kinds) {
		const list = all.filter((e) => of.includes(e.kind)), next = neighbours(list);
		const suspects = closing ? knotted(all).filter((e) => e.kind === closing) : knotted(list);
		const found = suspects.find((e) => leads(next, e.to, e.from));
		if (found) return h.say(`${called}: ${shown(found.from)} before ${shown(found.to)} (${found.kind}), and after it`);
	}
	return null;
}

export function checkHistory(given) {
	const h = new History(given), sessions = new Map();
	index(h);
	checkAppends(h);
	for (const o of given.operations) {
		sessions.has(o.session) ? sessions.get(o.session).push(o) : sessions.set(o.session, [o]);
		if (o.outcome === 'ok') for (const [, key, values] of reads(o)) checkPrefix(h, o, key, values);
	}
	for (const operations of sessions.values())
		checkSession(h, operations.filter((o) => o.outcome === 'ok').sort((a, b) => a.start - b.start));
	checkRealTime(h);
	checkCycles(h);
	return h.violations;
}
