// po [--write]: every sentence of the code is in lang/fr.po and lang/en.po, and nothing else is.
// --write sorts both files, sets French spaces and completes lang/en.po, whose sentences are the keys.
import fs from 'node:fs';
import path from 'node:path';
import { readPo } from './po_file.mjs';

const calls = /\b(?:tr|tr_s|N_|tr_lang|cli_tr|refuse|refuse_field|call_fault|answer_error|page_notice|form_close)\s*\(/g;
const literal = /"((?:[^"\\]|\\.)*)"/y;
const text = (s) => JSON.parse(`"${s.replace(/\\x([0-9a-f]{2})/g, '\\u00$1')}"`);

function walk(dir) {
	return fs.readdirSync(dir, { withFileTypes: true }).flatMap((e) => {
		const f = path.join(dir, e.name);
		return e.isDirectory() ? walk(f) : /\.[ch]$/.test(f) && !f.endsWith('_test.c') ? [f] : [];
	});
}

// The string literals among the arguments of the call that begins at `at`; adjacent ones are joined.
function literals(code, at) {
	const found = [];
	let depth = 1, joined = null;
	for (let i = at; i < code.length && depth > 0; i++) {
		const c = code[i];
		if (c === '"') {
			literal.lastIndex = i;
			const m = literal.exec(code);
			joined = (joined ?? '') + text(m[1]);
			i = literal.lastIndex - 1;
			continue;
		}
		if (/\s/.test(c)) continue;
		if (joined !== null && depth === 1) found.push(joined);
		joined = null;
		if (c === '(') depth++;
		if (c === ')') depth--;
	}
	if (joined !== null) found.push(joined);
	return found;
}

const sentence = (s) => /[A-Za-z]{2}/.test(s) && (/[A-Z]/.test(s[0]) || / /.test(s));
const keys = new Map(), plurals = new Map();
for (const file of walk('src')) {
	const code = fs.readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, ' ');
	for (const m of code.matchAll(calls)) {
		const exact = /^(tr|N_|tr_lang|cli_tr|tr_s)\b/.test(m[0]);
		for (const s of literals(code, m.index + m[0].length))
			if (exact || sentence(s)) keys.set(s, file);
	}
	for (const m of code.matchAll(/\b(?:tr_n|tr_count)\s*\(/g)) {
		const [one, many] = literals(code, m.index + m[0].length);
		if (one && many) plurals.set(one, { many, file });
	}
}

const quote = (s) => JSON.stringify(s);
const faults = [];
const fr = new Map();
for (const r of readPo('lang/fr.po')) {
	if (!r.key) continue;
	if (fr.has(r.key) && fr.get(r.key).one !== r.one)
		faults.push(`lang/fr.po:${r.line}: twice, with two translations: ${quote(r.key)}`);
	if (!fr.has(r.key)) fr.set(r.key, r);
}
for (const [key, file] of keys) if (!fr.get(key)?.one) faults.push(`${file}: not in lang/fr.po: ${quote(key)}`);
for (const [key, { many, file }] of plurals)
	if (fr.get(key)?.many_key !== many || !fr.get(key)?.many)
		faults.push(`${file}: no plural in lang/fr.po: ${quote(key)}, ${quote(many)}`);
const marks = (s) => (s.match(/%[a-z.0-9]*[a-z]/g) ?? []).sort().join();
for (const r of fr.values())
	if (marks(r.key) !== marks(r.one) && marks(r.one) !== '') faults.push(`lang/fr.po:${r.line}: other marks: ${quote(r.key)}`);

function write(lang, forms, rows) {
	const head = `msgid ""\nmsgstr ""\n"Language: ${lang}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n`
		+ `"Plural-Forms: nplurals=2; plural=${forms};\\n"\n`;
	const blocks = rows.map((r) => (r.many_key
		? `msgid ${quote(r.key)}\nmsgid_plural ${quote(r.many_key)}\nmsgstr[0] ${quote(r.one)}\nmsgstr[1] ${quote(r.many)}\n`
		: `msgid ${quote(r.key)}\nmsgstr ${quote(r.one)}\n`));
	fs.writeFileSync(`lang/${lang}.po`, [head, ...blocks].join('\n'));
}

// French sets a narrow space that does not break before ; : ? ! and inside « ».
const narrow = (s) => s?.replace(/(?<=[\p{L}\p{N}»)’…`%]) (?=[;:?!](\s|$)|»)|(?<=«) /gu, '\u202f');
const used = [...fr.values()].filter((r) => keys.has(r.key) || plurals.has(r.key))
	.sort((a, b) => (a.key < b.key ? -1 : 1));
if (process.argv[2] === '--write') {
	write('fr', 'n > 1', used.map((r) => ({ ...r, one: narrow(r.one), many: narrow(r.many) })));
	write('en', 'n != 1', used.map((r) => ({ ...r, one: r.key, many: r.many_key })));
} else {
	const en = new Set(readPo('lang/en.po').map((r) => r.key));
	for (const r of used) if (!en.has(r.key)) faults.push(`lang/en.po: lacks ${quote(r.key)}`);
	for (const r of fr.values())
		if (!keys.has(r.key) && !plurals.has(r.key)) faults.push(`lang/fr.po:${r.line}: used nowhere: ${quote(r.key)}`);
}
for (const f of faults) console.log(f);
console.log(`${keys.size + plurals.size} passed, ${faults.length} failed`);
process.exit(faults.length ? 1 : 0);
