// test/run [--only embedded|shared] [FILTER...]: unit tests, stories on both logs, other test programs.
//
// Prints one line for each, then the sum.  The language of stories: test/README.md.
// ARCHIPEL names the program that stories run; otherwise build/asan/archipel when it is there.
import fs from 'node:fs';
import { execute, program, quick, root } from './lib/archipel.mjs';
import { startPostgres } from './lib/postgres.mjs';
import { readStories } from './lib/story.mjs';
import { newWorld, tell } from './lib/world.mjs';

/** Other programs, if they are there: their last line is "N passed, N failed". */
const programs = [
	['layers', 'tools/layers'],
	['sizes', 'tools/sizes'],
	['words', 'tools/po'],
	['SQL and characters', 'tools/safe'],
	['access', 'tools/access'],
	['ASVS ledger', 'tools/asvs'],
	/* the longest, beside programs that measure no time */
	['browser', 'test/browser/pages.mjs', ...(process.env.CHECK === 'all' ? ['--all'] : [])],
	['guide', 'test/guide.mjs'],
	['inputs of fuzzing', 'build/asan/fuzz'],
	['JSON and addresses', 'test/fuzz/against.mjs'],
	['the binary', 'test/security/binary.mjs'],
	...(process.env.CHECK === 'all' ? [['fuzzing', 'tools/fuzz', '60'], ['analysers', 'tools/lint'], ['clang-tidy', 'tools/lint', 'tidy'],
		['threads', 'test/threads']] : []),
	['log reader', 'test/log_reader.py'],
	['sessions', 'test/security/sessions.mjs'],
	['crossing', 'test/security/crossing.mjs'],
	['logs', 'test/security/logs.mjs'],
	['filters crossed', 'test/facets.mjs'],
	['CommonMark', 'test/security/commonmark.mjs'],
	['Unicode', 'test/security/unicode.mjs'],
	['privacy', 'test/security/privacy.mjs'],
	['inert texts', 'test/security/inert.mjs'],
	['guessing', 'test/security/guessing.mjs'],
	['kill -9', 'test/fault/kill.mjs'],
	['disk', 'test/fault/disk.mjs'],
	['faults of calls', 'test/fault/calls.mjs'],
	['loss of power', 'test/fault/power.mjs'],
	['opening a folder', 'test/fault/open.mjs'],
	['memory', 'test/fault/memory.mjs'],
	['checker of histories', 'test/nodes/checker_proof.mjs'],
	['three nodes', 'test/nodes/nodes.mjs'],
	['faults of nodes', 'test/nodes/faults.mjs'],
	['malformed requests', 'test/gate/malformed.mjs'],
	['headers', 'test/gate/headers.mjs'],
	['proxies', 'test/gate/proxies.mjs'],
	...(process.env.CHECK === 'all' ? [['observatory', 'test/gate/observatory.mjs']] : []),
	['exhaustion', 'test/gate/exhaust.mjs'],
	['histories of nodes', 'test/nodes/histories.mjs'],
	['same request again', 'test/history/again.mjs'],
	['log and followers', 'test/history/followers.mjs'],
	['backup drill', 'test/history/drill.mjs'],
	['erasure canary', 'test/history/canary.mjs'],
	['server looked after', 'test/ops/server.mjs'],
	['systemd unit', 'test/ops/unit.mjs'],
	['doctor', 'test/ops/doctor.mjs'],
	['TLS to PostgreSQL', 'test/ops/tls.mjs'],
	['manual page', 'test/ops/pages.mjs'],
	...(process.env.CHECK === 'all' ? [['package', 'test/ops/package.mjs']] : []),
	['journey', 'test/browser/journey.mjs'],
	['map', 'test/browser/map.mjs'],
	['report', 'test/browser/report.mjs'],
	['first steps in hand', 'test/browser/start.mjs'],
];

const args = process.argv.slice(2);
const only = args.includes('--only') ? args.splice(args.indexOf('--only'), 2)[1] : null;
const wanted = (name) => !args.length || args.some((f) => name.includes(f));
let passed = 0, failed = 0, postgres = null;
process.chdir(root);

