// journey.mjs - one person's way through a new commons, in Chromium, with scripts and without: the set-up link, signing
// in, a sheet written, published, corrected by two at once, found, archived; the other language; the sheet on paper.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { archipel, counter, serve, temporary } from '../lib/server.mjs';
import { launch, open, tab } from './browser.mjs';

const { check, end } = counter();
const browser = await launch();
const seed = path.join(temporary('journey'), 'seed');
archipel('init', '--demo', '--data', seed);

const me = { name: 'Une gardienne', email: 'gardienne@exemple.fr', password: 'trois chevres sur un toit de tuiles' };
const tool = {
	title: 'Broyeur à végétaux partagé entre voisins de la rue des Lavandières et d’anticonstitutionnellement',
	summary: 'Un broyeur acheté à plusieurs, un cahier, un cadenas.', body: 'On le prend le matin, on le rend *propre*.',
};

/** What a person sees and does, with what is expected said aloud. */
function person(context, page, server, how) {
	const say = (what) => `${what} [${how}]`;
	return {
		page,
		go: (to) => page.goto(server.url + to),
		sees: async (text, what) => check((await page.textContent('body')).includes(text), say(what), `"${text}" is not on ${page.url()}`),
		lacks: async (text, what) => check(!(await page.textContent('body')).includes(text), say(what), `"${text}" is on ${page.url()}`),
		at: (pattern, what) => check(pattern.test(page.url()), say(what), page.url()),
		has: async (selector, value, what) => {
			const there = await page.inputValue(selector);
			check(there === value, say(what), `${selector} holds "${there}"`);
		},
		press: async (selector) => {
			const [answer] = await Promise.all([page.waitForNavigation(), page.click(selector)]);
			return answer?.status();
		},
		check: (ok, what, detail) => check(ok, say(what), detail),
	};
}

async function setUp(p, server) {
	const link = /(http\S+\/bienvenue\/\S+)/.exec(server.said)?.[1] ?? '';
	p.check(link !== '', 'a new commons prints its set-up link', server.said);
	await p.page.goto(link);
	await p.page.fill('#f-name', me.name);
	await p.page.fill('#f-email', me.email);
	await p.page.fill('#f-password', 'court');
	p.check(await p.press('main form button') === 422, 'a short password is refused');
	await p.has('#f-email', me.email, 'a refused password leaves the rest as typed');
	await p.page.fill('#f-password', me.password);
	await p.press('main form button');
	await p.go('/comptes');
	await p.sees(me.email, 'who opened the set-up link administers');
}

async function signOutAndIn(p) {
	await p.go('/compte');
	await p.press('form[action="/deconnexion"] button');
	await p.sees('Se connecter', 'signed out');
	await p.go('/ressources/nouvelle/tool');
	await p.sees('Connectez-vous', 'writing asks to sign in');
	await p.go('/connexion');
	await p.page.fill('#f-email', me.email);
	await p.page.fill('#f-password', 'not this one at all');
	await p.press('main form button.main');
	p.check(await p.page.locator('main .errors').isVisible(), 'a wrong password is told');
	await p.has('#f-email', me.email, 'the address stays after a wrong password');
	await p.page.fill('#f-password', me.password);
	await p.press('main form button.main');
	await p.go('/compte');
	await p.sees(me.name, 'signed in with the password');
}

