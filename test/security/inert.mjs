#!/usr/bin/env node
// inert.mjs: whatever people write stays text. Each vector is put into every text of a sheet, of a type, of a name and
// into addresses; Chromium shows the pages without their security policy: no dialog, no request elsewhere, no handler,
// script, frame, style or unsafe link, also after what is shown is written out and read again.
import { randomUUID } from 'node:crypto';
import { chromium } from 'playwright-core';
import { counter } from '../lib/server.mjs';
import { commons } from './lab.mjs';
import { vectors } from './vectors.mjs';

const { check, end } = counter();
const c = await commons('inert');
await c.user('chef', 'administrator');
let token = await c.token('chef');
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
	args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'] });

/** In the page: what is not inert below a node.  Our own pages have these scripts, styles and forms only. */
const judge = (own) => {
	globalThis.faults = (root) => {
		const found = [], bad = /^\s*(?:javascript|data|vbscript|blob|file|filesystem|jar|feed|view-source|livescript|about):/i;
		const never = 'script, iframe, frame, frameset, object, embed, applet, base, style, meta, link, marquee, template, math, foreignObject, animate, set, use, handler, video, audio, source, dialog, portal, xmp, plaintext, noembed, noframes';
		for (const e of root.querySelectorAll('*')) {
			if (e.matches(never) && !e.hasAttribute('data-own')) found.push(`element ${e.outerHTML.slice(0, 100)}`);
			for (const { name, value } of e.attributes) {
				if (/^on/i.test(name) || /^(style|srcdoc|formaction|background|poster|ping|is|slot|part|autofocus|popover\w*)$/i.test(name) && !e.hasAttribute('data-own')) found.push(`attribute ${name} of ${e.outerHTML.slice(0, 100)}`);
				if (!/^(href|src|srcset|action|data|xlink:href|cite|longdesc|content)$/i.test(name)) continue;
				const bare = value.replace(/[\u0000-\u0020\u00a0\u00ad\u200b-\u200f\u2028\u2029]/g, '');
				let scheme = '';
				try { scheme = new URL(value, own).protocol; } catch { /* leads nowhere */ }
				if (bad.test(bare) || (scheme && !/^(https?|mailto):$/.test(scheme))) found.push(`${name}=${value.slice(0, 100)}`);
				if (/^(src|srcset|action|data)$/i.test(name) && new URL(value.split(' ')[0], own).origin !== new URL(own).origin) found.push(`${name} elsewhere: ${value.slice(0, 100)}`);
			}
		}
		return found;
	};
	/** What a second and a third reading make of it; the third must be the second. */
	globalThis.again = (markup) => {
		const found = [];
		for (const [before, after] of [['<div>', '</div>'], ['<table><tr><td>', '</td></tr></table>'], ['<p>', '</p>'], ['<svg><desc>', '</desc></svg>'], ['<form>', '</form>']]) {
			const second = new DOMParser().parseFromString(before + markup + after, 'text/html').body;
			const text = second.innerHTML, third = new DOMParser().parseFromString(text, 'text/html').body;
			found.push(...faults(second).map((f) => `${before}: ${f}`), ...faults(third).map((f) => `${before} again: ${f}`));
			if (before === '<div>' && third.innerHTML !== text) found.push('reads otherwise each time');
		}
		return found;
	};
};

/** A tab that hears what must not happen. */
async function tab() {
	const context = await browser.newContext({ bypassCSP: true, locale: 'en' });
	await context.addInitScript(judge, c.server.url);
	const page = await context.newPage();
	page.heard = [];
	page.on('dialog', (d) => { page.heard.push(`dialog ${d.message()}`); d.dismiss().catch(() => {}); });
	page.on('request', (r) => { if (!r.url().startsWith(`${c.server.url}/`)) page.heard.push(`asks ${r.url().slice(0, 100)}`); });
	page.on('download', () => page.heard.push('a download'));
	return page;
}

