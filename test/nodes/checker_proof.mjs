#!/usr/bin/env node
// checker_proof.mjs: the checker of histories finds each anomaly it is there for, and nothing in histories that are good.
import { checkHistory } from './checker.mjs';
import { counter } from '../lib/server.mjs';
import { random } from '../lib/random.mjs';

const { check, end } = counter();
const HISTORIES = 200, MUTATIONS = 40;

/** op('a', 0, 9, 'ok', ...steps), with r('x', 1, 2) and w('x', 3). */
const op = (session, start, end_, outcome, ...steps) => ({ session, start, end: end_, outcome, steps });
const r = (key, ...values) => ['read', key, values];
const w = (key, value) => ['append', key, value];
const log = (...pairs) => pairs.map((p) => [p[0], Number(p.slice(1))]);

const bad = [
	['G0', 'G0', [op('a', 0, 9, 'ok', w('x', 1), w('y', 1)), op('b', 0, 9, 'ok', w('x', 2), w('y', 2))], log('x1', 'x2', 'y2', 'y1')],
	['G1a', 'G1a', [op('a', 0, 9, 'fail', w('x', 1)), op('b', 0, 9, 'ok', r('x', 1))], log()],
	['a refused append that stays', 'G1a', [op('a', 0, 9, 'fail', w('x', 1))], log('x1')],
	['G1b', 'G1b', [op('a', 0, 9, 'ok', w('x', 1), w('x', 2)), op('b', 0, 9, 'ok', r('x', 1))], log('x1', 'x2')],
	['G1c', 'G1c', [op('a', 0, 9, 'ok', w('x', 1), r('y', 1)), op('b', 0, 9, 'ok', w('y', 1), r('x', 1))], log('x1', 'y1')],
	['G-single', 'G-single', [op('a', 0, 9, 'ok', w('x', 1), w('y', 1)), op('b', 0, 9, 'ok', r('x', 1), r('y'))], log('x1', 'y1')],
	['G2-item', 'G2-item', [op('a', 0, 9, 'ok', r('x'), w('y', 1)), op('b', 0, 9, 'ok', r('y'), w('x', 1))], log('x1', 'y1')],
	['lost update', 'G-single', [op('a', 0, 9, 'ok', r('x'), w('x', 1)), op('b', 0, 9, 'ok', r('x'), w('x', 2))], log('x1', 'x2')],
	['lost append', 'lost', [op('a', 0, 9, 'ok', w('x', 1))], log()],
	['skipped read', 'no prefix', [op('a', 0, 1, 'ok', w('x', 1)), op('a', 2, 3, 'ok', w('x', 2)), op('b', 4, 5, 'ok', r('x', 2))], log('x1', 'x2')],
	['reordered read', 'no prefix', [op('a', 0, 1, 'ok', w('x', 1)), op('a', 2, 3, 'ok', w('x', 2)), op('b', 4, 5, 'ok', r('x', 2, 1))], log('x1', 'x2')],
	['duplicated append', 'duplicate', [op('a', 0, 1, 'ok', w('x', 1))], log('x1', 'x1')],
	['stale read after own write', 'stale', [op('a', 0, 1, 'ok', w('x', 1)), op('a', 2, 3, 'ok', r('x'))], log('x1')],
	['read that goes back', 'stale', [op('a', 0, 1, 'ok', w('x', 1)), op('b', 2, 3, 'ok', r('x', 1)), op('b', 4, 5, 'ok', r('x'))], log('x1')],
	['real time', 'real time', [op('a', 0, 1, 'ok', w('x', 1)), op('b', 2, 3, 'ok', w('y', 1))], log('y1', 'x1')],
	['torn transaction', 'torn', [op('a', 0, 9, 'info', w('x', 1), w('y', 1))], log('x1')],
	['out of nowhere', 'nobody', [], log('x1')],
];

