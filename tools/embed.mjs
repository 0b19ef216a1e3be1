// embed.mjs FILE.c: writes the files that the program carries, and the translations, as C.
import fs from 'node:fs';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { readPo } from './po_file.mjs';

const out = process.argv[2];
const quote = (s) => (s === undefined ? '0' : JSON.stringify(s).replace(/\?\?/g, '?\\?'));

function walk(dir, keep) {
	if (!fs.existsSync(dir)) return [];
	return fs.readdirSync(dir, { withFileTypes: true }).flatMap((e) => {
		const file = path.join(dir, e.name);
		return e.isDirectory() ? walk(file, keep) : keep(file) ? [file] : [];
	});
}

const bytewise = (key) => (a, b) => Buffer.compare(Buffer.from(a[key]), Buffer.from(b[key]));
// A script with the library that it needs, as one module.
const bundles = { 'assets/carte.js': ['node_modules/leaflet/dist/leaflet.js', 'assets/carte.js'] };
for (const [name, parts] of Object.entries(bundles)) {
	const file = `build/${name}`;
	fs.mkdirSync(path.dirname(file), { recursive: true });
	fs.writeFileSync(file, parts.map((f) => fs.readFileSync(f, 'utf8').replace(/^\/\/# source.*$/m, '')).join('\n'));
}
const files = [
	...walk('assets', (f) => !f.endsWith('.txt') && !bundles[f]),
	...walk('build/assets', () => true),
	...walk('types', (f) => f.endsWith('.json')),
	...walk('demo', (f) => f.endsWith('.json')),
	...walk('src/domain', (f) => f.endsWith('.sql') || f.endsWith('_fold.c')),
	...walk('doc/aide', (f) => f.endsWith('.md')),
	...walk('build/data', () => true),
].map((file) => ({ file, name: file.replace(/^build\/(data|assets)\//, '$1/').replace(/^doc\//, '') })).sort(bytewise('name'));

// .incbin keeps the compiler out of megabytes of bytes.
const c = ['#include "base/embedded.h"', '#include "base/tr.h"', ''];
files.forEach(({ file }, i) => {
	c.push(`__asm__(".section .rodata\\n.balign 16\\nembedded_bytes_${i}:\\n`
		+ `.incbin \\"${file}\\"\\n.byte 0\\n.previous\\n");`,
	`extern const unsigned char embedded_bytes_${i}[];`);
});
c.push('', 'const struct embedded embedded_files[] = {');
files.forEach(({ file, name }, i) => {
	const bytes = fs.readFileSync(file);
	const hash = createHash('sha256').update(bytes).digest('hex');
	c.push(`\t{${quote(name)}, embedded_bytes_${i}, ${bytes.length}, "${hash}"},`);
});
c.push('\t{0, 0, 0, 0}};', `const int embedded_count = ${files.length};`, '');

const langs = ['fr', 'en'];
const counts = langs.map((lang) => {
	const rows = readPo(`lang/${lang}.po`).filter((r) => r.key && r.one).sort(bytewise('key'));
	c.push(`static const struct embedded_text texts_${lang}[] = {`);
	for (const r of rows) c.push(`\t{${quote(r.key)}, ${quote(r.one)}, ${quote(r.many)}},`);
	c.push('\t{0, 0, 0}};');
	return rows.length;
});
c.push(`const struct embedded_text *const embedded_texts[] = {${langs.map((l) => `texts_${l}`).join(', ')}};`,
	`const int embedded_text_count[] = {${counts.join(', ')}};`);
fs.writeFileSync(out, c.join('\n') + '\n');
