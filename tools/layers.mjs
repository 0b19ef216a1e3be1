// layers: includes go leftwards, libraries stay behind their files, folds touch their own tables only.
import fs from 'node:fs';
import path from 'node:path';

const order = ['base', 'store', 'web', 'domain', 'across', 'cli'];
const domains = [...fs.readFileSync('src/domains.def', 'utf8').matchAll(/DOMAIN\((\w+)\)/g)].map((m) => m[1]);
const behind = [
	[/^microhttpd/, /^src\/web\/http\w*\.[ch]$/],
	[/^sqlite3/, /^src\/store\/(db|log_sqlite)\w*\.[ch]$|^src\/across\/search_db\w*\.[ch]$/],
	[/^libpq/, /^src\/store\/log_pgsql\w*\.[ch]$/],
];
let passed = 0;
const faults = [];
const check = (ok, what) => (ok ? passed++ : faults.push(what));

function walk(dir) {
	return fs.readdirSync(dir, { withFileTypes: true }).flatMap((e) =>
		(e.isDirectory() ? walk(path.join(dir, e.name)) : /\.[ch]$/.test(e.name) ? [path.join(dir, e.name)] : []));
}

const layer = (f) => order.indexOf(f.split('/')[1]);
const domain = (f) => f.split('/')[1] === 'domain' ? f.split('/')[2] : null;

function include(file, target) {
	const to = `src/${target}`;
	if (layer(file) < 0 || file.endsWith('_test.c')) return;	// main.c, domains.c; a test may look everywhere
	check(layer(to) <= layer(file), `${file}: includes ${target}, to its right`);
	if (/_fold\.c$/.test(file)) check(!target.startsWith('web/'), `${file}: a fold includes ${target}`);
	if (file.startsWith('src/across/')) check(!target.startsWith('domain/'), `${file}: across/ includes a domain, ${target}`);
	const mine = domain(file), theirs = domain(to);
	if (!mine || !theirs || mine === theirs) return;
	check(domains.indexOf(theirs) < domains.indexOf(mine), `${file}: includes ${target}, a later domain`);
	check(target === `domain/${theirs}/${theirs}.h`, `${file}: includes ${target}, not that domain's own header`);
}

for (const file of walk('src')) {
	const code = fs.readFileSync(file, 'utf8');
	for (const [, target] of code.matchAll(/^#include "([^"]+)"/gm)) include(file, target);
	for (const [, target] of code.matchAll(/^#include <([^>]+)>/gm))
		for (const [library, files] of behind)
			if (library.test(target)) check(files.test(file), `${file}: includes <${target}>`);
}

// Tables: a domain's folds write and read only what its own X.sql declares; queries never write.
for (const name of domains) {
	const dir = `src/domain/${name}`;
	if (!fs.existsSync(dir)) continue;
	const schema = fs.readdirSync(dir).filter((f) => f.endsWith('.sql')).map((f) => fs.readFileSync(`${dir}/${f}`, 'utf8')).join('\n');
	const own = new Set([...schema.matchAll(/CREATE (?:VIRTUAL )?TABLE (?:IF NOT EXISTS )?(\w+)/g)].map((m) => m[1]));
	for (const file of fs.readdirSync(dir).filter((f) => f.endsWith('.c')).map((f) => `${dir}/${f}`)) {
		const sql = [...fs.readFileSync(file, 'utf8').matchAll(/"((?:[^"\\\n]|\\.)*)"/g)].map((m) => m[1]).join(' ');
		if (/_fold\.c$/.test(file))
			for (const [, table] of sql.matchAll(/\b(?:FROM|INTO|UPDATE|JOIN)\s+([a-z_]+)/g))
				check(own.has(table) || table === 'json_each', `${file}: a fold uses the table ${table}, not its own`);
		else
			check(!/\b(?:INSERT (?:OR \w+ )?INTO|DELETE FROM|UPDATE \w+ SET)\b/.test(sql), `${file}: writes to tables outside a fold`);
	}
}
for (const f of faults) console.log(f);
console.log(`${passed} passed, ${faults.length} failed`);
process.exit(faults.length ? 1 : 0);
