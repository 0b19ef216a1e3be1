// test/run [--only embedded|shared] [FILTER...]: unit tests, stories on both logs, other test programs.
//
// Prints one line for each, then the sum.  The language of stories: test/README.md.
// ARCHIPEL names the program that stories run; otherwise build/asan/archipel when it is there.
import fs from 'node:fs';
import os from 'node:os';
import { execute, program, quick, root } from './lib/archipel.mjs';
import { startPostgres } from './lib/postgres.mjs';
import { readStories } from './lib/story.mjs';
import { newWorld, tell } from './lib/world.mjs';

const all = process.env.CHECK === 'all';

/** Programs, if they are there: [name, file, words...]; their last line is "N passed, N failed".  These begin, stories
 *  beside the longest. */
const first = [
	['layers', 'tools/layers'],
	['sizes', 'tools/sizes'],
	['words', 'tools/po'],
	['SQL and characters', 'tools/safe'],
	['access', 'tools/access'],
	['ASVS ledger', 'tools/asvs'],
	['browser', 'test/browser/pages.mjs', ...(all ? ['--all'] : [])],
];

/** After the stories: those that look at how soon an answer comes, each beside one that waits. */
const apart = [
	['exhaustion', 'test/gate/exhaust.mjs'],
	['faults of calls', 'test/fault/calls.mjs'],
	['guessing', 'test/security/guessing.mjs'],
	['guide', 'test/guide.mjs'],
	['proxies', 'test/gate/proxies.mjs'],
	['server looked after', 'test/ops/server.mjs'],
	['histories of nodes', 'test/nodes/histories.mjs'],
	['faults of nodes', 'test/nodes/faults.mjs'],
];

/** After the units: the others, those that take long before those that do not. */
const programs = [
	...(all ? [['fuzzing', 'tools/fuzz', '60'], ['analysers', 'tools/lint'], ['clang-tidy', 'tools/lint', 'tidy'],
		['threads', 'test/threads'], ['observatory', 'test/gate/observatory.mjs'], ['package', 'test/ops/package.mjs']] : []),
	['inert texts', 'test/security/inert.mjs'],
	['kill -9', 'test/fault/kill.mjs'],
	['inputs of fuzzing', 'build/asan/fuzz'],
	['backup drill', 'test/history/drill.mjs'],
	['erasure canary', 'test/history/canary.mjs'],
	['crossing', 'test/security/crossing.mjs'],
	['journey', 'test/browser/journey.mjs'],
	['report', 'test/browser/report.mjs'],
	['JSON and addresses', 'test/fuzz/against.mjs'],
	['the binary', 'test/security/binary.mjs'],
	['log reader', 'test/log_reader.py'],
	['sessions', 'test/security/sessions.mjs'],
	['logs', 'test/security/logs.mjs'],
	['filters crossed', 'test/facets.mjs'],
	['CommonMark', 'test/security/commonmark.mjs'],
	['Unicode', 'test/security/unicode.mjs'],
	['privacy', 'test/security/privacy.mjs'],
	['disk', 'test/fault/disk.mjs'],
	['loss of power', 'test/fault/power.mjs'],
	['opening a folder', 'test/fault/open.mjs'],
	['memory', 'test/fault/memory.mjs'],
	['checker of histories', 'test/nodes/checker_proof.mjs'],
	['three nodes', 'test/nodes/nodes.mjs'],
	['malformed requests', 'test/gate/malformed.mjs'],
	['headers', 'test/gate/headers.mjs'],
	['same request again', 'test/history/again.mjs'],
	['log and followers', 'test/history/followers.mjs'],
	['systemd unit', 'test/ops/unit.mjs'],
	['doctor', 'test/ops/doctor.mjs'],
	['TLS to PostgreSQL', 'test/ops/tls.mjs'],
	['manual page', 'test/ops/pages.mjs'],
	['map', 'test/browser/map.mjs'],
	['first steps in hand', 'test/browser/start.mjs'],
];

/** Halves of a core that a program takes, two unless told here: one when it waits half of its time, as a story does;
 *  three when several of its processes work, or when it looks at how soon an answer comes. */
const takes = {
	browser: 3, fuzzing: 3, analysers: 3, 'clang-tidy': 3, exhaustion: 3, guessing: 3, proxies: 3,
	'faults of calls': 1, guide: 1, 'histories of nodes': 1, 'faults of nodes': 1, 'server looked after': 1,
};
const UNIT = 2, STORY = 1;

/** Stories are not about disks: they live in memory where there is room for them. */
function place() {
	const memory = '/dev/shm';
	try {
		const { bavail, bsize } = fs.statfsSync(memory);
		return bavail * bsize > 2 ** 31 ? memory : os.tmpdir();
	} catch {
		return os.tmpdir();
	}
}

const args = process.argv.slice(2);
const only = args.includes('--only') ? args.splice(args.indexOf('--only'), 2)[1] : null;
const wanted = (name) => !args.length || args.some((f) => name.includes(f));
const dir = fs.mkdtempSync(`${place()}/archipel-run-`);
fs.chmodSync(dir, 0o755);	/* PostgreSQL may be another user */
let passed = 0, failed = 0, postgres = null;
process.chdir(root);

