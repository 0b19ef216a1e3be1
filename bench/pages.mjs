// pages.mjs: sheet pages, kept and not, beside nginx with the same bytes and two wikis with the same text.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { archipel, serve, temporary } from '../test/lib/server.mjs';
import { agent, ask, sheets } from './generate.mjs';
import { claim, family, freePort, load, nginx, pause, reachable, run, seconds, stop } from './lib.mjs';

const folder = temporary('bench-pages'), data = path.join(folder, 'data');
archipel('init', '--demo', '--data', data);
const server = await serve(data, '--log-level', 'error'), pids = [server.child.pid];
process.on('exit', () => server.child.kill());
const person = (name, role) => {
	const link = archipel('user', 'add', '--email', `${name}@exemple.fr`, '--role', role, '--data', data);
	return { link: /\/connexion\/[\w-]+/.exec(link)[0], token: archipel('user', 'token', `${name}@exemple.fr`, '--data', data).trim() };
};
const writer = person('redaction', 'administrator'), reader = person('lecture', 'member');

/** Signs in as a browser does, and gives the cookie. */
async function cookieOf(link) {
	const first = await fetch(server.url + link);
	const form = /name='_csrf' value='([^']+)'/.exec(await first.text())[1];
	const answer = await fetch(server.url + link, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ _csrf: form }),
		headers: { Cookie: first.headers.getSetCookie().map((c) => c.split(';')[0]).join('; '), Origin: server.url } });
	return answer.headers.getSetCookie().find((c) => c.startsWith('archipel=')).split(';')[0];
}

let found;		// soon: the index is made after the start
while (!(found = JSON.parse((await ask('GET', `${server.url}/api/v1/resources?type=tool&limit=1`)).text).items[0])) await pause(100);
const sheet = `${server.url}/ressources/${found.slug}`;
const page = (await ask('GET', sheet, { 'Accept-Language': 'fr' })).text;
fs.writeFileSync(path.join(folder, 'page.html'), page);
const file = await nginx(folder, `root ${folder};`);
const script = (name, text) => {
	fs.writeFileSync(path.join(folder, name), text);
	return path.join(folder, name);
};
const header = (name, value) => script(`${name}.lua`, `wrk.headers["${name}"] = "${value}"\n`);
// As nginx serves the file and as the others are asked: without compression.
const fresh = script('fresh.lua', 'math.randomseed(os.time())\nlocal n = math.random(2^30)\nrequest = function() n = n + 1; return wrk.format("GET", wrk.path .. "?n=" .. n) end\n');

/** Twenty sheets a second, until told to stop. */
function writing() {
	let going = true, written = 0;
	const source = sheets(1e6, 3), start = Date.now(), waiting = [];
	const done = (async () => {
		for (let i = 0; going; i++) {
			await pause(Math.max(0, start + i * 50 - Date.now()));
			waiting.push(ask('POST', `${server.url}/api/v1/resources`, { authorization: `Bearer ${writer.token}`, 'content-type': 'application/json',
				'idempotency-key': `00000000-0000-4000-8000-${String(i).padStart(12, '0')}` }, JSON.stringify(source.next().value))
				.then((a) => { written += a.status === 201; }));
		}
		await Promise.all(waiting);
		return written / ((Date.now() - start) / 1000);
	})();
	return () => { going = false; return done; };
}

const rows = [], held = (what, limit, seen, holds) => claim(what, limit, seen.toFixed(2), holds);
async function row(what, url, options) {
	const theirs = await load(`${file.url}/page.html`, file.pids, { time: Math.max(2, Math.round(seconds / 2)) });
	const ours = await load(url, pids, options);
	rows.push(`| ${what} | ${ours.rate.toFixed(0)} | ${ours.p50.toFixed(2)} | ${ours.p99.toFixed(2)} | ${ours.cpu.toFixed(1)} | ${theirs.rate.toFixed(0)} | `
		+ `${theirs.cpu.toFixed(1)} | ${(ours.cpu / theirs.cpu).toFixed(2)} | ${(ours.rate / theirs.rate).toFixed(2)} |${ours.bad ? ` (${ours.bad} refused)` : ''}`);
	return { ...ours, share: ours.cpu / theirs.cpu, pace: ours.rate / theirs.rate };
}

const kept = await row('for anyone, kept', sheet);
const member = await row('for a member, with a cookie', sheet, { script: header('Cookie', await cookieOf(reader.link)) });
await row('for a member, with a token', sheet, { script: header('Authorization', `Bearer ${reader.token}`) });
await row('a commune, for anyone', `${server.url}/territoires/86116-jazeneuil`);
await row('made anew each time', sheet, { script: fresh });
const quiet = writing();
const busy = await row('for anyone, while 20 sheets a second are written', sheet);
const rate = await quiet();
console.log(`## Pages\n\nA sheet of ${(page.length / 1000).toFixed(1)} kB, 64 connections, not compressed; nginx serving the same bytes as a file, just before each row. `
	+ `Times in milliseconds and, of the processor, microseconds a page.\n`);
console.log('| page | pages/s | p50 | p99 | CPU | nginx pages/s | nginx CPU | CPU ÷ nginx | rate ÷ nginx |\n|---|---|---|---|---|---|---|---|---|');
console.log(rows.join('\n'));
console.log(`\n* Sheets written meanwhile, in the last row: ${rate.toFixed(1)} a second; their own work counts as the page's.`);