/** First with what cannot be: nothing typed is lost, the summary leads to the field. */
async function write(p) {
	const { page } = p;
	await p.go('/ressources/nouvelle');
	await p.press('main a[href$="/nouvelle/tool"]');
	await page.fill('#f-title', tool.title);
	await page.fill('#f-body', tool.body);
	await page.fill('#f-cost-min', 'six cents environ');
	p.check(await p.press('button[value=published]') === 422, 'what cannot be is refused');
	p.check(await page.locator('main > :first-child').evaluate((e) => e.matches('.errors')), 'the errors come first');
	p.check(await page.evaluate(() => document.activeElement.matches('.errors')), 'the errors have the focus');
	await p.has('#f-title', tool.title, 'the title is kept');
	await p.has('#f-body', tool.body, 'the text is kept');
	await p.has('#f-cost-min', 'six cents environ', 'the wrong answer is kept too');
	for (const field of ['summary', 'cost-min'])
		p.check(await page.locator(`.errors a[href="#f-${field}"]`).count() === 1 && await page.locator(`#f-${field}[aria-invalid=true]`).count() === 1,
			`the summary leads to ${field}`, await page.locator('.errors').innerHTML());
	await page.fill('#f-summary', tool.summary);
	await page.fill('#f-cost-min', '300');
	await page.fill('#f-cost-max', '900');
	await page.fill('#f-steps-0-title', 'Signer le cahier');
	await p.press('button[name=_more][value=steps]');
	await p.has('#f-title', tool.title, 'asking for more rows loses nothing');
	p.check(await page.locator('#f-steps-4-title').count() === 1, 'there are more rows');
	p.check(await page.evaluate(() => document.activeElement.querySelector('legend')?.textContent.trim()) === 'Étape 2', 'the first new row has the focus');
	await page.fill('#f-steps-1-title', 'Rendre propre');
	p.check(await p.press('button[value=published]') === 200, 'the sheet is published');
	p.at(/\/ressources\/broyeur-a-vegetaux/, 'publishing leads to the sheet');
	for (const text of [tool.title, tool.summary, 'Signer le cahier', 'Rendre propre', '300 à 900', 'CC BY-SA 4.0', me.name])
		await p.sees(text, 'the sheet shows what was written');
	return new URL(page.url()).pathname;
}

async function find(p) {
	const { page } = p, start = Date.now();
	let found = false;
	while (!found && Date.now() - start < 1000) {
		await p.go('/ressources?q=vegetal+broyeurs');
		found = await page.locator('.rows h3 a', { hasText: 'Broyeur' }).count() === 1;
	}
	p.check(found, 'search finds the new sheet within a second');
}

async function correct(p, sheet) {
	await p.go(sheet);
	await p.press(`a[href="${sheet}/modifier"]`);
	await p.page.fill('#f-summary', 'Un broyeur acheté à quatre, un cahier, un cadenas.');
	await p.page.fill('#f-comment', 'Nous sommes quatre');
	await p.press('button[value=published]');
	await p.sees('à quatre', 'the correction is shown');
	await p.press(`a[href="${sheet}/versions"]`);
	await p.sees('Nous sommes quatre', 'the history gives the reason');
	await p.sees(me.name, 'the history names the author');
	await p.press('main a[href*="comparer"]');
	p.check((await p.page.locator('ins').allTextContents()).join(' ').includes('quatre'), 'the comparison marks what came');
	p.check((await p.page.locator('del').allTextContents()).join(' ').includes('plusieurs'), 'the comparison marks what went');
	await p.go(`${sheet}/versions/1`);
	await p.sees('à plusieurs', 'the first version is still there');
}

/** Two browsers on the same version: the later one gets both texts, and goes on. */
async function collide(p, other, sheet) {
	await other.go(`${sheet}/modifier`);
	await p.go(`${sheet}/modifier`);
	await p.page.fill('#f-body', 'On le rend propre, et graissé.');
	await p.press('button[value=published]');
	await other.page.fill('#f-body', 'On le rend propre, et plein.');
	p.check(await other.press('button[value=published]') === 412, 'the later one is told: 412');
	await other.sees('Rien n’est perdu', 'nothing is lost');
	await other.sees('graissé', 'their text is shown');
	await other.has('#f-body', 'On le rend propre, et plein.', 'one’s own text stays in the form');
	await other.press('button[value=current]');
	await other.has('#f-body', 'On le rend propre, et graissé.', 'one may start from theirs');
	await other.page.fill('#f-body', 'On le rend propre, graissé et plein.');
	await other.press('button[value=published]');
	await other.sees('propre, graissé et plein', 'the later one is published after all');
	await other.go(`${sheet}/versions`);
	await other.sees('Version 4', 'both corrections are in the history');
}

