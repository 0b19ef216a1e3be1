// pages.mjs [--all]: every template in Chromium: accessible (axe), valid HTML (vnu), light (EcoIndex A), usable with
// a keyboard, no sideways scroll, no request to another site, nothing refused by the content security policy; and
// every sheet of the demonstration, and the form of each, light too.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { archipel, counter, serve, temporary } from '../lib/server.mjs';
import { readPo } from '../../tools/po_file.mjs';
import { count, kept, launch, open, scale, sideways, tab, violations } from './browser.mjs';
import { header, small, spacing, walk } from './hands.mjs';
import { every, pairs, templates } from './templates.mjs';

const { check, end } = counter();
const data = path.join(temporary('browser'), 'data');
archipel('init', '--demo', '--data', data);
archipel('import', 'referentiel', 'test/fixtures/referentiels/cae.csv', '--data', data);
const server = await serve(data);
const browser = await launch();
const shots = process.env.SHOTS;
const hows = process.argv.includes('--all') ? every : pairs;
const MOST = { elements: 380, kilobytes: 120, home: 60 };

const plain = (name) => name.replace(/[^\w.-]/g, '_');
const none = (list, what) => check(list.length === 0, what, list.join(' | '));

/** Runs work on each item, a few at a time: the machine rests while one waits. */
async function each(items, work) {
	const left = [...items];
	await Promise.all([1, 2, 3].map(async () => { while (left.length) await work(left.shift()); }));
}

/** Signs in through the one-time link, as a person would; gives the session's cookies. */
async function signIn() {
	const link = archipel('user', 'add', '--email', 'essai@exemple.fr', '--role', 'administrator', '--data', data).trim();
	const context = await open(browser);
	const page = await context.newPage();
	await page.goto(link);
	await page.click('main button');
	await page.waitForLoadState();
	const cookies = await context.cookies();
	check(cookies.some((c) => c.httpOnly), 'the one-time link signs in', page.url());
	await context.close();
	return cookies;
}

/** All sheets of the demonstration: [{slug, type, …}]. */
async function sheets() {
	const all = [];
	for (let after = ''; typeof after === 'string';) {
		const answer = await (await fetch(`${server.url}/api/v1/resources?limit=100&cursor=${after}`)).json();
		all.push(...answer.items);
		after = answer.next;
	}
	return all;
}

/** Sentences of the program, by the language that they must not be read in. */
const sentences = readPo('lang/fr.po').filter((r) => r.key && r.one && r.key !== r.one);
const foreign = { fr: new Set(sentences.map((r) => r.key)), en: new Set(sentences.map((r) => r.one)) };
for (const r of sentences) for (const lang of ['fr', 'en']) foreign[lang].delete(lang === 'fr' ? r.one : r.key);

/** What is left in the other language, and does not say so: texts, labels, hints. */
async function untranslated(page, lang) {
	const texts = await page.evaluate(() => {
		const found = [...document.querySelectorAll('[aria-label], [placeholder]')].map((e) => e.getAttribute('aria-label') ?? e.placeholder);
		const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
		while (walker.nextNode())
			if (!walker.currentNode.parentElement.closest('[hreflang], :not(html)[lang]')) found.push(walker.currentNode.data.trim());
		return found;
	});
	return texts.filter((text) => foreign[lang].has(text));
}

/** A page once more when something is wrong with it: a busy machine paints late. Both times are told, the second counts. */
async function look(page, t, how) {
	for (const last of [false, true]) {
		const found = [];
		await inspect(page, t, how, (...one) => found.push(one));
		const wrong = found.filter(([ok]) => !ok);
		if (last || !wrong.length) return found.forEach((one) => check(...one));
		for (const [, what, detail] of wrong) console.log(`looked at again: ${what}: ${detail}`);
	}
}

async function inspect(page, t, how, check) {
	const none = (list, what) => check(list.length === 0, what, list.join(' | '));
	const name = `${t.name} [${how.lang} ${how.dark ? 'dark' : 'light'} ${how.width}${how.script ? '' : ' no script'}]`;
	page.faults.length = 0;
	const answer = await page.goto(server.url + t.path + (t.path.includes('?') ? '&' : '?') + `lang=${how.lang}`);
	check(answer.status() === (t.status ?? 200), `${name}: status`, String(answer.status()));
	if (t.has && how.lang === 'fr') check((await page.textContent('main')).includes(t.has), `${name}: says ${t.has}`);
	check(await page.getAttribute('html', 'lang') === how.lang, `${name}: language`);
	none(await untranslated(page, how.lang), `${name}: not translated`);
	const over = await sideways(page);
	check(over <= 0, `${name}: scrolls sideways`, String(over));
	fs.writeFileSync(path.join(kept, plain(`${t.name}-${how.lang}.html`)), await answer.text());
	if (shots) await page.screenshot({ path: path.join(shots, plain(`${t.name}-${how.width}-${how.dark ? 'dark' : 'light'}-${how.lang}.png`)), fullPage: true });
	if (how.script) none(await violations(page), `${name}: axe`);
	if (how.width === 320) none([...await spacing(page), ...await small(page)], `${name}: spacing and targets`);
	else none(await walk(page, 24), `${name}: keyboard`);
	none(page.faults, `${name}: asks or breaks`);
}

/** All templates in one way to look at them; two browsers, one signed in. */
async function visit(how, cookies) {
	for (const signed of [false, true]) {
		const context = await open(browser, { ...how, cookies: signed ? cookies : [] });
		const pages = [];
		await each(templates.filter((t) => Boolean(t.signed) === signed), async (t) => {
			const page = pages.pop() ?? await tab(context, server);
			await look(page, t, how);
			pages.push(page);
		});
		await context.close();
	}
}

