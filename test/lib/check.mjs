// Checks of a story's steps on an answer: a response or the end of a program.

/** The member at a path like .items[0].title; .length of lists. */
export function member(value, path) {
	for (const [, name, index] of path.matchAll(/\.([\w$-]+)|\[(\d+)\]/g)) {
		if (value === null || value === undefined) return undefined;
		value = value[name ?? Number(index)];
	}
	return value;
}

function json(answer) {
	try { return JSON.parse(answer.text); } catch { throw new Error(`no JSON in: ${answer.text.slice(0, 300)}`); }
}

const show = (v) => v === undefined ? 'nothing' : JSON.stringify(v).slice(0, 300);
function parsed(text) {
	try { return JSON.parse(text); } catch { return text; }
}
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b) || String(a) === String(b);
const holds = (v, t) => Array.isArray(v) ? v.some((x) => same(x, parsed(t))) : String(typeof v === 'object' ? JSON.stringify(v) : v).includes(String(parsed(t)));

const judges = {
	'=': (v, t) => same(v, parsed(t)),
	'!=': (v, t) => !same(v, parsed(t)),
	has: (v, t) => v !== undefined && holds(v, t),
	lacks: (v, t) => v === undefined || !holds(v, t),
	'>=': (v, t) => Number(v) >= Number(t),
	'<=': (v, t) => Number(v) <= Number(t),
	none: (v) => v === undefined || v === null || (Array.isArray(v) && !v.length),
	some: (v) => v !== undefined && v !== null && !(Array.isArray(v) && !v.length),
};

/** Several headers of one name are joined. */
function headerOf(answer, name) {
	const v = answer.headers?.[name.toLowerCase()];
	return Array.isArray(v) ? v.join(', ') : v;
}

/** A value out of an answer: .path, header NAME, /pattern with (a group)/, or a word of its own. */
export function extract(answer, from) {
	if (from.startsWith('.')) return member(json(answer), from);
	if (from.startsWith('header ')) return headerOf(answer, from.slice(7));
	if (from.startsWith('/')) return new RegExp(from.slice(1, -1), 'm').exec(answer.text)?.[1];
	return from;
}

const checks = {
	has: (a, c) => a.text.includes(c.text) || `has no "${c.text}"`,
	lacks: (a, c) => !a.text.includes(c.text) || `has "${c.text}"`,
	matches: (a, c) => new RegExp(c.text, 'm').test(a.text) || `does not match /${c.text}/`,
	mismatches: (a, c) => !new RegExp(c.text, 'm').test(a.text) || `matches /${c.text}/`,
	header(a, c) {
		const v = headerOf(a, c.name);
		return judges[c.how](v, c.text) || `header ${c.name}: expected ${c.how} ${c.text ?? ''}, got ${show(v)}`;
	},
	json(a, c) {
		const v = member(json(a), c.path);
		return judges[c.how](v, c.text) || `${c.path}: expected ${c.how} ${c.text ?? ''}, got ${show(v)}`;
	},
};

/** Throws a sentence when a check does not hold; a capture goes into vars. */
export function checkAnswer(answer, list, fill, vars) {
	for (const c of list) {
		if (c.kind === 'keep') {
			const value = extract(answer, fill(c.from));
			if (value === undefined || value === null) throw new Error(`keep ${c.name}: there is no ${c.from}`);
			vars[c.name] = typeof value === 'object' ? JSON.stringify(value) : String(value);
			continue;
		}
		const filled = { ...c, text: c.text && fill(c.text), path: c.path && fill(c.path) };
		const verdict = checks[c.kind](answer, filled);
		if (verdict !== true) throw new Error(verdict);
	}
}
