// start.mjs: what the steps of Where to start take of the processor, at 1,000 and 100,000 sheets (SHEETS=: the most), one in
// twenty an experience report that used sheets of the demonstration and new ones.
import path from 'node:path';
import { archipel, serve, temporary } from '../test/lib/server.mjs';
import { ask, fill, sheets } from './generate.mjs';
import { claim, cpu, pause } from './lib.mjs';

const most = Number(process.env.SHEETS ?? 100000), data = path.join(temporary('bench-start'), 'data');
archipel('init', '--demo', '--data', data);
archipel('user', 'add', '--email', 'mesure@exemple.fr', '--role', 'administrator', '--data', data);
const token = archipel('user', 'token', 'mesure@exemple.fr', '--data', data).trim();
const server = await serve(data, '--log-level', 'error', '--rate', '0');
process.on('exit', () => server.child.kill());
const definition = JSON.parse((await ask('GET', `${server.url}/api/v1/start`)).text);
const named = definition.rules.flatMap((r) => r.sheets ?? []);

/** Reports tell mostly of the same few sheets, as they do elsewhere. */
function* told(source) {
	for (let i = 0; ; i++) {
		if (i % 20) yield source.next().value;
		else yield { type: 'experience', title: `Essai ${i}`, summary: 'Ce qui s’est passé.', territories: source.next().value.territories ?? ['86116'],
			difficulties: 'Le temps.', differently: 'Plus tôt.', uses: [...new Set([named[(i / 20) % 7], named[(i / 20) % named.length]])],
			cost: { min: 100, max: 300 }, transferability: 'adaptation' };
	}
}

async function form(target, values) {
	const a = await fetch(server.url + target, { method: 'POST', redirect: 'manual', body: new URLSearchParams(values) });
	if (a.status !== 303) throw new Error(`${target}: ${a.status} ${await a.text()}`);
	return a.headers.get('location');
}

/** The communes of the bench, as people who have answered. */
async function walks() {
	const list = [];
	for (const s of definition.samples) {
		const way = await form('/commencer', [['territoire', s.territory ?? '']]);
		for (const [question, choices] of Object.entries(s.answers))
			await form(`${way}/question/${question}`, choices.map((c) => ['choix[]', c]));
		list.push(`${way}/resultat`);
	}
	return list;
}

const rows = [], source = told(sheets(1e7, 7)), ways = await walks();
let written = 0, last = 0;
for (const count of [1000, 100000].filter((n) => n < most).concat(most)) {
	await fill(server.url, token, source, count - written);
	written = count;
	for (let seen = 0; seen < count; await pause(500))	// the search's index works in the same process
		seen = JSON.parse((await ask('GET', `${server.url}/api/v1/resources?limit=0`)).text).total;
	await pause(3000);
	for (let i = 0; i < 3; i++) for (const way of ways) await ask('GET', server.url + way);
	const before = cpu([server.child.pid]), size = [];
	for (let i = 0; i < 10; i++) for (const way of ways) size.push((await ask('GET', server.url + way)).text.length);
	last = (cpu([server.child.pid]) - before) / size.length * 1000;
	rows.push(`| ${count} | ${last.toFixed(1)} | ${(size.reduce((a, b) => a + b) / size.length / 1000).toFixed(1)} |`);
}
console.log('## Where to start\n\nThe page of the steps, made anew for each of the communes of the bench; one in twenty sheets is a report.\n');
console.log(`| sheets | processor, ms a page | kB |\n|---|---|---|\n${rows.join('\n')}\n`);
claim('a page of steps', '< 50 ms of processor', `${last.toFixed(1)} ms`, last < 50);
await server.stop();