/** Shows a page of ours and judges what people wrote in it: main, less our own forms' attributes. */
async function show(page, path, wanted) {
	page.heard.length = 0;
	const answer = await page.goto(c.server.url + path, { waitUntil: 'load', timeout: 30000 });
	const found = await page.evaluate(() => {
		for (const e of document.querySelectorAll('head *, [autofocus][role=alert], svg.icon, .noph *')) e.setAttribute('data-own', '');
		const main = document.querySelector('main');
		return [...faults(document), ...again(main.innerHTML)];
	});
	if (wanted && answer.status() !== wanted) found.push(`status ${answer.status()}`);
	return [...page.heard, ...found];
}

const label = (text) => ({ fr: text, en: text });
const field = (name, kind, more) => ({ name, kind, label: label(name), ...more });
const type = (name, text) => ({ name, label: label(text.slice(0, 60) || name), plural: label(text.slice(0, 60) || name), help: label(text.slice(0, 400)), fields: [
	field('title', 'line', { required: true }), field('summary', 'line', { required: true }), field('body', 'text'), field('words', 'tags', { facet: true }), field('site', 'web'),
	field('rows', 'group', { item: label('row'), fields: [field('line', 'line'), field('text', 'text')] }),
	{ ...field('odd', 'line'), label: label(text.slice(0, 100) || 'odd'), help: label(text.slice(0, 400)) },
] });
check((await c.api(token, 'POST', '/do/type.state', { type: type('essai', 'Essai') })).status < 300, 'a type for it');

/** A sheet whose texts say the first, and its rows all; what is refused is left out. */
async function sheet(kind, texts) {
	const text = texts[0], rows = texts.map((t) => ({ line: t.slice(0, 190), text: t }));
	const all = { title: `a ${text}`.slice(0, 190), summary: `b ${text}`.slice(0, 400), body: text, words: [text.slice(0, 60)], site: text.slice(0, 300), odd: text.slice(0, 190), rows };
	for (let i = 0; i < 8; i++) {
		const a = await c.api(token, 'POST', '/api/v1/resources', { type: kind, ...all }, { 'Idempotency-Key': randomUUID() });
		if (a.status === 201) return { ...JSON.parse(a.text), kept: all };
		const errors = Object.keys(JSON.parse(a.text).errors ?? {});
		if (a.status !== 422 || !errors.length) return { slug: null, why: `${a.status} ${a.text.slice(0, 200)}` };
		for (const e of errors) delete all[e.split('.')[0]];
		all.title ??= 'titre';
		all.summary ??= 'résumé';
	}
	return { slug: null, why: 'refused to the end' };
}

const tabs = await Promise.all([1, 2, 3].map(tab));
const every = process.env.CHECK === 'all';
const together = every ? 1 : 5;
/* NUL is in no text: what has it is refused whole */
const sayable = vectors.filter(([, text]) => !text.includes('\0'));
const left = Array.from({ length: Math.ceil(sayable.length / together) }, (_, i) => sayable.slice(i * together, (i + 1) * together));
let shown = 0, sheets = 0;
await Promise.all(tabs.map(async (page) => {
	for (let some; (some = left.shift());) {
		const name = some.map(([n]) => n).join(', '), text = some[0][1];
		const { slug, kept, why } = await sheet('essai', some.map(([, t]) => t));
		if (!check(slug && kept.body && kept.rows, `kept: ${name}`, why)) continue;
		const found = await show(page, `/ressources/${slug}`, 200);
		check(!found.length, `sheet: ${name}`, found.slice(0, 3).join(' | '));
		shown += some.length;
		if (!every && sheets++ % 4) continue;
		const lists = [...await show(page, `/ressources?q=${encodeURIComponent(text.slice(0, 150))}`), ...await show(page, `/ressources/${slug}/versions`)];
		check(!lists.length, `search and history: ${name}`, lists.slice(0, 3).join(' | '));
	}
}));
check(shown === sayable.length && shown > 160, `${shown} of ${vectors.length} vectors shown`);
const nul = await c.api(token, 'POST', '/api/v1/resources', { type: 'essai', title: 'a', summary: 'b', body: '<b\0>' }, { 'Idempotency-Key': randomUUID() });
check(nul.status === 400, 'NUL is refused', String(nul.status));