/** A long form keeps its long parts shut: what they hold is kept, and opens. */
async function longForm(p) {
	await p.go('/ressources/enquete-collective/modifier');
	const { page } = p;
	p.check(await page.locator('input[type=hidden][name=steps]').count() === 1, 'the steps of a long sheet are shut');
	await page.fill('#f-summary', 'Corrigé sans ouvrir les étapes.');
	await p.press('button[value="steps:open"]');
	await p.has('#f-summary', 'Corrigé sans ouvrir les étapes.', 'opening a part loses nothing');
	await page.fill('#f-steps-0-title', 'Réunir six volontaires');
	await p.press('button[value=published]');
	for (const text of ['Réunir six volontaires', 'Troisième passage', 'Corrigé sans ouvrir', 'fondent après le premier passage'])
		await p.sees(text, 'a long sheet keeps what was shut, and what was opened');
}

async function archive(p, sheet) {
	await p.go(`${sheet}/etat`);
	await p.page.fill('main [name=reason]', 'Il est cassé');
	await p.press('main button:has-text("Archiver")');
	await p.go(sheet);
	await p.sees('Il est cassé', 'the archived sheet says why');
	const start = Date.now();
	let there = 1;
	while (there && Date.now() - start < 1000) {
		await p.go('/ressources?q=broyeur+vegetaux');
		there = await p.page.locator('.rows h3 a', { hasText: 'Broyeur' }).count();
	}
	p.check(there === 0, 'an archived sheet leaves the search');
}

async function language(p) {
	await p.go('/territoires');
	await p.press('footer a[hreflang=en]');
	p.check(await p.page.getAttribute('html', 'lang') === 'en', 'the page turns English');
	await p.go('/ressources');
	await p.sees('Resources', 'the next page is English too');
	await p.press('footer a[hreflang=fr]');
	p.check(await p.page.getAttribute('html', 'lang') === 'fr', 'and French again');
}

/** On paper: no menu, no buttons; title, licence, version, the way back. */
async function paper(p, sheet, dir) {
	await p.go(sheet);
	const file = path.join(dir, 'sheet.pdf');
	await p.page.pdf({ path: file, preferCSSPageSize: true });
	const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).replace(/\s+/g, ' ');
	for (const word of ['Broyeur à végétaux partagé', 'CC BY-SA 4.0', 'Version 4', 'Résilience en commun', 'Signer le cahier', '/id/'])
		p.check(text.includes(word), `on paper: ${word}`, text.slice(0, 400));
	for (const word of ['Plan du site', 'Mon compte', 'Aller au contenu', 'Modifier', 'Dans cette fiche'])
		p.check(!text.includes(word), `not on paper: ${word}`, text.slice(0, 400));
}

async function journey(script) {
	const dir = temporary('journey-data'), data = path.join(dir, 'data');
	fs.cpSync(seed, data, { recursive: true });
	const server = await serve(data), how = script ? 'scripts' : 'no script';
	const context = await open(browser, { script, width: script ? 1280 : 390 });
	const p = person(context, await tab(context, server), server, how);
	await setUp(p, server);
	await signOutAndIn(p);
	const sheet = await write(p);
	await find(p);
	await correct(p, sheet);
	const second = await open(browser, { script, cookies: await context.cookies() });
	await collide(p, person(second, await tab(second, server), server, how), sheet);
	await longForm(p);
	await paper(p, sheet, dir);
	await archive(p, sheet);
	await language(p);
	check(p.page.faults.length === 0, `nothing refused, nothing asked elsewhere [${how}]`, p.page.faults.join(' | '));
	await context.close();
	await second.close();
	check(await server.stop() === 0, `the server stops cleanly [${how}]`);
	archipel('verify', '--data', data);
	fs.rmSync(dir, { recursive: true });
}

for (const script of [true, false]) {
	try {
		await journey(script);
	} catch (e) {
		check(false, `the journey goes to its end [${script ? 'scripts' : 'no script'}]`, e.stack);
	}
}
await browser.close();
fs.rmSync(path.dirname(seed), { recursive: true });
end();