async function narrow() {
	const context = await open(browser, { width: 320, script: false });
	const page = await tab(context, server);
	await page.goto(server.url);
	none(await header(page), 'the header on a phone');
	await context.close();
}

/** All templates as they weigh on a first visit. */
async function ecology(cookies) {
	for (const signed of [false, true]) {
		const scales = [];
		await each(templates.filter((t) => Boolean(t.signed) === signed), async (t) => {
			const one = scales.pop() ?? await scale(browser, signed ? cookies : []);
			light(t, await one.weigh(server.url + t.path));
			scales.push(one);
		});
		for (const one of scales) await one.close();
	}
}

function light(t, w) {
	console.log(`EcoIndex ${w.score.toFixed(1)} ${w.score > 80 ? 'A' : 'not A'}  ${String(w.elements).padStart(4)} elements `
		+ `${String(w.requests).padStart(2)} requests ${w.kilobytes.toFixed(1).padStart(6)} kB  ${t.name}`);
	check(w.score > 80 && w.requests <= 8 && w.kilobytes <= (t.path === '/' ? MOST.home : MOST.kilobytes), `${t.name}: EcoIndex A and light`, w.score.toFixed(1));
}

/** Pages that differ by their data alone: counted as they are sent, without a browser. */
async function crowd(paths, cookies, what) {
	const headers = { 'Accept-Encoding': 'gzip', Cookie: cookies.map((c) => `${c.name}=${c.value}`).join('; ') };
	const found = [];
	await each(paths, async (p) => {
		const html = await (await fetch(server.url + p, { headers })).text();
		found.push([count(html), Buffer.byteLength(html), p]);
		check(count(html) <= MOST.elements && Buffer.byteLength(html) < 120000, `${p}: light`, `${count(html)} elements, ${Buffer.byteLength(html)} bytes`);
	});
	const [elements, bytes, p] = found.sort((a, b) => b[0] - a[0])[0];
	console.log(`${found.length} ${what}: ${elements} elements at most (${p}, ${bytes} bytes)`);
}

async function validate() {
	const vnu = promisify(execFile)('java', ['-jar', 'node_modules/vnu-jar/build/dist/vnu.jar', '--format', 'text', '--skip-non-html', kept], { maxBuffer: 1 << 24 });
	const report = await vnu.then(() => '', (e) => e.stderr || String(e));
	const lines = report.split('\n').filter((l) => /error|warning/i.test(l));
	for (const l of lines.slice(0, 20)) console.log(l.replace(kept, ''));
	check(lines.length === 0, 'vnu: every page is valid HTML', `${lines.length} messages`);
}

/** A sheet that nobody would write: words without end, huge numbers. */
function writeLong() {
	const word = 'x'.repeat(150), file = path.join(path.dirname(data), 'long.json');
	fs.writeFileSync(file, JSON.stringify({
		type: 'tool', title: `Long ${word}`, summary: word + word, tags: [word.slice(90)], territories: ['86116'],
		body: `${word}${word}\n\n\`${word}\`\n\n    ${word}\n\n| a | b |\n|---|---|\n| ${word} | ${word} |\n\n[${word}](https://example.org/${word})`,
		cost: { min: 0, max: 999999999 }, effort: { min: 123456, max: 999999 }, steps: [{ title: word, text: word }],
	}));
	archipel('do', 'resource.create', '--values', file, '--data', data);
}

/** Someone on their way, who shared it and asked for something: {walk} and {shared}. */
async function writeWalk() {
	const post = async (to, fields) => (await fetch(server.url + to, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) })).headers.get('location');
	const way = await post('/commencer', { territoire: '86116' });
	const said = { qui: 'collectif', inquietude: 'isolement', temps: 'habitants', argent: 'rien', parole: 'memes', lieux: 'marche' };
	for (const [question, choice] of Object.entries(said)) await post(`${way}/question/${question}`, { 'choix[]': choice });
	await post(`${way}/partager`, { oui: '1' });
	await post(`${way}/besoin`, { title: 'Qui a déjà rouvert un puits ?', body: 'Le puits est là, la pompe non.' });
	const page = await (await fetch(`${server.url}${way}/resultat`)).text();
	return { walk: way, shared: /href='(\/commencer\/partage\/\w+)'/.exec(page)[1] };
}

const cookies = await signIn();
const ways = await writeWalk();
writeLong();
const all = await sheets();
const longest = [...all].sort((a, b) => JSON.stringify(b).length - JSON.stringify(a).length)[0];
all.find((s) => s.title.startsWith('Long xx')).type = 'long';
const found = (name) => `/ressources/${(all.find((s) => s.type === name) ?? longest).slug}`;
for (const t of templates) t.path = t.path.replace(/\{([\w-]+)\}/, (_, name) => ways[name] ?? found(name));

for (const how of hows) await visit(how, cookies);
const valid = validate();
await narrow();
await ecology(cookies);
await crowd(all.map((s) => `/ressources/${s.slug}`), [], 'sheets');
await crowd(all.map((s) => `/ressources/${s.slug}/modifier`), cookies, 'forms of sheets');
await valid;
await browser.close();
check(await server.stop() === 0, 'the server stops cleanly');
fs.rmSync(path.dirname(data), { recursive: true });
fs.rmSync(kept, { recursive: true });
end();
