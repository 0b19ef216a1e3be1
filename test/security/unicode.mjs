#!/usr/bin/env node
// unicode.mjs: bytes that are no UTF-8 get in nowhere; what is kept is NFC; names show what they are, and no two look alike.
import { randomUUID } from 'node:crypto';
import { counter } from '../lib/server.mjs';
import { commons } from './lab.mjs';

const { check, end } = counter();
const c = await commons('unicode');
const anne = await c.member('anne'), chief = await (await c.user('chef', 'administrator'), c.token('chef'));
const malformed = { 'overlong slash': 'c0af', 'overlong, three bytes': 'e080af', 'overlong, four bytes': 'f08080af', 'overlong NUL': 'c080', 'high surrogate': 'eda080', 'low surrogate': 'edb080',
	'surrogates in a pair': 'eda080edb080', 'past the last': 'f4908080', 'five bytes': 'f888808080', 'six bytes': 'fc8480808080', 'cut short': 'e282', 'cut in the middle': 'e28241', 'lone continuation': '80', 'no such byte': 'ff', 'Latin-1': 'e974e9', NUL: '00' };
const escaped = (hex) => hex.replace(/../g, '%$&');
const uuid = () => ({ 'Idempotency-Key': randomUUID() });
const head = { Authorization: `Bearer ${chief}`, 'Accept-Language': 'en' };

for (const [name, hex] of Object.entries(malformed)) {
	const bytes = Buffer.from(hex, 'hex'), before = c.sql('SELECT max(position) FROM entry');
	const raw = async (method, path, type, parts) => (await c.browser().ask(method, path, { headers: { ...head, ...uuid() }, body: Buffer.concat(parts.map((p) => Buffer.isBuffer(p) ? p : Buffer.from(p))), type })).status;
	check(await raw('POST', '/api/v1/resources', 'application/json', ['{"type":"tool","title":"a', bytes, '","summary":"b"}']) === 400, `${name}: in JSON`);
	check(await raw('POST', '/api/v1/resources', 'application/json', ['{"type":"tool","title":"a","summary":"b","', bytes, '":1}']) === 400, `${name}: as a name in JSON`);
	await anne.get('/compte');
	for (const [where, field] of [['value', `name=a${escaped(hex)}`], ['name', `n${escaped(hex)}=a`]]) {
		const csrf = /name='_csrf' value='([^']+)'/.exec(anne.page)[1];
		const a = await anne.ask('POST', '/do/account.rename', { body: `_csrf=${csrf}&${field}`, type: 'application/x-www-form-urlencoded', headers: { 'Sec-Fetch-Site': 'same-origin' } });
		check(a.status === 400, `${name}: as a ${where} in a form`, String(a.status));
		await anne.get('/compte');
	}
	for (const path of [`/ressources?q=a${escaped(hex)}`, `/ressources/a${escaped(hex)}`, `/api/v1/territories/${escaped(hex)}`, `/connexion/${escaped(hex)}`]) {
		const a = await c.browser().get(path);
		check(a.status === 400 || a.status === 404 && hex === '00', `${name}: ${path}`, String(a.status));
	}
	check(c.sql('SELECT max(position) FROM entry') === before, `${name}: nothing was kept`);
}

// What is kept is NFC, without controls; texts keep their own lines.
const nfd = 'Fe\u0301de\u0301ration de l\u2019e\u0301nergie';
const made = JSON.parse((await c.api(chief, 'POST', '/api/v1/resources', { type: 'tool', title: nfd, summary: `a\u0007b\u001b[31m\u200bc\u202ed`, body: 'un\r\ndeux\u2028trois\ttab' }, uuid())).text);
const got = JSON.parse((await c.api(null, 'GET', `/api/v1/resources/${made.id}`)).text);
check(got.title === nfd.normalize('NFC') && got.title !== nfd, 'NFC', got.title);
check(got.summary === 'ab[31mcd', 'no control, no zero width, no other direction', JSON.stringify(got.summary));
check(got.body === 'un\ndeuxtrois\ttab', 'lines end in one way', JSON.stringify(got.body));
check(!c.holds(nfd), 'the other form is in no byte of the log');

// Lengths in characters, whatever their bytes.
const title = (n, s) => c.api(chief, 'POST', '/api/v1/resources', { type: 'tool', title: s.repeat(n), summary: 'b' }, uuid()).then((a) => a.status);
for (const s of ['a', 'é', '€', '🚲']) check(await title(200, s) === 201 && await title(201, s) === 422, `200 times ${s}, not 201`);

// Names: what does not show is taken out; two that look alike are one.
const rename = async (name) => { await anne.get('/compte'); const a = await anne.submit('/do/account.rename', { name }); return a.status === 303; };
const own = async () => JSON.parse((await anne.get('/compte/donnees.json')).text).name;
check(await rename('Le\u200ba \u202eMa\u2066rt\u00adin\ufeff') && await own() === 'Lea Martin', 'nothing unseen stays in a name', JSON.stringify(await own()));
check(!await rename('\u200b\u200d\u2060'), 'a name of nothing seen is none');
await c.verb('user', 'add', '--email', 'bois@example.org', '--role', 'member', '--name', 'Camille Bois');
for (const [how, name] of Object.entries({ same: 'Camille Bois', capitals: 'CAMILLE BOIS', accents: 'Camillé Boïs', 'zero width': 'Cam\u200bille Bois', 'wide letters': '\uff23amille Bois', 'mathematical letters': '\u{1d402}amille Bois',
	Cyrillic: '\u0421\u0430mill\u0435 B\u043eis', Greek: 'Camille B\u03bfis', 'capital I for l': 'CamiIle Bois', 'one for l': 'Cami1le Bois', 'zero for o': 'Camille B0is', spaces: 'Camille  Bois', 'no-break space': 'Camille\u00a0Bois', points: 'Camille.Bois', 'other direction': '\u202eCamille Bois' }))
	check(!await rename(name), `no second ${name} (${how})`);
check(await rename('Camille Bosc'), 'another name is another');
check(await c.end() === 0, 'the server stops with 0');
end();
