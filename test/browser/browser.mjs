// browser.mjs - Chromium on our pages: what it shows, asks, refuses and weighs.
import { chromium } from 'playwright-core';
import fs from 'node:fs';
import { temporary } from '../lib/server.mjs';

const axe = fs.readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice', 'RGAAv4'];

export async function launch() {
	return chromium.launch({
		executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
			'--disable-component-update', '--disable-sync', `--user-agent=archipel-test`],
	});
}

/** A browser of someone: language, width, theme, with scripts or without, signed in by cookies. */
export async function open(browser, { lang = 'fr', width = 1280, dark = false, script = true, cookies = [] } = {}) {
	const context = await browser.newContext({
		viewport: { width, height: 800 }, locale: lang, colorScheme: dark ? 'dark' : 'light', javaScriptEnabled: script, reducedMotion: 'reduce',
		extraHTTPHeaders: { 'Accept-Language': lang },
	});
	if (cookies.length) await context.addCookies(cookies);
	return context;
}

/** A page that writes into faults what a page must never do. */
export async function tab(context, server) {
	const page = await context.newPage();
	page.faults = [];
	page.on('request', (r) => {
		if (!r.url().startsWith(server.url) && !r.url().startsWith('data:')) page.faults.push(`asks another site: ${r.url()}`);
	});
	page.on('console', (m) => {
		if (/Content Security Policy|Refused to/i.test(m.text())) page.faults.push(`refused: ${m.text()}`);
	});
	page.on('pageerror', (e) => page.faults.push(`script error: ${e.message}`));
	return page;
}

export async function violations(page) {
	await page.evaluate(axe);
	const found = await page.evaluate((values) => globalThis.axe.run({
		resultTypes: ['violations'], runOnly: { type: 'tag', values }, rules: { 'target-size': { enabled: true } },
	}), tags);
	return found.violations.map((v) => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 120)}`);
}

export async function sideways(page) {
	return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

// Source: EcoIndex reference of 2022 (ecoindex_reference 1.0.2): quantiles of elements, requests, kilobytes.
const ELEMENTS = [0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801, 2479, 594601];
const REQUESTS = [0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920];
const KILOBYTES = [0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32, 1648.27, 1876.08, 2142.06,
	2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26];

function quantile(table, value) {
	const i = table.findIndex((t, k) => k > 0 && value < t);
	return i < 0 ? 20 : i - 1 + (value - table[i - 1]) / (table[i] - table[i - 1]);
}

export function ecoindex(elements, requests, kilobytes) {
	return 100 - (5 * (3 * quantile(ELEMENTS, elements) + 2 * quantile(REQUESTS, requests) + quantile(KILOBYTES, kilobytes))) / 6;
}

/** Until nothing was asked for a while. */
async function quiet(state) {
	for (let calm = 0; calm < 4; calm = state.open ? 0 : calm + 1) await new Promise((done) => { setTimeout(done, 50); });
}

/** Someone's tab that weighs pages. Its weigh(address) is a cold visit, as if nothing had been fetched before: elements
 *  (those inside SVG left out), requests, kilobytes over the wire. */
export async function scale(browser, cookies = []) {
	const context = await open(browser, { width: 1920, cookies });
	const page = await context.newPage(), client = await context.newCDPSession(page);
	await client.send('Network.enable');
	await client.send('Network.setCacheDisabled', { cacheDisabled: true });
	const state = { open: 0, requests: 0, bytes: 0 };
	client.on('Network.requestWillBeSent', (e) => { if (!e.request.url.startsWith('data:')) { state.requests++; state.open++; } });
	client.on('Network.loadingFinished', (e) => { state.bytes += e.encodedDataLength; state.open--; });
	client.on('Network.loadingFailed', () => { state.open--; });
	return {
		close: () => context.close(),
		async weigh(address) {
			await page.goto('about:blank');
			await client.send('Network.clearBrowserCache');
			Object.assign(state, { open: 0, requests: 0, bytes: 0 });
			await page.goto(address);
			await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
			await quiet(state);
			const elements = await page.evaluate(() => document.querySelectorAll('*').length - document.querySelectorAll('svg *').length);
			const { requests, bytes } = state;
			return { elements, requests, kilobytes: bytes / 1000, score: ecoindex(elements, requests, bytes / 1000) };
		},
	};
}

/** Elements of a page as it is sent, those inside SVG left out; our markup leaves no tag out. */
export function count(html) {
	return (html.replace(/(<svg\b[^>]*>)[^]*?<\/svg>/g, '$1').replace(/<textarea\b[^>]*>[^]*?<\/textarea>/g, '<textarea>')
		.match(/<[a-z]/g) ?? []).length;
}

// Where pages are kept for the HTML validator.
export const kept = temporary('pages');
