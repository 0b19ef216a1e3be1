// safe: SQL is literal, and no file holds characters that are not seen.
//
// db_query and its sisters paste their SQL between two empty literals: what is no literal does not compile. Here: nobody
// goes round them. An invisible or direction-changing character in a source can make it read otherwise than it runs.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

let passed = 0;
const faults = [];
const check = (ok, what) => (ok ? passed++ : faults.push(what));
const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard']).toString().split('\0').filter((f) => f && fs.existsSync(f));

/** Where the libraries are asked, how often, and where the functions behind the macros may be named. */
const asked = { 'src/store/db.c': 1, 'src/store/db_file.c': 4, 'src/store/db_sums.c': 1, 'src/store/log_pgsql_link.c': 4 };
const behind = /^src\/store\/(db\.[ch]|log_pgsql\.h|log_pgsql_link\.c)$/;
/** Two literals, of which the server takes one. */
const either = { 'src/store/log_pgsql_state.c': /link_exec_\(p, &l, (?:full|plain)\)/g };
/** db_script runs literals, a table of literals, and the schema that the program carries. */
const scripts = {
	'src/store/db_file.c': ['settings[i].set', 'sql', 'flags & DB_DURABLE ?'], 'src/store/views.c': ['sql'],
	'src/store/log_sqlite_tables.c': ['schema', 'upgrades[i]', 'sql'], 'src/across/search_db.c': ['search_db_schema'],
};

for (const file of files.filter((f) => /^src\/.*\.[ch]$/.test(f) && !f.endsWith('_test.c'))) {
	const code = fs.readFileSync(file, 'utf8').replace(/\/\*[^]*?\*\//g, '');
	const calls = [...code.matchAll(/\b(sqlite3_(?:exec|prepare\w*|get_table)|PQ(?:exec\w*|prepare|send(?:Query|Prepare)\w*))\(/g)];
	check(calls.length <= (asked[file] ?? 0), `${file}: ${calls.map((m) => m[1]).join(', ')}: ask through db_query or link_ask`);
	for (const [, argument] of code.matchAll(/\bsqlite3_exec\(\w[^,]*, ([^,]*)/g))
		check(argument.startsWith('"') || argument === 'sql', `${file}: sqlite3_exec(${argument})`);
	if (!behind.test(file)) {
		const around = /\b(?:db_(?:query|run|int|text)|(?:link|pool)_(?:ask|exec|send|prepare))_\(/.exec(either[file] ? code.replace(either[file], '') : code);
		check(!around, `${file}: ${around?.[0]} goes round the literal`);
	}
	for (const [, argument] of code.matchAll(/[^_\w ]\s*db_script\(\w+,\s*([^;]*?)[,)]/g))
		check(argument.startsWith('"') || scripts[file]?.some((s) => argument.startsWith(s)), `${file}: db_script(${argument})`);
	if (file !== 'src/store/db_sums.c') check(!/\bsqlite3_(?:v?mprintf|v?snprintf)\(/.test(code), `${file}: builds SQL from parts`);
}

// Source: Unicode 15, bidirectional controls, zero-width and other default-ignorable characters.
const unseen = /[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/u;
const control = /[\0-\x08\x0b-\x1f\x7f\x80-\x9f]/;
for (const file of files.filter((f) => !/\.(png|woff2|gz|ico|webp|jpe?g|pdf|db|bin)$/.test(f))) {
	const bytes = fs.readFileSync(file), text = bytes.toString('utf8');
	if (/^(test|bench|fuzz)\/.*(corpus|seeds|golden|fixtures)/.test(file)) continue;	// bytes on purpose
	check(Buffer.from(text, 'utf8').equals(bytes), `${file}: not UTF-8`);
	const line = text.split('\n').findIndex((l) => unseen.test(l) || control.test(l.replace(/\r$/, '')));
	check(line < 0, `${file}:${line + 1}: a character that is not seen: write it as an escape`);
}
for (const f of faults) console.log(f);
console.log(`${passed} passed, ${faults.length} failed`);
process.exit(faults.length ? 1 : 0);
