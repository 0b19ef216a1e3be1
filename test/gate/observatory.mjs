#!/usr/bin/env node
// observatory.mjs: the score that Mozilla's Observatory gives, by its own scorer, without any network but this machine's.
// It is large: only make check-all installs it, under build/.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { execute, quick, root, serve } from '../lib/archipel.mjs';
import { counter, temporary } from '../lib/server.mjs';
import { freePort, makeCertificate, startProxy } from './proxy.mjs';

const LEAST = 120, at = `${root}/build/observatory`, dir = process.env.OBSERVATORY ?? temporary('observatory');
const { check, end } = counter();

/** In a process that trusts our authority from its start. */
async function score() {
	const from = `${at}/node_modules/@mdn/mdn-http-observatory/src`;
	const { retrieve } = await import(`${from}/retriever/retriever.js`), { ALL_TESTS } = await import(`${from}/constants.js`);
	const { getScoreModifier, getGradeForScore } = await import(`${from}/grader/grader.js`), { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await import(`${from}/grader/charts.js`);
	const [httpPort, httpsPort, path] = process.argv.slice(2);
	const got = await retrieve('localhost', { httpPort: Number(httpPort), httpsPort: Number(httpsPort), path });
	const results = ALL_TESTS.map((t) => t(got)).map((r) => ({ name: r.constructor.name, result: r.result, pass: r.pass, points: r.result ? getScoreModifier(r.result) : 0 }));
	const least = 100 + results.reduce((sum, r) => sum + Math.min(0, r.points), 0), all = 100 + results.reduce((sum, r) => sum + r.points, 0);
	const points = least >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? all : least;
	console.log(JSON.stringify({ points, grade: getGradeForScore(points).grade ?? getGradeForScore(points), verified: got.responses.auto?.verified, status: got.responses.auto?.status, results }));
	process.exit(0);
}

async function main() {
	let stop = [];
	process.on('exit', () => {
		for (const f of stop) f();
		fs.rmSync(dir, { recursive: true, force: true });
	});
	if (!fs.existsSync(`${at}/node_modules`)) {
		fs.mkdirSync(at, { recursive: true });
		for (const f of ['package.json', 'package-lock.json']) fs.copyFileSync(`${root}/test/gate/observatory/${f}`, `${at}/${f}`);
		execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: at, stdio: 'ignore' });
		/* its scripts would fetch the list of sites that browsers know by heart: ours is not among them */
		fs.writeFileSync(`${at}/node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json`, '{}');
	}
	const data = `${dir}/data`, files = makeCertificate(dir), plain = await freePort(), secure = await freePort(), upstream = await freePort();
	const made = await execute(quick, ['init', '--data', data]);
	check(made.code === 0, 'init', made.err);
	const server = serve(data, { file: quick, args: ['--base-url', `https://localhost:${secure}`, '--proxies', '127.0.0.1', '--listen', `127.0.0.1:${upstream}`] });
	stop.push(() => server.process.kill('SIGKILL'));
	await server.ready;
	const proxy = await startProxy('nginx', `${dir}/nginx`, '', { plain, secure, upstream, files, name: 'localhost' });
	stop.push(proxy.kill);
	for (const path of ['/', '/connexion', '/ressources', '/rien']) {
		const r = await execute(process.execPath, [process.argv[1], String(plain), String(secure), path], { OBSERVATORY: dir, NODE_EXTRA_CA_CERTS: files.ca });
		const s = JSON.parse(/^\{.*\}$/m.exec(r.out)?.[0] ?? '{}');
		check(s.points >= LEAST && s.grade === 'A+', `${path}: A+`, `${s.points} ${s.grade} ${JSON.stringify(s.results?.filter((t) => t.points < 0))} ${r.err.slice(-500)}`);
		check(s.verified, `${path}: by TLS`, JSON.stringify(s).slice(0, 200));
		console.log(`${path}: ${s.points}, ${s.grade}`);
	}
	await proxy.stop();
	stop = [];
	check(await server.stop() === 0, 'the server stops cleanly', server.err);
	end();
}

await (process.env.OBSERVATORY ? score() : main());
