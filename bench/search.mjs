// search.mjs: searches at 1,000, 10,000 and 100,000 sheets of 4 kB (SHEETS=: the most; COUNTS=no: without callgrind).
// Words are those of the sheets, common ones (in 30 to 60 % of them) and rare ones apart: common ones cost most.
import fs from 'node:fs';
import { archipel, serve, temporary } from '../test/lib/server.mjs';
import { agent, ask, fill, inParallel, random, sheets } from './generate.mjs';
import { claim, counted } from './lib.mjs';

process.env.ARCHIPEL_LOG_LEVEL = 'warning';
const most = Number(process.env.SHEETS ?? 100000), asked = Number(process.env.QUERIES ?? 200);
const folder = temporary('bench-search');
const stages = [1000, 10000, 100000].filter((n) => n < most).concat(most);
const ms = (v) => `${v.toFixed(1)} ms`;
const since = (start) => Number(process.hrtime.bigint() - start) / 1e6;
const percentile = (sorted, p) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))];
const pause = (t) => new Promise((r) => { setTimeout(r, t); });

// Texts of the first sheets as sets of words, and in how many of them each word is.
const texts = [...sheets(400)].map((s) => `${s.title} ${s.summary} ${s.body ?? ''}`.toLowerCase().split(/[^\p{L}\p{N}]+/u));
const words = texts.map((t) => [...new Set(t)].filter((w) => w.length > 3));
const uses = new Map();
for (const w of words.flat()) uses.set(w, (uses.get(w) ?? 0) + 1);
const common = words.map((t) => t.filter((w) => uses.get(w) >= texts.length * 0.3 && uses.get(w) <= texts.length * 0.6));
const rare = words.map((t) => t.filter((w) => uses.get(w) === 1));

const kinds = {
	'one common word': (one, at) => one(common[at]),
	'one rare word': (one, at) => one(rare[at]),
	'three common words': (one, at) => `${one(common[at])} ${one(common[at])} ${one(common[at])}`,
	'three words, two of them rare': (one, at) => `${one(rare[at])} ${one(rare[at])} ${one(common[at])}`,
	'a phrase of two words': (one, at) => {
		const i = 8 + Math.floor(texts[at].length / 3);
		return `"${texts[at][i]} ${texts[at][i + 1]}"`;
	},
	'a common word, filtered': (one, at) => [one(common[at]), 'type=tool&axes=alimentaire'],
	'the beginning of a word': (one, at) => `${one(common[at]).slice(0, 4)}*`,
	'a word misspelt': (one, at) => one(rare[at]).replace(/^(..)(.)/, '$1$2$2x'),
	'no word, filtered, page 1 to 50': (one, at, i) => ['', `type=method&type=tool&cursor=n${(i % 50) * 20}.0.0`],
};

function queries(kind, count = asked) {
	const rand = random(5), one = (list) => list[Math.floor(rand() * list.length)];
	const good = texts.map((_, i) => i).filter((i) => rare[i].length > 2 && common[i].length > 2);
	return Array.from({ length: count }, (_, i) => {
		const [q, more] = [kinds[kind](one, one(good), i)].flat();
		return `/api/v1/resources?limit=20${q ? `&q=${encodeURIComponent(q)}` : ''}${more ? `&${more}` : ''}`;
	});
}

let server;
process.on('exit', () => server?.child.kill());

async function total() {
	return JSON.parse((await ask('GET', `${server.url}/api/v1/resources?limit=0`)).text).total;
}

async function until(count) {
	const start = process.hrtime.bigint();
	while (await total() < count) await pause(20);
	return since(start);
}

// Milliseconds of each query, sorted, and how many sheets were found on average.
async function measure(kind, lanes) {
	const times = [];
	let found = 0;
	await inParallel(queries(kind), lanes, async (query) => {
		const start = process.hrtime.bigint();
		const answer = await ask('GET', server.url + query);
		times.push(since(start));
		if (answer.status !== 200) throw new Error(`${query}: ${answer.status}`);
		found += JSON.parse(answer.text).total;
	});
	return { times: times.sort((a, b) => a - b), found: found / asked };
}

async function times(count) {
	for (const kind of Object.keys(kinds)) {
		const alone = await measure(kind, 1), eight = await measure(kind, 8);
		const [p50, p99] = [0.5, 0.99].map((p) => percentile(alone.times, p));
		if (count === most && /^(one|three)/.test(kind)) claim(`search at ${count} sheets, ${kind}: p50, p99`, '≤ 8, 30 ms', `${ms(p50)}, ${ms(p99)}`, p50 <= 8 && p99 <= 30);
		const both = [alone, eight].flatMap((m) => [0.5, 0.99].map((p) => ms(percentile(m.times, p))));
		console.log(`| ${count} | ${kind} | ${Math.round(alone.found)} | ${both.join(' | ')} |`);
	}
}

