// sizes: function <= 60 lines, file <= 500, header <= 150, domain <= 2,000. There is no waiver.
import fs from 'node:fs';
import path from 'node:path';

let passed = 0;
const faults = [], domains = {};
const check = (ok, what) => (ok ? passed++ : faults.push(what));

function walk(dir) {
	return fs.readdirSync(dir, { withFileTypes: true }).flatMap((e) =>
		(e.isDirectory() ? walk(path.join(dir, e.name)) : /\.[ch]$/.test(e.name) ? [path.join(dir, e.name)] : []));
}

for (const file of walk('src')) {
	const lines = fs.readFileSync(file, 'utf8').split('\n');
	const count = lines.length - 1, limit = file.endsWith('.h') ? 150 : 500;
	check(count <= limit, `${file}: ${count} lines, at most ${limit}`);
	const domain = /^src\/domain\/(\w+)\/.*\.[ch]$/.exec(file)?.[1];
	if (domain && !file.endsWith('_test.c')) domains[domain] = (domains[domain] ?? 0) + count;
	let start = 0;
	lines.forEach((line, i) => {
		if (line.startsWith('{')) start = i;
		if (line.startsWith('}') && start) {
			check(i - start - 1 <= 60, `${file}:${start}: a function of ${i - start - 1} lines, at most 60`);
			start = 0;
		}
	});
	lines.forEach((line, i) => {
		const width = [...line.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/\t/g, '    ')].length;	// texts aside
		check(width <= 100, `${file}:${i + 1}: ${width} columns`);
	});
}
for (const [name, count] of Object.entries(domains))
	check(count <= 2000, `src/domain/${name}: ${count} lines, at most 2000`);
for (const f of faults) console.log(f);
console.log(`${passed} passed, ${faults.length} failed`);
process.exit(faults.length ? 1 : 0);
