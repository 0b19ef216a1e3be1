// pages.mjs [--all]: every template in Chromium: accessible (axe), valid HTML (vnu), light (EcoIndex A),
// no sideways scroll, no request to another site, nothing refused by the content security policy.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { archipel, counter, serve, temporary } from '../lib/server.mjs';
import { kept, launch, open, sideways, violations, weigh } from './browser.mjs';
import { every, pairs, templates } from './templates.mjs';

const { check, end } = counter();
const data = path.join(temporary('browser'), 'data');
archipel('init', '--demo', '--data', data);
const server = await serve(data);
const browser = await launch();
const shots = process.env.SHOTS;

// Signs in through the one-time link, as a person would; gives the session's cookies.
async function signIn() {
	const link = archipel('user', 'add', '--email', 'essai@exemple.fr', '--role', 'administrator', '--data', data).trim();
	const context = await open(browser, server);
	const page = await context.newPage();
	await page.goto(link);
	await page.click('main button');
	await page.waitForLoadState();
	const cookies = await context.cookies();
	check(cookies.some((c) => c.httpOnly), 'the one-time link signs in', page.url());
	await context.close();
	return cookies;
}

async function first(type) {
	const list = await (await fetch(`${server.url}/api/v1/resources?type=${type}&limit=1`)).json();
	return `/ressources/${list.items[0].slug}`;
}

async function look(t, how, cookies) {
	const context = await open(browser, server, { ...how, cookies: t.signed ? cookies : [] });
	const page = await context.newPage();
	const name = `${t.name} [${how.lang} ${how.dark ? 'dark' : 'light'} ${how.width} ${how.script ? '' : 'no script'}]`;
	const answer = await page.goto(server.url + t.path + (t.path.includes('?') ? '&' : '?') + `lang=${how.lang}`);
	check(answer.status() === (t.status ?? 200), `${name}: status`, String(answer.status()));
	if (t.has && how.lang === 'fr') check((await page.textContent('main')).includes(t.has), `${name}: says ${t.has}`);
	check(await page.getAttribute('html', 'lang') === how.lang, `${name}: language`);
	check(await sideways(page) <= 0, `${name}: scrolls sideways`, String(await sideways(page)));
	if (how.script) {
		const found = await violations(page);
		check(found.length === 0, `${name}: axe`, found.join(' | '));
	}
	fs.writeFileSync(path.join(kept, `${t.name}-${how.lang}.html`.replace(/[^\w.-]/g, '_')), await answer.text());
	if (shots) await page.screenshot({ path: path.join(shots, `${t.name}-${how.width}-${how.dark ? 'dark' : 'light'}-${how.lang}.png`.replace(/[^\w.-]/g, '_')), fullPage: true });
	check(context.faults.length === 0, `${name}: asks or breaks`, context.faults.join(' | '));
	await context.close();
}

async function ecology(t, cookies) {
	const w = await weigh(browser, server, t.path, t.signed ? cookies : []);
	console.log(`EcoIndex ${w.score.toFixed(1)} ${w.score > 80 ? 'A' : 'not A'}  ${String(w.elements).padStart(4)} elements `
		+ `${String(w.requests).padStart(2)} requests ${w.kilobytes.toFixed(1).padStart(6)} kB  ${t.name}`);
	check(w.score > 80 && w.requests <= 8 && w.kilobytes <= (t.path === '/' ? 60 : 120), `${t.name}: EcoIndex A and light`, w.score.toFixed(1));
}

function validate() {
	let report = '';
	try {
		execFileSync('java', ['-jar', 'node_modules/vnu-jar/build/dist/vnu.jar', '--format', 'text', '--skip-non-html', kept], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
	} catch (e) {
		report = e.stderr || String(e);
	}
	const lines = report.split('\n').filter((l) => /error|warning/i.test(l));
	for (const l of lines.slice(0, 20)) console.log(l.replace(kept, ''));
	check(lines.length === 0, 'vnu: every page is valid HTML', `${lines.length} messages`);
}

const cookies = await signIn();
const found = { tool: await first('tool'), experience: await first('experience') };
for (const t of templates) t.path = t.path.replace(/\{(\w+)\}/, (_, name) => found[name]);
for (const t of templates) {
	for (const how of process.argv.includes('--all') ? every : pairs) await look(t, how, cookies);
	await ecology(t, cookies);
}
validate();
await browser.close();
check(await server.stop() === 0, 'the server stops cleanly');
fs.rmSync(path.dirname(data), { recursive: true });
fs.rmSync(kept, { recursive: true });
end();
