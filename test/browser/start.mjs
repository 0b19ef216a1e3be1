// start.mjs - where to start, as people do it: a mayor on a phone, a citizens' group on an old one without scripts.
// No cookie, no account; back and forth; what is shared cannot change; paper is two pages at most.
import path from 'node:path';
import { archipel, counter, serve, temporary } from '../lib/server.mjs';
import { launch, open, sideways, tab, violations } from './browser.mjs';

const { check, end } = counter();
const data = path.join(temporary('start'), 'data');
archipel('init', '--demo', '--data', data);
const server = await serve(data);
const browser = await launch();

/** Presses, and waits for the page that comes. */
async function press(page, what) {
	await Promise.all([page.waitForNavigation(), what.click()]);
}
const button = (page, name) => page.getByRole('button', { name, exact: true }).first();
const link = (page, name) => page.getByRole('link', { name, exact: true }).first();

async function answer(page, how, labels) {
	for (const label of labels) await page.locator('label.pick', { hasText: label }).click();
	await press(page, button(page, labels.length ? 'Continuer' : 'Passer cette question'));
	check(await sideways(page) <= 0, `${how}: no sideways scroll`, page.url());
}

async function paper(page, how) {
	await page.emulateMedia({ media: 'print' });
	const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
	const pages = (pdf.match(/\/Type\s*\/Page[^s]/g) ?? []).length;
	check(pages >= 1 && pages <= 2, `${how}: two sides of A4 at most`, String(pages));
	await page.emulateMedia({ media: null });
}

async function begin(page, commune) {
	await page.goto(server.url);
	await page.fill('#c', commune);
	await press(page, page.locator('.ask button'));
	await press(page, page.locator('main button[name=territoire]').first());
}

/** The mayor of a commune of 300 inhabitants, on a phone. */
async function mayor() {
	const how = 'mayor, 390 px', context = await open(browser, { width: 390 }), page = await tab(context, server);
	await begin(page, 'Béraut');
	check((await page.textContent('.known')).includes('299 habitants'), `${how}: what is known is there`);
	check((await violations(page)).length === 0, `${how}: axe on a question`, (await violations(page)).join(' '));
	const first = page.url();
	await answer(page, how, ['La mairie']);
	await press(page, link(page, 'Question précédente'));
	check(page.url() === first && await page.locator('input:checked').count() === 1, `${how}: back, the answer is still there`);
	await press(page, button(page, 'Continuer'));
	for (const labels of [['Comprendre'], ['personnes seules', 'commerce'], ['Rien de tout cela'], ['Une ou deux personnes', 'Quelques habitants'],
		['Quelques centaines'], ['toujours les mêmes'], ['Une salle commune'], []]) await answer(page, how, labels);
	check(page.url().endsWith('/resultat'), `${how}: nine questions, then the steps`, page.url());
	check(await page.locator('section.first').count() === 3, `${how}: three steps`);
	for (const word of ['Cette semaine', 'Ce mois-ci', 'Cette année', 'Pourquoi celui-ci', 'Ce qu’on ne sait pas', 'Qui appeler'])
		check((await page.textContent('main')).includes(word), `${how}: says ${word}`);
	check(/nommée par|sur le même sujet|non nommée/.test(await page.textContent('section.first .facts')), `${how}: says why that one is to be called`);
	check((await violations(page)).length === 0, `${how}: axe on the steps`, (await violations(page)).join(' '));
	await press(page, link(page, 'Imprimer pour le conseil'));
	await paper(page, how);
	check(page.faults.length === 0, `${how}: nothing refused, nothing asked elsewhere`, page.faults.join(' '));
	check((await context.cookies()).length === 0, `${how}: no cookie`, JSON.stringify(await context.cookies()));
	await context.close();
}

/** A citizens' group, on a small screen, without scripts. */
async function group() {
	const how = 'group, 320 px, no script', context = await open(browser, { width: 320, script: false }), page = await tab(context, server);
	await begin(page, '86600');
	await answer(page, how, ['Un groupe d’habitants']);
	await press(page, button(page, 'Continuer'));
	check((await page.textContent('main')).includes('Choisissez une réponse, ou passez'), `${how}: nothing chosen is told`);
	await answer(page, how, []);
	await answer(page, how, ['La nourriture', 'Les chaleurs']);
	await press(page, link(page, 'Voir mes premiers pas maintenant'));
	const own = page.url();
	await press(page, button(page, 'Partager'));
	const shared = await page.locator('#partage a').getAttribute('href');
	await press(page, link(page, 'Demander à la mairie'));
	check((await page.textContent('main')).includes('Les chaleurs, le manque d’eau'), `${how}: the letter says what worries`);
	await paper(page, how);
	const other = await tab(await open(browser, { width: 320 }), server);
	await other.goto(server.url + shared.replace(server.url, ''));
	check(await other.locator('main form').count() === 0 && !(await other.content()).includes(own.split('/')[4]), `${how}: what is shared changes nothing`);
	await page.goto(own);
	await press(page, link(page, 'Demandez au commun.'));
	await page.fill('[name=title]', 'Qui a déjà rouvert un puits ?');
	await page.fill('[name=body]', 'Le puits est là.');
	await press(page, button(page, 'Envoyer'));
	check((await page.textContent('main')).includes('bien arrivé'), `${how}: a need waits`);
	check((await context.cookies()).length === 0, `${how}: no cookie`, JSON.stringify(await context.cookies()));
	await context.close();
}

await Promise.all([mayor(), group()]);
await browser.close();
check(await server.stop() === 0, 'the server stops cleanly');
end();
