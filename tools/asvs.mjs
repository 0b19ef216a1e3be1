// asvs: doc/asvs.csv, the ledger of OWASP ASVS 5.0, levels 1 and 2.  Each requirement has one line, in our own words: met,
// with what shows it; departs or not applicable, with the reason; not yet, with the issue it waits for (a number once it has one).
import fs from 'node:fs';

// Source: ASVS 5.0.0 (CC BY-SA 4.0), the numbers only: chapter.section: requirements, level 2 unless in level 1's list.
const all = `1.1:1-2 1.2:1-9 1.3:1-11 1.4:1-3 1.5:1-2 2.1:1-3 2.2:1-3 2.3:1-4 2.4:1 3.2:1-2 3.3:1-4 3.4:1-6 3.5:1-5 3.7:1-2 4.1:1-3 4.2:1 4.3:1-2 4.4:1-4
5.1:1 5.2:1-3 5.3:1-2 5.4:1-3 6.1:1-3 6.2:1-12 6.3:1-4 6.4:1-4 6.5:1-5 6.6:1-3 6.8:1-4 7.1:1-3 7.2:1-4 7.3:1-2 7.4:1-5 7.5:1-2 7.6:1-2 8.1:1-2 8.2:1-3 8.3:1 8.4:1
9.1:1-3 9.2:1-4 10.1:1-2 10.2:1-2 10.3:1-4 10.4:1-11 10.5:1-5 10.6:1-2 10.7:1-3 11.1:1-2 11.2:1-3 11.3:1-3 11.4:1-4 11.5:1 11.6:1 12.1:1-3 12.2:1-2 12.3:1-4
13.1:1 13.2:1-5 13.3:1-2 13.4:1-5 14.1:1-2 14.2:1-4 14.3:1-3 15.1:1-3 15.2:1-3 15.3:1-7 16.1:1 16.2:1-5 16.3:1-4 16.4:1-3 16.5:1-3 17.1:1 17.2:1-4 17.3:1-2`;
const first = `1.2:1-5 1.3:1-2 1.5:1 2.1:1 2.2:1-2 2.3:1 3.2:1-2 3.3:1 3.4:1-2 3.5:1-3 4.1:1 4.4:1 5.2:1-2 5.3:1-2 6.1:1 6.2:1-8 6.3:1-2 6.4:1-2 7.2:1-4 7.4:1-2
8.1:1 8.2:1-2 8.3:1 9.1:1-3 9.2:1 10.4:1-5 11.3:1-2 11.4:1 12.1:1 12.2:1-2 13.4:1 14.2:1 14.3:1 15.1:1 15.2:1 15.3:1`;
const spread = (text) => text.split(/\s+/).flatMap((part) => {
	const [section, range] = part.split(':'), [from, to] = range.split('-').map(Number);
	return Array.from({ length: (to ?? from) - from + 1 }, (_, i) => `${section}.${from + i}`);
});
const level1 = new Set(spread(first));
const wanted = new Map([...spread(all).map((id) => [id, level1.has(id) ? '1' : '2']), ['1.2.10', '3']]);

const programs = new Set([...fs.readFileSync('test/run.mjs', 'utf8').matchAll(/^\t\['([^']+)', '[^']+\.?\w*'/gm)].map((m) => m[1]));
const there = {
	test: (name) => programs.has(name), story: (name) => fs.existsSync(`test/story/${name}.story`),
	unit: (name) => fs.existsSync(`src/${name}_test.c`), doc: (name) => fs.existsSync(name),
};

let passed = 0;
const faults = [];
const check = (ok, what) => (ok ? passed++ : faults.push(what));

/** "test a, b, doc c: words": each thing it names is there. */
function shown(id, why) {
	let kind = null, count = 0;
	for (const part of why.split(/:\s/)[0].split(/,\s*/)) {
		const [, said, name] = /^(?:(test|story|unit|doc) )?(.+)$/.exec(part);
		kind = said ?? kind;
		check(kind && there[kind](name), `${id}: there is no ${kind ?? 'test'} ${name}`);
		count++;
	}
	check(count > 0, `${id}: met, but nothing shows it`);
}

const columns = (line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((m) => m[1].replace(/^"|"$/g, '').replaceAll('""', '"')).slice(0, 5);
const counts = {};
for (const line of fs.readFileSync('doc/asvs.csv', 'utf8').trim().split('\n').slice(1)) {
	const [id, level, about, status, why] = columns(line);
	check(wanted.get(id) === level, `${id}: ${wanted.has(id) ? `of level ${wanted.get(id)}` : 'not in the list, or twice'}`);
	wanted.delete(id);
	check(about.length > 2, `${id}: about what?`);
	counts[status] = (counts[status] ?? 0) + 1;
	if (status === 'met') shown(id, why);
	else if (status === 'not yet') check(/^(issue \d+|a later issue): .{8}/.test(why), `${id}: which issue does it wait for?`);
	else if (status === 'not applicable' || status === 'departs') check(why.length > 5, `${id}: for what reason?`);
	else check(false, `${id}: ${status} is no status`);
}
for (const id of wanted.keys()) check(false, `${id} has no line`);
for (const f of faults) console.log(f);
console.log(Object.entries(counts).map(([k, n]) => `${n} ${k}`).join(', '));
console.log(`${passed} passed, ${faults.length} failed`);
process.exit(faults.length ? 1 : 0);
