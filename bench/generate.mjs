// generate.mjs [COUNT [SEED]]: sheets that read like French, one JSON a line; the same seed, the same sheets.
// Words follow one another as in the demonstration's texts, so that common words are common and rare
// ones rare; one word in sixty is made of syllables, the n-th of them n times rarer than the first, so
// that the vocabulary grows as real ones do.  Their texts together are about 4 kB.
import fs from 'node:fs';
import http from 'node:http';
import { gunzipSync } from 'node:zlib';

const folder = new URL('..', import.meta.url);
const read = (name) => JSON.parse(fs.readFileSync(new URL(name, folder), 'utf8'));

// mulberry32: small, seeded, the same everywhere.
export function random(seed) {
	let a = seed >>> 0;
	return () => {
		a = (a + 0x6d2b79f5) >>> 0;
		let t = Math.imul(a ^ (a >>> 15), a | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

function texts(value) {
	if (typeof value === 'string') return value.length > 40 ? [value] : [];
	return value && typeof value === 'object' ? Object.values(value).flatMap(texts) : [];
}

// Which words follow which two, in the demonstration.
function chain(sheets) {
	const next = new Map(), starts = [];
	for (const text of sheets.flatMap(texts)) {
		const words = text.replace(/[#*_>[\]()`|]/g, ' ').split(/\s+/).filter(Boolean);
		if (words.length > 3) starts.push([words[0], words[1]]);
		for (let i = 0; i + 2 < words.length; i++) {
			const key = `${words[i]} ${words[i + 1]}`;
			if (!next.has(key)) next.set(key, []);
			next.get(key).push(words[i + 2]);
		}
	}
	return { next, starts };
}

const syllables = ['ba', 'cor', 'dé', 'far', 'gui', 'lan', 'mé', 'nou', 'pré', 'qué', 'ri', 'sau', 'té', 'val', 'vrin', 'zé', 'lo', 'chi', 'eau', 'tion'];

const RARE = 200000;

// The n-th word of syllables, n from 1: each n has its own.
function made(n) {
	const parts = [];
	for (let left = n + syllables.length; left; left = Math.floor(left / syllables.length))
		parts.unshift(syllables[left % syllables.length]);
	return parts.join('');
}

function writer(model, rand) {
	const pick = (list) => list[Math.floor(rand() * list.length)];
	const rare = (most) => made(Math.floor(most ** rand()));
	const write = (count) => {
		let [a, b] = pick(model.starts);
		const words = [a, b];
		while (words.length < count) {
			const following = model.next.get(`${a} ${b}`);
			[a, b] = following ? [b, pick(following)] : pick(model.starts);
			words.push(rand() < 1 / 60 ? rare(RARE) : b);
		}
		return words.join(' ');
	};
	return { write, rare };
}

// Types that ask for a title, a summary and at most a text or places.
function easyTypes() {
	const easy = new Set(['title', 'summary', 'body', 'territories']);
	return fs.readdirSync(new URL('types/', folder)).filter((f) => f.endsWith('.json')).map((f) => read(`types/${f}`))
		.filter((t) => t.fields.every((f) => !f.required || easy.has(f.name)));
}

function communes() {
	const rows = gunzipSync(fs.readFileSync(new URL('build/data/territories.tsv.gz', folder))).toString('utf8').split('\n');
	return rows.map((r) => r.split('\t')).filter(([kind]) => kind === 'commune').map(([, code]) => code);
}

export function* sheets(count, seed = 1) {
	const rand = random(seed), pick = (list) => list[Math.floor(rand() * list.length)];
	const demo = fs.readdirSync(new URL('demo/', folder)).filter((f) => f.endsWith('.json')).map((f) => read(`demo/${f}`));
	const { write, rare } = writer(chain(demo), rand), types = easyTypes(), places = communes();
	const values = (name) => demo.flatMap((s) => s[name] ?? []);
	const axes = values('axes'), tags = values('tags');
	const trim = (text, most) => text.slice(0, most).replace(/\s+\S*$/, '').replace(/[ ,;:.]+$/, '');
	for (let i = 0; i < count; i++) {
		const type = pick(types), has = (name) => type.fields.some((f) => f.name === name);
		const sheet = { type: type.name, title: `${trim(write(4 + Math.floor(rand() * 6)), 90)} ${i + 1}`,
			summary: trim(write(22), 300) };
		if (has('body')) sheet.body = write(300 + Math.floor(rand() * 650));
		if (has('territories')) sheet.territories = [...new Set([pick(places), ...rand() < 0.3 ? [pick(places)] : []])];
		if (has('axes')) sheet.axes = [pick(axes)];
		if (has('tags')) sheet.tags = [...new Set([pick(tags), rand() < 0.3 ? rare(5000) : pick(tags)])];
		yield sheet;
	}
}

/** Asks a server over connections that stay open: { status, text }.  One that was left open may be closed just when
 * it is used again: what only reads is then asked once more. */
export const agent = new http.Agent({ keepAlive: true, maxSockets: 128 });
export function ask(method, url, headers = {}, body = undefined) {
	return askOnce(method, url, headers, body).catch((e) => {
		if (method !== 'GET' || e.code !== 'ECONNRESET') throw e;
		return askOnce(method, url, headers, body);
	});
}

function askOnce(method, url, headers, body) {
	return new Promise((resolve, reject) => {
		const request = http.request(url, { method, headers, agent }, (answer) => {
			const parts = [];
			answer.on('data', (b) => parts.push(b));
			answer.on('end', () => resolve({ status: answer.statusCode, text: Buffer.concat(parts).toString('utf8') }));
		});
		request.on('error', reject);
		request.end(body);
	});
}

export async function inParallel(list, lanes, each) {
	const next = list[Symbol.iterator]();
	await Promise.all(Array.from({ length: lanes }, async () => {
		for (let i = next.next(); !i.done; i = next.next()) await each(i.value);
	}));
}

/** Writes count of these sheets (an iterator of sheets()) through the API, 64 clients at once; how many a second. */
let sent = 0;
export async function fill(url, token, source, count) {
	const start = process.hrtime.bigint();
	const some = function* some() {
		for (let i = 0; i < count; i++) yield source.next().value;
	};
	await inParallel(some(), 64, async (sheet) => {
		const key = `00000000-0000-4000-8000-${(sent++).toString(16).padStart(12, '0')}`;
		const answer = await ask('POST', `${url}/api/v1/resources`, { authorization: `Bearer ${token}`, 'content-type': 'application/json',
			'idempotency-key': key }, JSON.stringify(sheet));
		if (answer.status !== 201) throw new Error(answer.text);
	});
	return count / (Number(process.hrtime.bigint() - start) / 1e9);
}

if (process.argv[1] && import.meta.url === new URL(`file://${fs.realpathSync(process.argv[1])}`).href) {
	for (const sheet of sheets(Number(process.argv[2] ?? 100), Number(process.argv[3] ?? 1)))
		process.stdout.write(`${JSON.stringify(sheet)}\n`);
}