function report(name, ok, seconds, why) {
	console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s)`);
	if (why) console.log(why.trim().split('\n').map((l) => `     ${l}`).join('\n'));
}

function server() {
	postgres ??= startPostgres();
	return postgres;
}

async function runProgram(name, file, words, env) {
	const start = Date.now();
	const interpreter = file.endsWith('.mjs') ? process.execPath : file.endsWith('.py') ? 'python3' : null;
	const mine = process.env.ARCHIPEL ? { ARCHIPEL: process.env.ARCHIPEL, ...env } : env;
	const r = await execute(interpreter ?? file, interpreter ? [file, ...words] : words, mine, undefined, process.env.CHECK === 'all' ? 3600000 : 1500000);
	const sum = /(\d+) passed, (\d+) failed\s*$/.exec(r.out);
	const ok = r.code === 0 && sum !== null && sum[2] === '0';
	passed += sum ? Number(sum[1]) : 0;
	failed += sum && Number(sum[2]) ? Number(sum[2]) : ok ? 0 : 1;
	report(`${name}${sum ? `: ${sum[1]} checks` : ''}`, ok, (Date.now() - start) / 1000,
		ok ? '' : `${(r.out + r.err).slice(-4000)}\nended with ${r.code}`);
}

function units() {
	const dir = ['build/asan/test', 'build/test'].find((d) => fs.existsSync(d));
	if (!dir) return [];
	return fs.readdirSync(dir, { recursive: true }).filter((f) => f.endsWith('_test')).sort()
		.map((f) => [f.slice(0, -5), `${dir}/${f}`]);
}

/** One empty commons for each log, copied for each story. */
async function seed(on, dir) {
	const data = `${dir}/${on}`;
	const database = on === 'shared' ? server().database() : null;
	const env = database ? { ARCHIPEL_LOG: database.address } : {};
	const r = await execute(quick, ['init', '--data', data], env);
	if (r.code !== 0) throw new Error(`init on the ${on} log: ${r.code}\n${r.out}${r.err}`);
	return { data, env, database };
}

async function runStory(name, on, story, seeded) {
	const start = Date.now();
	const database = seeded.database ? server().database(seeded.database.name) : null;
	const env = database ? { ...seeded.env, ARCHIPEL_LOG: database.address } : seeded.env;
	let why = '';
	try {
		await tell(newWorld({ data: seeded.data, env }), story.steps);
	} catch (e) {
		why = e.message;
	}
	if (database) server().drop(database.name);
	why ? failed++ : passed++;
	report(`${on.padEnd(8)} ${name}: ${story.title}`, !why, (Date.now() - start) / 1000, why);
}

async function stories() {
	const list = [];
	for (const file of fs.readdirSync('test/story').filter((f) => f.endsWith('.story')).sort()) {
		const name = file.slice(0, -6);
		for (const s of readStories(fs.readFileSync(`test/story/${file}`, 'utf8')))
			if (wanted(`${name}: ${s.title}`)) list.push([name, s]);
	}
	if (!list.length) return;
	if (!program) throw new Error('there is no build/archipel: run make');
	const dir = fs.mkdtempSync('/tmp/archipel-seed-');
	try {
		await Promise.all(['embedded', 'shared'].filter((on) => !only || on === only).map(async (on) => {
			const mine = list.filter(([, s]) => !s.on || s.on === on);
			if (!mine.length) return;
			const seeded = await seed(on, dir);
			for (const [name, s] of mine) await runStory(name, on, s, seeded);
		}));
	} finally {
		fs.rmSync(dir, { recursive: true, force: true });
	}
}

/** Most programs wait more than they work: two at a time, each taking the next when it is done. */
const queue = programs.filter(([name, file]) => fs.existsSync(file) && wanted(name));
async function lane() {
	for (let row; (row = queue.shift());) await runProgram(...row.slice(0, 2), row.slice(2));
}

const stopAll = () => postgres?.stop();
process.on('exit', stopAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
	process.on(signal, () => process.exit(130));

try {
	for (const [name, file] of units())
		if (wanted(`unit ${name}`))
			await runProgram(`unit ${name}`, file, [], name.endsWith('log_pgsql') ? { ARCHIPEL_TEST_LOG: server().database().address } : {});
	await stories();
	await Promise.all([lane(), lane()]);
} catch (e) {
	failed++;
	console.log(`FAIL ${e.message}`);
}
stopAll();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);
