// report.mjs - a facilitator on a phone tells what was tried, in Chromium, with scripts and without: from a sheet, step
// by step, stopped in the middle, taken up again, published; then the sheet has counted it, and the print has it.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { archipel, counter, serve, temporary } from '../lib/server.mjs';
import { launch, open, sideways, tab, violations } from './browser.mjs';

const { check, end } = counter();
const browser = await launch();
const dir = temporary('report'), data = path.join(dir, 'data');
archipel('init', '--demo', '--data', data);
const server = await serve(data);
const sheet = '/ressources/enquete-collective';

/** One page under way: what is pressed, what is read. */
function phone(page, script) {
	const how = script ? 'scripts' : 'no script';
	const say = (ok, what, detail) => check(ok, `${what} [${how}]`, detail);
	return {
		say,
		go: (to) => page.goto(server.url + to),
		press: async (selector) => {
			const [answer] = await Promise.all([page.waitForNavigation(), page.click(selector)]);
			say(await sideways(page) <= 0, `no sideways scroll on ${page.url()}`);
			if (script) {
				const found = await violations(page);
				say(found.length === 0, `axe on ${page.url()}`, found.join(' | '));
			}
			return answer?.status();
		},
		sees: async (text, what) => say((await page.textContent('main')).includes(text), what, `"${text}" is not on ${page.url()}`),
		lacks: async (text, what) => say(!(await page.textContent('main')).includes(text), what, `"${text}" is on ${page.url()}`),
		has: async (selector, value, what) => say(await page.inputValue(selector) === value, what, await page.inputValue(selector)),
	};
}

async function signIn(page, name) {
	const link = archipel('user', 'add', '--email', `essai${Date.now()}@example.org`, '--role', 'member', '--name', name, '--data', data).trim();
	await page.goto(link);
	await Promise.all([page.waitForNavigation(), page.click('main button')]);
}

async function firstHalf(p, page, times) {
	await p.go(sheet);
	await p.sees(`Employée ${times} fois`, 'the sheet says how often it was used');
	await p.press('a[href*="nouvelle/experience?fiche="]');
	await p.has('#f-uses', 'Enquête collective\u202f: le guide', 'the sheet that was used is named already');
	await page.fill('#f-territories', 'zzyzzx');
	p.say(await p.press('main .acts .main') === 422, 'a place that is none is refused');
	await p.has('#f-territories', 'zzyzzx', 'what was typed stays');
	await page.fill('#f-territories', 'Jazeneuil');
	await page.fill('#f-period-from', '2024-01');
	await p.press('main .acts .main');
	await p.sees('Étape 2', 'the next step follows');
	await page.fill('[name="timeline.0.date"]', 'janvier 2024');
	await page.fill('[name="timeline.0.title"]', 'Une réunion, douze personnes');
	await page.fill('#f-before', 'On ne savait pas ce que les gens pensaient.');
	await p.press('main .acts .main');
	await p.sees('Prévu\u202f: 300 à 900\u00a0€', 'what the sheet foresaw stands beside the real cost');
	await page.fill('#f-cost', '450');
	await page.fill('#f-paid_effort', '4');
	await page.fill('#f-volunteer_effort', '9,5');
	await p.press('main [name=_later]');
	await p.sees('C’est gardé', 'one may stop here');
}

/** Later, from the account: the first step that lacks something. */
async function secondHalf(p, page) {
	await p.go('/compte');
	await p.press('main .rows h3 a');
	await p.press('main .notice a');
	await p.sees('Étape 4', 'one goes on where something lacks');
	await page.click('.pick:has-text("Habitants difficiles à toucher")');
	await page.fill('#f-difficulties', 'Les résidences secondaires étaient fermées.');
	await p.press('main .way button[value=publier]');
	await p.sees('ce qui manque\u202f: Ce que nous ferions autrement', 'what is left to say is said');
	p.say(await page.locator('[value=published]').count() === 0, 'nothing is published before');
	await page.fill('#f-summary', 'Toutes les portes en trois mois.');
	await p.press('main .acts .main');
	await p.has('#f-difficulties', 'Les résidences secondaires étaient fermées.', 'what was written is there');
	await page.fill('#f-differently', 'Commencer au printemps.');
	await p.press('main .acts .main');
	await page.click('.pick:has-text("Oui, tel quel")');
	await page.fill('[name="reuse.0.condition"]', 'Dix volontaires.');
	await p.press('main .acts .main');
	await p.has('#f-summary', 'Toutes les portes en trois mois.', 'a step that was left early is kept too');
	await p.press('main .acts .main');
	for (const text of ['janvier\u00a02024', 'Une réunion', '450\u00a0€', '13,5', 'Dix volontaires.', 'Grand Poitiers', 'Vienne'])
		await p.sees(text, 'the report says it');
}

async function counted(p, times) {
	await p.go(sheet);
	await p.sees(`Employée ${times + 1} fois`, 'the sheet counts one more');
	await p.sees('Les résidences secondaires étaient fermées.', 'the sheet quotes what was hard');
	await p.sees(`Habitants difficiles à toucher ${times - 2} fois`, 'the sheet counts what got in the way');
	await p.press('main .tags a[href*="obstacle=habitants"]');
	await p.sees(`${times - 2} retours d’expérience`, 'and leads to the reports that tick it');
	await p.go('/experiences?comme=86116&mots=residence');
	await p.sees('Jazeneuil', 'the report is found by place and by what was hard');
}

function paper(p, pdf) {
	const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' }).replace(/\s+/g, ' ');
	for (const word of ['Ce que cela a donné ailleurs', 'Employée', 'Dans quelles communes'])
		p.say(text.includes(word), `on paper: ${word}`);
	p.say(!text.includes('Nous l’avons utilisée'), 'no button on paper');
}

let times = 4;
for (const script of [true, false]) {
	const context = await open(browser, { script, width: 360 });
	const page = await tab(context, server), p = phone(page, script);
	try {
		await signIn(page, script ? 'Une animatrice' : 'Un animateur');
		await firstHalf(p, page, times);
		await secondHalf(p, page);
		await counted(p, times++);
		if (script) {
			await p.go(sheet);
			await page.pdf({ path: path.join(dir, 'sheet.pdf'), preferCSSPageSize: true });
			paper(p, path.join(dir, 'sheet.pdf'));
		}
	} catch (e) {
		p.say(false, 'the report goes to its end', `${page.url()} ${e.stack}`);
	}
	p.say(page.faults.length === 0, 'nothing refused, nothing asked elsewhere', page.faults.join(' | '));
	await context.close();
}
check(await server.stop() === 0, 'the server stops cleanly');
archipel('verify', '--data', data);
await browser.close();
fs.rmSync(dir, { recursive: true });
end();