// Labels of types, names of people, forms with what was typed: as the administrator sees them.
const chief = c.browser();
await chief.open(await c.verb('user', 'reset', 'chef@example.org'));
token = await c.token('chef');	// a reset ends those of before
await tabs[0].context().addCookies(Object.entries(chief.jar).map(([name, value]) => ({ name, value, url: c.server.url })));
const some = vectors.filter(([, t], i) => !/[\u0000-\u001f]/.test(t) && (every || i % 12 === 0));
let made = 0, why = '';
for (const [i, [name, text]] of some.entries()) {
	const kind = `k${'abcdefghijklmnopqrstuvwxyz'[i % 26]}${'abcdefghijklmnopqrstuvwxyz'[Math.floor(i / 26)]}`;
	const a = await c.api(token, 'POST', '/do/type.state', { type: type(kind, text) });
	if (a.status >= 300) { why = a.text; continue; }
	made++;
	const { slug } = await sheet(kind, [text]);
	for (const path of [`/types/${kind}`, `/ressources/nouvelle/${kind}`, ...(slug ? [`/ressources/${slug}`, `/ressources/${slug}/modifier`] : [])]) {
		const found = await show(tabs[0], path, 200);
		check(!found.length, `${path.split('/').slice(0, 3).join('/')} of a type: ${name}`, found.slice(0, 3).join(' | '));
	}
	await c.api(token, 'POST', '/do/account.rename', { name: text.slice(0, 60) });
}
check(made > 5, `${made} types with such labels`, why);
for (const path of ['/', '/ressources', '/types', '/comptes', '/compte', '/ressources/nouvelle', '/plan-du-site']) {
	const found = await show(tabs[0], path, 200);
	check(!found.length, `${path} after all that`, found.slice(0, 3).join(' | '));
}

// What a request says comes back in pages and problems: read in bulk, without being shown.
const places = ['/ressources?q=', '/territoires?q=', '/connexion?suite=', '/ressources/', '/types/', '/schemas/axes/', '/territoires/', '/ressources?tags=', '/acteurs?q=', '/ressources?type=', '/?lang=', '/connexion/', '/ressources?page=', '/aide?x='];
const wrong = [];
let answers = 0;
for (const place of places) {
	const pages = [];
	for (const [name, text] of vectors.filter((_, i) => every || i % 3 === places.indexOf(place) % 3)) {
		const a = await c.api(null, 'GET', place + encodeURIComponent(text.slice(0, 300)));
		answers++;
		if (/html/.test(a.headers['content-type'] ?? '')) pages.push([name, a.text]);
		if (a.headers['x-content-type-options'] !== 'nosniff') wrong.push(`${place} ${name}: sniffed`);
	}
	const found = await tabs[1].evaluate((list) => list.flatMap(([name, text]) => {
		const d = new DOMParser().parseFromString(text, 'text/html');
		for (const e of d.querySelectorAll('head *, [autofocus][role=alert], svg.icon, .noph *')) e.setAttribute('data-own', '');
		return [...faults(d), ...again(d.querySelector('main').innerHTML)].map((f) => `${name}: ${f}`);
	}), pages);
	wrong.push(...found.map((f) => `${place} ${f}`));
}
for (const [name, text] of vectors) {
	const a = await c.api(token, 'GET', `/api/v1/resources?q=${encodeURIComponent(text.slice(0, 150))}`);
	answers++;
	if (!/^application\/(problem\+)?json; charset=utf-8$/.test(a.headers['content-type'])) wrong.push(`API, ${name}: ${a.headers['content-type']}`);
}
check(!wrong.length, `${answers} answers to requests that say it`, wrong.slice(0, 5).join('\n'));

// The judge sees what it must: a page that has it all.
const bait = await tabs[2].evaluate(() => again('<img src=x onerror=alert(1)><a href="java\tscript:alert(1)">x</a><script>1</scr' + 'ipt><a href="data:x">y</a><iframe></iframe><img src=//ailleurs.example/x>').length);
check(bait >= 20, 'the judge sees what is not inert', String(bait));
await browser.close();
check(await c.end() === 0, 'the server stops with 0');
end();
