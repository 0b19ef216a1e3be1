// hands.mjs - a page in the hands of someone with a keyboard, larger spacing or a thick finger.

/** WCAG 1.4.12: with more space between lines, words and letters nothing is cut or runs out. Puts it back. */
export async function spacing(page) {
	return page.evaluate(() => {
		const sheet = new CSSStyleSheet();
		sheet.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}');
		document.adoptedStyleSheets = [sheet];
		const root = document.documentElement, found = [];
		if (root.scrollWidth > root.clientWidth) found.push(`${root.scrollWidth - root.clientWidth} px sideways`);
		for (const e of document.querySelectorAll('body *:not(svg *):not(.hide)')) {
			const s = getComputedStyle(e);
			if (s.overflow === 'hidden' && s.clipPath === 'none' && e.clientHeight
				&& (e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1))
				found.push(`cut: ${e.outerHTML.slice(0, 80)}`);
		}
		document.adoptedStyleSheets = [];
		return found;
	});
}

/** Buttons and fields in the page are 44 px high at least, links beside nothing 24 (axe sees to those in text). */
export async function small(page) {
	return page.evaluate(() => [...document.querySelectorAll('main :is(.btn, input:not([type=hidden], [type=checkbox], [type=radio], .hide), select, textarea, .pick)')]
		.filter((e) => e.getClientRects().length && e.getBoundingClientRect().height < 43.5)
		.map((e) => `${Math.round(e.getBoundingClientRect().height)} px: ${e.outerHTML.slice(0, 80)}`));
}

const here = () => {
	const e = document.activeElement, s = getComputedStyle(e), box = e.getClientRects()[0] ?? e.getBoundingClientRect();
	const x = Math.min(Math.max(box.x + Math.min(box.width / 2, 20), 1), innerWidth - 1), y = box.y + Math.min(box.height / 2, 20);
	const on = document.elementFromPoint(x, y);
	return {
		tag: e.tagName, what: e.outerHTML.slice(0, 90), skip: e.classList.contains('skip'),
		marked: (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none',
		shown: y >= 0 && y <= innerHeight && on !== null && (e.contains(on) || on.contains(e)),
	};
};

/** Walks with the Tab key: the skip link first, then each stop marked, shown and not covered. */
export async function walk(page, most) {
	const found = [];
	for (let i = 0; i < most; i++) {
		await page.keyboard.press('Tab');
		const at = await page.evaluate(here);
		if (i === 0 && !at.skip) found.push(`first stop is ${at.what}`);
		if (at.tag === 'BODY') break;
		if (!at.marked) found.push(`focus not seen on ${at.what}`);
		if (!at.shown) found.push(`focused but not shown: ${at.what}`);
	}
	return found;
}

/** The skip link leads to the content; a narrow header's menu opens and closes with Enter. */
export async function header(page) {
	const found = [];
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await page.waitForURL('**#contenu', { timeout: 3000 }).catch(() => found.push('the skip link leads nowhere'));
	await page.keyboard.press('Tab');
	if (!await page.evaluate(() => document.activeElement.closest('main, footer') !== null)) found.push('after the skip link: not in the content');
	await page.focus('.menu summary');
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	if (!await page.evaluate(() => document.activeElement.matches('.menu[open] nav a'))) found.push('Enter does not open the menu');
	await page.focus('.menu summary');
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	if (await page.evaluate(() => document.activeElement.matches('.menu nav a'))) found.push('Enter does not close the menu');
	return found;
}
