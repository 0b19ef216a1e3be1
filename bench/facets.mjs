// facets.mjs: filters that cross, at 100,000 and 1,000,000 small sheets (SHEETS=n: only so many), by facets.c: no HTTP, no log.
import { execFileSync, spawnSync } from 'node:child_process';

execFileSync('make', ['-s', 'build/bench/facets'], { stdio: ['ignore', 'ignore', 'inherit'] });
console.log('## Filters\n\nWhole searches by one thread, a page of 20 and the counts of all facets (17 of them, 45,000 values), on an index filled '
	+ 'directly with small sheets; times of the processor, and the last of the clock.\n');
console.log('| sheets | chosen | found | p50 | p99 | p99 on the clock |\n|---|---|---|---|---|---|');
const run = spawnSync('build/bench/facets', process.env.SHEETS ? [process.env.SHEETS] : [], { encoding: 'utf8' });
console.log(`${run.stdout.trim()}\n\n${run.stderr.trim()}`);
process.exitCode = run.status;