// Sheet pages, none of them kept, while eight others search.
async function pages() {
	const list = JSON.parse((await ask('GET', `${server.url}/api/v1/resources?limit=100`)).text).items;
	const took = [];
	let going = true;
	const lanes = inParallel(Array.from({ length: 8 }, (_, i) => i), 8, async (lane) => {
		for (const query of queries('three common words', 100000).slice(lane * 100)) {
			if (!going) return;
			await ask('GET', server.url + query);
		}
	});
	for (let i = 0; i < 600; i++) {
		const start = process.hrtime.bigint();
		await ask('GET', `${server.url}/ressources/${list[i % list.length].slug}?n=${i}`);
		took.push(since(start));
		await pause(3);
	}
	going = false;
	await lanes;
	return took.sort((a, b) => a - b);
}

function memory() {
	return Number(/^Pss:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${server.child.pid}/smaps_rollup`, 'utf8'))[1]) / 1024;
}

// Instructions of the server and calls of sqlite3_step for each query, by callgrind.
async function counts(count) {
	const counter = await counted(folder, folder), row = [];
	server = counter;
	await until(count);
	for (const kind of Object.keys(kinds)) {
		const list = queries(kind, 12);
		row.push([kind, ...await counter.count(list.length, async () => {
			for (const query of list) await ask('GET', counter.url + query);
		})]);
	}
	await counter.end();
	return row;
}

archipel('init', '--demo', '--data', folder);
server = await serve(folder);
archipel('user', 'add', '--email', 'mesure@exemple.fr', '--role', 'administrator', '--data', folder);
const token = archipel('user', 'token', 'mesure@exemple.fr', '--data', folder).trim();
while (await total() === 0) await pause(50);
const source = sheets(most), grown = {};
let there = await total();
console.log(`## Search\n\n${asked} seeded queries of each kind; whole answers with facets and snippets over HTTP, on the machine that also asks.\n`);
console.log('| sheets | query | found | p50 | p99 | p50, 8 at a time | p99, 8 at a time |\n|---|---|---|---|---|---|---|');
const notes = [];
for (const stage of stages) {
	const more = stage - there;
	const rate = await fill(server.url, token, source, more);
	const late = await until(stage);
	there = stage;
	notes.push(`* ${more} sheets written at ${rate.toFixed(0)} a second; all found ${ms(late)} after the last answer.`);
	await times(stage);
	if (stage === most) {
		const took = await pages();
		notes.push(`* Sheet pages while eight others search for three common words: p50 ${ms(percentile(took, 0.5))}, p99 ${ms(percentile(took, 0.99))}.`);
		claim('sheet pages while eight search, p99', '≤ 10 ms', ms(percentile(took, 0.99)), percentile(took, 0.99) <= 10);
		claim(`memory serving ${there} sheets`, '≤ 250 MB', `${memory().toFixed(0)} MB`, memory() <= 250);
		notes.push(`* Memory serving ${there} sheets, after all these searches: ${memory().toFixed(0)} MB (proportional set size).`);
	}
	await server.stop();
	if (process.env.COUNTS !== 'no') {
		grown[stage] = await counts(stage).catch((e) => {
			notes.push(`* Instructions at ${stage} sheets could not be counted: ${e.message}.`);
			server.child.kill('SIGKILL');
			return null;
		});
	}
	const start = process.hrtime.bigint();
	server = await serve(folder);
	const ready = since(start);
	await until(stage);
	notes.push(`* Start with ${stage} sheets: answering after ${ms(ready)}, searching after ${ms(since(start))}.`);
}
await server.stop();
const file = fs.readdirSync(folder).find((f) => /^search-.*\.db$/.test(f));
const size = fs.statSync(`${folder}/${file}`).size / 1e6;
for (const f of fs.readdirSync(folder).filter((name) => name.startsWith('search-'))) fs.rmSync(`${folder}/${f}`);
const again = process.hrtime.bigint();
server = await serve(folder);
await until(there);
const seconds = since(again) / 1000;
claim('rebuild of the search', '≥ 800/s', `${(there / seconds).toFixed(0)}/s`, there / seconds >= 800);
notes.push(`* The index of ${there} sheets is ${size.toFixed(0)} MB; deleted, it was there again after ${seconds.toFixed(0)} s (${(there / seconds).toFixed(0)} sheets a second).`);
console.log(`\n${notes.join('\n')}`);
if (stages.every((n) => grown[n])) {
	console.log(`\nMillions of instructions of the server and calls of sqlite3_step for one query, counted by callgrind:\n\n| query | ${stages.join(' | ')} |\n|---|${stages.map(() => '---').join('|')}|`);
	for (const [i, [kind]] of grown[most].entries())
		console.log(`| ${kind} | ${stages.map((n) => `${grown[n][i][1].toFixed(1)} M, ${Math.round(grown[n][i][2])}`).join(' | ')} |`);
}
await server.stop();
agent.destroy();
fs.rmSync(folder, { recursive: true });
