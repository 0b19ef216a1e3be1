// map.mjs: the map in the hands of someone with a keyboard, without JavaScript, on paper; light, and asking nobody else.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { archipel, counter, serve, temporary } from '../lib/server.mjs';
import { ecoindex, launch, open, scale, sideways, tab, violations } from './browser.mjs';

const { check, end } = counter();
const dir = temporary('map'), data = path.join(dir, 'data'), place = path.join(dir, 'jazeneuil.geojson');
archipel('init', '--demo', '--data', data);
fs.writeFileSync(place, JSON.stringify({ type: 'Feature', properties: { code: '86116' }, geometry: { type: 'Polygon',
	coordinates: [[[0.033, 46.466], [0.035, 46.433], [0.079, 46.439], [0.104, 46.458], [0.118, 46.487], [0.077, 46.49], [0.033, 46.466]]] } }));
archipel('import', 'territories', place, '--source', 'Essai', '--data', data);
const server = await serve(data);
const browser = await launch();
const still = (page) => page.waitForLoadState('networkidle');
const label = (page) => page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent);

/** With a keyboard: to a cluster, nearer, to a place, its sheets spread out, back with Escape. */
async function keyboard() {
	const context = await open(browser, {}), page = await tab(context, server);
	await page.goto(`${server.url}/carte?type=experience&type=story&type=organisation`);
	await still(page);
	check(await page.locator('.lf .disc').count() > 3, 'clusters are shown');
	check(await page.locator('.lf path.earth').count() > 90, 'on outlines of our own');
	check(await page.locator('#carte > svg').isHidden(), 'the drawing gives way to the map that moves');
	await page.focus('.lf');
	const before = page.url();
	await page.keyboard.press('ArrowRight');
	await page.waitForTimeout(400);
	check(page.url() !== before, 'an arrow key moves it', page.url());
	const clusters = await page.locator('#carte-liste a').allTextContents();
	check(clusters.some((t) => /et alentour\s+\d+ fiches/.test(t)), 'the list beside says the same', clusters.join(' | '));
	for (let i = 0; i < 4; i++) {	// nearer and nearer, with Enter
		const disc = page.locator('.lf .disc[aria-label^="Vienne"], .lf .disc[aria-label^="Jazeneuil et"]').first();
		if (!await disc.count()) break;
		await disc.focus();
		await page.keyboard.press('Enter');
		await page.waitForTimeout(300);
		await still(page);
	}
	const jazeneuil = page.locator('.lf .disc[aria-label^="Jazeneuil"]');
	check(await jazeneuil.count() === 1, 'a place stands alone when one is near', page.url());
	await jazeneuil.focus();
	await page.keyboard.press('Enter');
	await page.locator('.lf .leaf').first().waitFor();
	const leaves = page.locator('.lf .leaf'), n = await leaves.count();
	check(n >= 3, 'sheets of one place are spread out', String(n));
	const boxes = await Promise.all([...Array(n).keys()].map((i) => leaves.nth(i).boundingBox()));
	const apart = boxes.every((a, i) => boxes.every((b, k) => i === k || Math.hypot(a.x - b.x, a.y - b.y) >= 24));
	check(apart, 'so that each can be touched');
	check(/Récit|Retour|Structure/.test(await label(page)), 'the first of them has the focus', await label(page));
	check((await page.locator('#carte-liste a').count()) === n + 1, 'the list beside has their titles');
	const faults = await violations(page);
	check(faults.length === 0, 'axe finds nothing on it', faults.join(' | '));
	await page.keyboard.press('Escape');
	check(await leaves.count() === 0 && /Jazeneuil/.test(await label(page)), 'Escape goes back to the place');
	await page.keyboard.press('Enter');
	await leaves.first().waitFor();
	await page.keyboard.press('Enter');
	await page.waitForURL('**/ressources/**');
	check(true, 'Enter on a sheet opens it');
	check(page.faults.length === 0, 'nothing is refused or asked elsewhere', page.faults.join(' | '));
	await context.close();
}

/** Filters are those of the list; the view stays where it was. */
async function filters() {
	const context = await open(browser, {}), page = await tab(context, server);
	await page.goto(`${server.url}/ressources?type=experience`);
	await page.click('.sort a[href*="/carte"]');
	await still(page);
	check(/type=experience/.test(page.url()), 'the map has the filters of the list', page.url());
	await page.click('#carte-zones a:has-text("Réunion")');
	await page.waitForTimeout(300);
	await still(page);
	check(/-21\./.test(page.url()), 'overseas is one act away', page.url());
	const taken = await (await fetch(await page.locator('#carte-emporte').getAttribute('href').then((h) => new URL(h, server.url)))).json();
	check(taken.features.every((f) => f.geometry.coordinates[1] < 0), 'what is taken away is what is seen', String(taken.features.length));
	const seen = new URL(page.url()).hash;
	await page.click('.facets a[href*="axes="]');
	await still(page);
	check(new URL(page.url()).hash === seen && /axes=/.test(page.url()), 'a filter keeps the view', page.url());
	await page.click('.sort a[href*="/ressources"]');
	check(/type=experience/.test(page.url()) && /axes=/.test(page.url()), 'and the list has it', page.url());
	check(page.faults.length === 0, 'nothing is refused or asked elsewhere', page.faults.join(' | '));
	await context.close();
}

/** Without JavaScript, on a narrow screen: discs are links, to a département and to a list. */
async function plain() {
	const context = await open(browser, { script: false, width: 320 }), page = await tab(context, server);
	await page.goto(`${server.url}/carte`);
	check(await sideways(page) <= 0, 'no sideways scroll');
	check(await page.locator('#carte > svg').isVisible() && await page.locator('.lf').count() === 0, 'a drawing is shown');
	await page.locator('#carte a[aria-label^="Vienne"]').focus();
	await page.keyboard.press('Enter');
	await page.waitForURL(/\/carte\?.*departement=D86/);
	await page.locator('#carte a[aria-label^="Jazeneuil"]').click();
	await page.waitForURL(/\/ressources\?.*territory=86116/);
	check(true, 'from France to a département to the sheets of a place');
	await context.close();
}

/** On paper: the drawing, not the map that moves; the list in full. */
async function paper() {
	const context = await open(browser, {}), page = await tab(context, server);
	await page.goto(`${server.url}/carte`);
	await still(page);
	const file = path.join(dir, 'map.pdf');
	await page.pdf({ path: file, format: 'A4' });
	const text = execFileSync('pdftotext', ['-layout', file, '-']).toString();
	check(/Guadeloupe/.test(text) && /Par département|Dans cette vue/.test(text), 'the drawing and the list are printed', text.slice(0, 300));
	await page.emulateMedia({ media: 'print' });
	check(await page.locator('#carte > svg').isVisible() && await page.locator('.lf').isHidden(), 'the map that moves is not');
	await context.close();
}

/** What a first visit weighs. */
async function weight() {
	const one = await scale(browser), w = await one.weigh(`${server.url}/carte`);
	await one.close();
	check(w.elements <= 380 && w.requests <= 8 && w.kilobytes <= 120 && ecoindex(w.elements, w.requests, w.kilobytes) > 80,
		`EcoIndex A: ${w.elements} elements, ${w.requests} requests, ${w.kilobytes.toFixed(1)} kB`);
}

for (const walk of [keyboard, filters, plain, paper, weight])
	await walk().catch((e) => check(false, walk.name, e.message.split('\n')[0]));
await browser.close();
await server.stop();
end();