held('anonymous sheet page: CPU ÷ nginx', '≤ 1.5', kept.share, kept.share <= 1.5);
held('anonymous sheet page: rate ÷ nginx', '≥ 0.7', kept.pace, kept.pace >= 0.7);
held('the same while 20 sheets/s are written: rate ÷ nginx', '≥ 0.5', busy.pace, busy.pace >= 0.5);
held('signed-in sheet page: CPU ÷ nginx', '≤ 5', member.share, member.share <= 5);

/** The same words as a wiki writes them. */
const text = JSON.parse((await ask('GET', `${server.url}/api/v1/resources/${found.id}`)).text);
const markdown = `# ${text.title}\n\n${text.summary}\n\n${text.body ?? ''}\n`;

async function dokuwiki() {
	const root = '/usr/share/dokuwiki', own = path.join(folder, 'dokuwiki'), version = `${root}/VERSION`;
	fs.cpSync('/etc/dokuwiki', `${own}/conf`, { recursive: true, dereference: true });
	for (const d of ['attic', 'cache', 'index', 'locks', 'media', 'media_attic', 'media_meta', 'meta', 'pages', 'tmp', 'log'])
		fs.mkdirSync(`${own}/data/${d}`, { recursive: true });
	fs.writeFileSync(`${own}/conf/local.php`, `<?php\n$conf['title'] = 'Mesure';\n$conf['useacl'] = 0;\n$conf['savedir'] = '${own}/data';\n$conf['updatecheck'] = 0;\n`);
	fs.writeFileSync(`${own}/before.php`, `<?php\ndefine('DOKU_CONF', '${own}/conf/');\n`);
	fs.writeFileSync(`${own}/data/pages/fiche.txt`, markdown.replace(/^(#+) (.*)$/gm, (_, n, t) => `${'='.repeat(7 - n.length)} ${t} ${'='.repeat(7 - n.length)}`)
		.replace(/^[-*] /gm, '  * '));
	execFileSync('chmod', ['-R', 'a+rwX', own]);
	fs.chmodSync(folder, 0o755);
	fs.writeFileSync(`${own}/fpm.conf`, `[global]\nerror_log = ${own}/fpm.log\ndaemonize = no\n[w]\nuser = www-data\ngroup = www-data\nlisten = ${own}/fpm.sock\n`
		+ `listen.mode = 0666\npm = static\npm.max_children = ${os.cpus().length * 2}\nphp_admin_value[auto_prepend_file] = ${own}/before.php\nphp_admin_value[opcache.enable] = 1\n`);
	const fpm = run(fs.readdirSync('/usr/sbin').filter((f) => f.startsWith('php-fpm')).map((f) => `/usr/sbin/${f}`)[0], ['-y', `${own}/fpm.conf`, '-F']);
	await pause(1500);
	const front = await nginx(own, `root ${root}; location / { include /etc/nginx/fastcgi_params; fastcgi_param SCRIPT_FILENAME ${root}/doku.php; `
		+ `fastcgi_pass unix:${own}/fpm.sock; }`);
	return { name: `DokuWiki ${fs.readFileSync(version, 'utf8').trim()}, php-fpm, nginx`, url: `${front.url}/doku.php?id=fiche`,
		pids: [...await family(fpm.pid, os.cpus().length * 2), ...front.pids], children: [front.child, fpm] };
}

async function fossil() {
	const own = path.join(folder, 'fossil'), repository = `${own}/mesure.fossil`, port = await freePort();
	fs.mkdirSync(own);
	fs.writeFileSync(`${own}/fiche.md`, markdown);
	const env = { ...process.env, HOME: own, USER: 'mesure' };
	execFileSync('fossil', ['init', repository], { env, stdio: 'ignore' });
	execFileSync('fossil', ['wiki', 'create', 'fiche', `${own}/fiche.md`, '-M', 'markdown', '-R', repository], { env, stdio: 'ignore' });
	const child = run('fossil', ['server', repository, '--port', String(port), '--localhost'], { env, stdio: 'ignore' });
	await reachable(port);
	return { name: execFileSync('fossil', ['version'], { encoding: 'utf8' }).replace(/^This is (fossil) version (\S+)[^]*$/, 'Fossil $2'),
		url: `http://127.0.0.1:${port}/wiki?name=fiche`, pids: [child.pid], children: [child] };
}

await stop(file.child);
console.log('\n| the same text in | pages/s | CPU ms a page | ÷ ours, kept |\n|---|---|---|---|');
for (const make of [dokuwiki, fossil]) {
	const peer = await make();
	const answer = await ask('GET', peer.url);
	if (answer.status !== 200 || !answer.text.includes(text.summary.slice(0, 30))) throw new Error(`${peer.name}: ${answer.status} ${answer.text.slice(0, 200)}`);
	const theirs = await load(peer.url, peer.pids, { connections: 8 });
	console.log(`| ${peer.name} | ${theirs.rate.toFixed(0)} | ${(theirs.cpu / 1000).toFixed(2)} | ${(theirs.cpu / kept.cpu).toFixed(0)} |${theirs.bad ? ` (${theirs.bad} refused)` : ''}`);
	claim(`CPU of ${peer.name.split(' ')[0]} for the same text ÷ ours`, '≥ 50', (theirs.cpu / kept.cpu).toFixed(0), theirs.cpu >= 50 * kept.cpu);
	for (const child of peer.children) await stop(child);
}
await server.stop();
agent.destroy();
fs.rmSync(folder, { recursive: true });
