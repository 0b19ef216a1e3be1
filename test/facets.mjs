// Filters of the demonstration commons, crossed by chance: what a count says is what a click gives, in the page, as
// JSON, CSV and feed; crawlers are led to no list that says it is not for them.  SEED=n LISTS=1000 tells another walk.
import fs from 'node:fs';
import { archipel, counter, serve, temporary } from './lib/server.mjs';
import { random } from './lib/random.mjs';

const { check, end } = counter();
const seed = Number(process.env.SEED ?? 5), wanted = Number(process.env.LISTS ?? 40);
const dice = random(seed);
const dir = temporary('facets');
archipel('init', '--demo', '--data', `${dir}/data`);
const server = await serve(`${dir}/data`);

async function get(path) {
	const r = await fetch(server.url + path, { headers: { 'Accept-Language': 'en' } });
	if (r.status === 429) {
		await new Promise((done) => setTimeout(done, 1000));
		return get(path);
	}
	return r.text();
}

const total = (page) => Number(/class='tally'><b>([\d,]+)/.exec(page)?.[1].replace(',', '') ?? (page.includes("class='none'") ? 0 : NaN));
const plain = (address) => address.replaceAll('&amp;', '&');
const filters = (page) => /<details class='facets'.*?<\/details>/s.exec(page)?.[0] ?? '';
const LINK = /<a href='([^']*)'( rel='nofollow')?( aria-current='true')?>(?:<b>)?[^<]*(?:<\/b>)? <span>(\+?)(\d+)<\/span>/g;
const links = (page) => [...filters(page).matchAll(LINK)].map((m) => (
	{ to: plain(m[1]), apart: Boolean(m[2]), chosen: Boolean(m[3]), adds: m[4] === '+', count: Number(m[5]) }));
const opening = (page) => [...filters(page).matchAll(/<a href='([^']*filtre=[^']*)'/g)].map((m) => plain(m[1]));

/** Rows of a table whose cells may hold line ends. */
function rows(csv) {
	let n = -1, inside = false;
	for (const c of csv) {
		inside = inside !== (c === '"');
		n += c === '\n' && !inside;
	}
	return n;
}

async function otherForms(address, page) {
	const query = address.includes('?') ? address.slice(address.indexOf('?')) : '?', n = total(page);
	const json = JSON.parse(await get(`/api/v1/resources${query}&limit=0`)).total;
	const csv = rows(await get(`/ressources.csv${query}`)), feed = (await get(`/ressources.atom${query}`)).split('<entry>').length - 1;
	check(json === n && csv === n && feed === Math.min(n, 50), `${address} in all forms`, `${n} ${json} ${csv} ${feed}`);
}

async function click(address, page, link) {
	const there = await get(link.to), n = total(there);
	if (!link.chosen) check(n === (link.adds ? total(page) + link.count : link.count), `${address}: ${link.to}`, `${link.count} ${n}`);
	if (!link.chosen && !link.to.includes('filtre=')) check(there.includes('noindex') === link.apart, `${address}: ${link.to} is for crawlers, or not`);
}

/** The index is made beside the first answers. */
for (let before = -1, now = 0; before !== now || !now; await new Promise((done) => setTimeout(done, 300)))
	[before, now] = [now, JSON.parse(await get('/api/v1/resources?limit=0')).total];

const seen = new Set();
while (seen.size < wanted) {
	let address = dice.pick(['/ressources', '/ressources', '/ressources?q=commune', '/ressources?territory=R84']);
	for (let depth = 0; depth < 6 && address; depth++) {
		const page = await get(address), open = opening(page);
		if (!seen.has(address)) await otherForms(address, page);
		seen.add(address);
		const offered = links(open.length && dice.below(2) ? await get(dice.pick(open)) : page);
		for (const some of [offered, offered, offered.filter((x) => x.adds)])
			if (some.length) await click(address, page, dice.pick(some));
		const next = offered.filter((x) => !x.chosen && x.count);
		address = next.length ? dice.pick(next).to.replace(/&?filtre=[^&]*/, '') : null;
	}
}
check(await server.stop() === 0, 'the server stops cleanly');
fs.rmSync(dir, { recursive: true, force: true });
console.log(`${seen.size} lists (seed ${seed})`);
end();