function report(name, ok, seconds, why) {
	console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s)`);
	if (why) console.log(why.trim().split('\n').map((l) => `     ${l}`).join('\n'));
}

function broken(e) {
	failed++;
	console.log(`FAIL ${e.message}`);
}

function server() {
	postgres ??= startPostgres({ under: dir });
	return postgres;
}

async function runProgram(name, file, words, env) {
	const start = Date.now();
	const interpreter = file.endsWith('.mjs') ? process.execPath : file.endsWith('.py') ? 'python3' : null;
	const mine = process.env.ARCHIPEL ? { ARCHIPEL: process.env.ARCHIPEL, ...env } : env;
	const r = await execute(interpreter ?? file, interpreter ? [file, ...words] : words, mine, undefined, all ? 3600000 : 1500000);
	const sum = /(\d+) passed, (\d+) failed\s*$/.exec(r.out);
	const ok = r.code === 0 && sum !== null && sum[2] === '0';
	passed += sum ? Number(sum[1]) : 0;
	failed += sum && Number(sum[2]) ? Number(sum[2]) : ok ? 0 : 1;
	report(`${name}${sum ? `: ${sum[1]} checks` : ''}`, ok, (Date.now() - start) / 1000,
		ok ? '' : `${faults(r.out)}${(r.out + r.err).slice(-2500)}\nended with ${r.code}`);
}

/** What failed, before the end of what a program said: it may stand far above. */
const faults = (out) => out.split('\n').filter((l) => /^FAIL/.test(l)).slice(0, 20).map((l) => `${l.slice(0, 400)}\n`).join('');

function units() {
	const built = ['build/asan/test', 'build/test'].find((d) => fs.existsSync(d));
	if (!built) return [];
	const found = fs.readdirSync(built, { recursive: true }).filter((f) => f.endsWith('_test')).sort();
	return found.map((f) => [`unit ${f.slice(0, -5)}`, `${built}/${f}`]).filter(([name]) => wanted(name)).map(([name, file]) => [UNIT, () =>
		runProgram(name, file, [], name.endsWith('log_pgsql') ? { ARCHIPEL_TEST_LOG: server().database().address } : {})]);
}

/** One empty commons for each log, copied for each story. */
async function seed(on) {
	const data = `${dir}/seed-${on}`;
	const database = on === 'shared' ? server().database() : null;
	const env = database ? { ARCHIPEL_LOG: database.address } : {};
	const r = await execute(quick, ['init', '--data', data], env);
	if (r.code !== 0) throw new Error(`init on the ${on} log: ${r.code}\n${r.out}${r.err}`);
	return { data, env, database };
}

async function runStory(name, on, story, seeded) {
	const start = Date.now();
	const database = seeded.database ? await server().copy(seeded.database.name) : null;
	const env = database ? { ...seeded.env, ARCHIPEL_LOG: database.address } : seeded.env;
	let why = '';
	try {
		await tell(newWorld({ data: seeded.data, env }, dir), story.steps);
	} catch (e) {
		why = e.message;
	}
	if (database) await server().drop(database.name);
	why ? failed++ : passed++;
	report(`${on.padEnd(8)} ${name}: ${story.title}`, !why, (Date.now() - start) / 1000, why);
}

/** Each story on each log is a job. */
async function stories() {
	const list = [];
	for (const file of fs.readdirSync('test/story').filter((f) => f.endsWith('.story')).sort()) {
		const name = file.slice(0, -6);
		for (const s of readStories(fs.readFileSync(`test/story/${file}`, 'utf8')))
			for (const on of ['embedded', 'shared'])
				if (wanted(`${name}: ${s.title}`) && [s.on ?? on, only ?? on].every((x) => x === on)) list.push([name, on, s]);
	}
	if (list.length && !program) throw new Error('there is no build/archipel: run make');
	const seeds = {};
	for (const on of new Set(list.map(([, x]) => x))) seeds[on] = await seed(on);
	return list.map(([name, on, s]) => [STORY, () => runStory(name, on, s, seeds[on])]);
}

/** Jobs, [what it takes, run], one after the other, each as soon as there is room for it. */
async function work(jobs, room) {
	const under = new Set();
	for (const [cost, run] of jobs) {
		while (under.size && cost > room) await Promise.race(under);
		room -= cost;
		const job = run().catch(broken).finally(() => { room += cost; under.delete(job); });
		under.add(job);
	}
	await Promise.all(under);
}

function stopAll() {
	postgres?.stop();
	fs.rmSync(dir, { recursive: true, force: true });
}
process.on('exit', stopAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
	process.on(signal, () => process.exit(130));

try {
	const there = (list) => list.filter(([name, file]) => fs.existsSync(file) && wanted(name))
		.map(([name, file, ...words]) => [takes[name] ?? 2, () => runProgram(name, file, words, {})]);
	/* more than eight cores would ask for more connections than PostgreSQL has */
	await work([...there(first), ...await stories(), ...there(apart), ...units(), ...there(programs)], 2 * Math.min(8, os.cpus().length));
} catch (e) {
	broken(e);
}
stopAll();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);
