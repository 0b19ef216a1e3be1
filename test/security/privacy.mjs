#!/usr/bin/env node
// privacy.mjs: cookies only where they serve, personal pages kept by nobody, nothing of a person in an address, in
// the figures, in what others can read of the process or of the folder.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { execute, quick } from '../lib/archipel.mjs';
import { counter } from '../lib/server.mjs';
import { commons } from './lab.mjs';

const { check, end } = counter();
const port = 12000 + Math.floor(Math.random() * 20000);
const c = await commons('privacy', { demo: true, args: ['--metrics', `127.0.0.1:${port}`, '--log-level', 'debug'] });
const canary = 'Zinzolin', password = 'trois nuages et un velo';

// A visitor: no cookie, but for a form to send and a language that they chose.
const visitor = c.browser(), seen = new Set(), list = ['/'], given = {};
while (list.length && seen.size < 120) {
	const target = list.shift(), path = target.split('?')[0];
	if (seen.has(path)) continue;
	seen.add(path);
	const b = c.browser(), a = await b.get(target);
	for (const name of Object.keys(b.jar)) (given[name] ??= []).push(target);
	for (const [, href] of a.text.matchAll(/\bhref=["'](\/[^"'#]*)/g)) list.push(href.replaceAll('&amp;', '&'));
}
check(seen.size > 60, `${seen.size} pages looked at`);
check(Object.keys(given).every((n) => ['archipel-form', 'archipel-next', 'lang'].includes(n)), 'no cookie but for forms, signing in and language', JSON.stringify(given).slice(0, 300));
check((given['archipel-form'] ?? []).every((t) => /^\/connexion/.test(t)), 'a form cookie on pages with such a form only', given['archipel-form']?.join());
check((given['archipel-next'] ?? []).every((t) => /^\/connexion\?suite=/.test(t)), 'where one goes once signed in is kept by that page only', given['archipel-next']?.join());
check(!(given.lang ?? []).some((t) => !/lang=/.test(t)), 'a language cookie when it is chosen only', given.lang?.join());
await visitor.get('/?lang=en');
const [lang] = [(await visitor.get('/?lang=fr')).headers['set-cookie'] ?? []].flat();
check(lang === undefined || (/HttpOnly/.test(lang) && /SameSite=Lax/.test(lang)), 'the language cookie is locked like the others', lang);

// Someone: what is theirs is in no address and in nobody's cache.
await c.user(canary);
const anne = c.browser(), targets = [];
const ask = anne.ask.bind(anne);
anne.ask = async (method, target, more) => {
	const a = await ask(method, target, more);
	targets.push(target, a.headers.location ?? '', ...[...a.text.matchAll(/\b(?:href|action|src)=["']([^"']*)/g)].map((m) => m[1]));
	return a;
};
await anne.open(await c.verb('user', 'reset', `${canary}@example.org`));
await anne.choose(password);
await anne.get('/compte');
await anne.submit('/do/account.rename', { name: `${canary} B` });
await anne.get('/compte');
await anne.submit('/compte/jetons', { label: canary });
await anne.get('/compte');
await anne.submit('/deconnexion');
await anne.signIn(`${canary}@example.org`, 'faux faux faux');
await anne.signIn(`${canary}@example.org`, password);
const chief = await c.member('chef', 'administrator');
await chief.get('/comptes');
for (const [, path] of chief.page.matchAll(/href='(\/comptes\/\w{26})'/g)) targets.push(path);
await chief.submit('/comptes', { email: `x-${canary}@example.org`, name: 'X' });
check(!targets.some((t) => new RegExp(`${canary}|example\\.org|%40|password=|email=`, 'i').test(t)), 'no name, address or password in an address', targets.find((t) => t.toLowerCase().includes(canary.toLowerCase())));
for (const [b, path] of [[anne, '/compte'], [anne, '/compte/donnees.json'], [chief, '/comptes'], [c.browser(), '/connexion'], [c.browser(), '/connexion/x'], [c.browser(), '/bienvenue/x']]) {
	const a = await b.get(path);
	check(/no-store/.test(a.headers['cache-control'] ?? ''), `${path} is kept by nobody`, a.headers['cache-control']);
	check(/^(no-referrer|same-origin|strict-origin)/.test(a.headers['referrer-policy'] ?? ''), `${path} is told to no other site`, a.headers['referrer-policy']);
}
check(/private|no-store|no-cache/.test((await anne.get('/')).headers['cache-control']), 'a page for someone signed in is not shared');
check((await anne.get('/compte/donnees.json')).headers['content-disposition']?.startsWith('attachment'), 'data come as a file');

// First steps, without an account: the private link is long, kept as a fingerprint, in nobody's cache and in no line.
const walker = c.browser(), post = (target, body) => walker.ask('POST', target, { body, type: 'application/x-www-form-urlencoded', headers: { 'Sec-Fetch-Site': 'same-origin' } });
const way = (await post('/commencer', 'territoire=86116')).headers.location;
await post(`${way}/question/qui`, 'choix[]=mairie');
await post(`${way}/partager`, 'oui=1');
const shared = /href='(\/commencer\/partage\/\w+)'/.exec((await walker.get(`${way}/resultat`)).text)[1];
const links = [way, shared].map((l) => l.split('/').pop());
check(links.every((l) => l.length >= 24) && links[0] !== links[1], 'a private link and a shared one, of 144 bits each', links.join(' '));
for (const path of [way, ...['question/qui', 'commune', 'resultat', 'conseil', 'mairie', 'besoin'].map((p) => `${way}/${p}`), shared, `${shared}/conseil`]) {
	const a = await walker.get(path);
	check(/no-store/.test(a.headers['cache-control'] ?? '') && a.headers['referrer-policy'] === 'same-origin', `${path.replace(/\w{24,}/, '…')} is kept by nobody, told to no other site`, JSON.stringify(a.headers));
}
check(!links.some((l) => c.holds(l) || c.server.err.includes(l)), 'neither stands in a file or in a line');
check(!Object.keys(walker.jar).length, 'without a cookie', Object.keys(walker.jar).join());

// Figures, the process, the folder.
const figures = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
check(figures.length > 200 && !new RegExp(`${canary}|example|[0-9A-Z]{26}`).test(figures), 'figures name nobody', /.*(?:example|[0-9A-Z]{26}).*/.exec(figures)?.[0]);
const pid = c.server.process.pid, secrets = [password, ...Object.values(anne.jar).map((v) => v.split('.')[0])];
for (const file of ['cmdline', 'environ']) {
	const text = fs.readFileSync(`/proc/${pid}/${file}`, 'latin1');
	check(!secrets.some((s) => text.includes(s)), `no secret in ${file} of the process`);
}
check(!secrets.some((s) => c.holds(s)), 'no password and no cookie in a file');
for (const f of [c.data, ...fs.readdirSync(c.data).map((n) => `${c.data}/${n}`)])
	check((fs.statSync(f).mode & 0o077) === 0, `${f.slice(c.dir.length)} is its owner's alone`, (fs.statSync(f).mode & 0o777).toString(8));
const dump = await execute(quick, ['config', 'dump', '--data', c.data, '--log', 'postgresql://u:motsecret@127.0.0.1/x']);
check(!/motsecret/.test(dump.out + dump.err), 'the settings shown hide the password of the log', dump.out);
check(execFileSync('sqlite3', [`${c.data}/archipel.db`, "SELECT count(*) FROM state WHERE kind = 'password' AND value NOT LIKE '$argon2id$%'"], { encoding: 'utf8' }).trim() === '0', 'passwords are hashes');
check(await c.end() === 0, 'the server stops with 0');
end();
