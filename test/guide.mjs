// Every shell block of the README files and of the guide runs, exactly as written, page by page.
//
// Only what a reader replaces is replaced: the port, the database, the name of the site.  Both
// languages hold the same blocks, so one is run; comments may differ.
import fs from 'node:fs';
import path from 'node:path';
import { execute, quick, root } from './lib/archipel.mjs';
import { counter, temporary } from './lib/server.mjs';
import { startPostgres } from './lib/postgres.mjs';

const { check, end } = counter();
const dir = temporary('guide');
const pages = fs.readdirSync(`${root}/doc/aide/fr`).sort();
const blocks = (text) => [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map((m) => m[1]);
const code = (block) => block.replace(/\s+#.*$/gm, '').trim();
const read = (lang, page) => fs.readFileSync(`${root}/doc/aide/${lang}/${page}`, 'utf8');
let postgres = null, port = 0;

async function freePort() {
	const net = await import('node:net');
	return new Promise((resolve) => {
		const s = net.createServer().listen(0, '127.0.0.1', () => {
			const { port: free } = s.address();
			s.close(() => resolve(free));
		});
	});
}

/** One page is one story: its blocks share a folder, a shell and what runs behind. */
async function run(page) {
	const here = `${dir}/${page.replace('.md', '')}`;
	fs.mkdirSync(here);
	port = await freePort();
	let text = blocks(read('fr', page)).join('\n').replaceAll('127.0.0.1:8080', `127.0.0.1:${port}`);
	if (text.includes('postgresql://')) {
		postgres ??= startPostgres();
		text = text.replaceAll('postgresql://archipel@db.example.org/archipel', `'${postgres.database().address}'`);
	}
	const script = `set -eum\ncd ${here}\ntrap 'kill $(jobs -p) 2>/dev/null || true; wait' EXIT\n${text}`;
	const r = await execute('bash', ['-c', script], { PATH: `${path.dirname(quick)}:${process.env.PATH}` });
	check(r.code === 0, `${page}: ${r.code}\n${(r.out + r.err).slice(-1500)}`);
}

check(JSON.stringify(pages) === JSON.stringify(fs.readdirSync(`${root}/doc/aide/en`).sort()), 'the same pages in both languages');
for (const page of pages) {
	const fr = blocks(read('fr', page)), en = blocks(read('en', page));
	check(JSON.stringify(fr.map(code)) === JSON.stringify(en.map(code)), `${page}: the same blocks in both languages`);
	check((read('fr', page).match(/^## /gm) ?? []).length === (read('en', page).match(/^## /gm) ?? []).length,
		`${page}: the same parts in both languages`);
	if (fr.length) await run(page);
}
postgres?.stop();
fs.rmSync(dir, { recursive: true, force: true });
end();