/** A history as clients of a real log would have it: commits at one instant, answers lost, reads of a node behind. */
function goodHistory(dice) {
	const operations = [], truth = [], seen = new Map();
	let time = 0, value = 0;
	const list = (key, upTo) => truth.slice(0, upTo).filter(([k]) => k === key).map(([, v]) => v);
	for (let i = 0; i < 60; i++) {
		const session = `s${dice.below(4)}`, start = time += dice.below(3), keys = dice.some(['x', 'y', 'z']);
		const o = { session, start, end: time += 1 + dice.below(5), outcome: 'ok', steps: [] }, position = seen.get(session) ?? 0;
		if (dice.below(2)) {
			const upTo = position + dice.below(truth.length - position + 1);
			/* a transaction is seen whole or not at all */
			const whole = truth.slice(upTo).findIndex((e, n) => e[2] !== truth[upTo + n - 1]?.[2]);
			const to = whole < 0 ? truth.length : upTo + whole;
			o.steps = keys.map((k) => ['read', k, list(k, to)]);
			seen.set(session, to);
		} else {
			o.outcome = dice.pick(['ok', 'ok', 'ok', 'ok', 'fail', 'info']);
			if (dice.below(2)) o.steps = keys.map((k) => ['read', k, list(k, truth.length)]);
			for (const k of keys) o.steps.push(['append', k, ++value]);
			if (o.outcome === 'ok' || (o.outcome === 'info' && dice.below(2)))
				truth.push(...appended(o).map(([, k, v]) => [k, v, i]));
			if (o.outcome === 'ok') seen.set(session, truth.length);
		}
		operations.push(o);
	}
	return { operations, log: truth.map(([k, v]) => [k, v]) };
}
const appended = (o) => o.steps.filter(([what]) => what === 'append');

/** One thing of a good history spoilt; false when it had no such thing. */
const spoil = {
	'an entry lost': (h, dice) => {
		const done = new Set(h.operations.filter((o) => o.outcome === 'ok').flatMap((o) => appended(o).map(([, k, v]) => `${k}${v}`)));
		const at = dice.pick(h.log.map((_, i) => i).filter((i) => done.has(h.log[i].join(''))));
		return at !== undefined && h.log.splice(at, 1).length > 0;
	},
	'an entry twice': (h, dice) => h.log.length > 0 && h.log.splice(dice.below(h.log.length + 1), 0, dice.pick(h.log)) && true,
	'a value left out of a read': (h, dice) => {
		const list = h.operations.filter((o) => o.outcome === 'ok').flatMap((o) => o.steps).filter(([what, , v]) => what === 'read' && v.length > 1);
		const [, , values] = dice.pick(list) ?? [];
		return Boolean(values?.splice(dice.below(values.length - 1), 1));
	},
	'an own write unseen': (h) => {
		for (const [i, o] of h.operations.entries()) {
			const [, key, value] = o.outcome === 'ok' ? appended(o).at(-1) ?? [] : [];
			const later = key && h.operations.slice(i + 1).find((x) => x.session === o.session && x.outcome === 'ok' && x.steps.some(([what, k]) => what === 'read' && k === key));
			if (!later) continue;
			const read = later.steps.find(([what, k]) => what === 'read' && k === key);
			read[2] = read[2].slice(0, read[2].indexOf(value));
			return true;
		}
		return false;
	},
};

for (const [what, wanted, operations, order] of bad) {
	const found = checkHistory({ operations, log: order });
	check(found.some((v) => v.startsWith(wanted)), `${what} is found`, JSON.stringify(found));
}
for (let seed = 1; seed <= HISTORIES; seed++) {
	const found = checkHistory(goodHistory(random(seed)));
	if (!check(!found.length, `a good history is good (seed ${seed})`, found.slice(0, 3).join('; '))) break;
}
for (const [what, how] of Object.entries(spoil)) {
	let spoilt = 0;
	for (let seed = 1; seed <= MUTATIONS; seed++) {
		const dice = random(seed), h = goodHistory(dice);
		if (!how(h, dice)) continue;
		spoilt++;
		if (!check(checkHistory(h).length > 0, `${what} is found (seed ${seed})`)) break;
	}
	check(spoilt > MUTATIONS / 2, `${what}: tried`, `${spoilt}`);
}
end();
