#!/usr/bin/env node
// sessions.mjs: what a session is kept in, what begins it, and all that ends it (hours pass by moving the clock).
import { createHash } from 'node:crypto';
import { counter } from '../lib/server.mjs';
import { commons } from './lab.mjs';

const { check, end } = counter();
const MINUTE = 60, HOUR = 3600, DAY = 24 * HOUR;
const sha = (s) => createHash('sha256').update(s).digest('hex');
const cookie = (b) => Object.entries(b.jar).find(([k]) => /archipel($|-[^f])/.test(k));
const secret = (b) => cookie(b)[1].split('.')[0];

const c = await commons('sessions', { lab: true });
const anne = await c.member('anne'), password = 'le velo bleu de la factrice';

// What it is.
const line = [(await anne.get('/compte')).headers['set-cookie'] ?? []].flat().join();
const secrets = new Set();
for (let i = 0; i < 20; i++) {
	const b = c.browser();
	const a = await b.open((await c.verb('user', 'reset', 'anne@example.org')));
	secrets.add(secret(b));
	if (i) continue;
	const set = [a.headers['set-cookie']].flat().find((s) => s.startsWith('archipel='));
	check(/; HttpOnly/.test(set) && /; SameSite=Lax/.test(set) && /; Path=\//.test(set) && !/Domain/i.test(set), 'the cookie is HttpOnly, Lax, of this host only', set);
	check(!/Secure/.test(set), 'over plain http it is not Secure, or it would be lost', set);
	check(Buffer.from(secret(b), 'base64url').length * 8 >= 128, '128 bits at least', secret(b));
	check(!c.holds(secret(b)), 'the secret is in no file');
	check(c.sql(`SELECT count(*) FROM state WHERE kind = 'session' AND id = '${sha(secret(b))}'`) === '1', 'its hash is');
}
check(secrets.size === 20, 'each is new');
check(!line.includes('archipel='), 'a page that shows nothing new sets no cookie', line);

// A secret of one kind opens nothing of another.
await anne.open(await c.verb('user', 'reset', 'anne@example.org'));
const token = await c.token('anne');
check((await c.api(secret(anne), 'GET', '/compte/donnees.json')).status === 401, 'a session is no token');
check((await c.browser().get('/compte', { headers: { Cookie: `archipel=${token}.1` } })).status === 303, 'a token is no session');
check((await c.browser().get(`/compte?archipel=${secret(anne)}`)).status === 303, 'nor is an address');
check(!c.holds(token), 'the token is in no file');

// New at sign-in, over at the end of it.
await anne.choose(password);
const fixed = c.browser();
fixed.jar.archipel = `${'A'.repeat(32)}.1`;
await fixed.signIn('anne@example.org', password);
check(secret(fixed) !== 'A'.repeat(32) && await fixed.signedIn(), 'an id chosen by another is not taken');
const before = fixed.copy();
await fixed.get('/compte');
await fixed.submit('/deconnexion');
check(!await before.signedIn(), 'signed out: the server forgot it too');
check(!await fixed.signedIn(), 'signed out here');

// Signing in again where one was signed in: the former session ends.
const rene = await c.member('rene', 'administrator');
const id = c.sql("SELECT subject FROM entry WHERE kind = 'account.created' ORDER BY position LIMIT 1");
/** A link that ends nothing by being made. */
async function handed() {
	await rene.get(`/comptes/${id}`);
	await rene.submit(`/comptes/${id}/lien`);
	return /https?:[^<\s]+\/connexion\/[\w-]+/.exec(rene.page)[0];
}
const again = c.browser();
await again.signIn('anne@example.org', password);
const former = again.copy();
await again.open(await handed());
check(secret(former) !== secret(again) && await again.signedIn() && !await former.signedIn(), 'a new id at each sign-in; the former ends');

// Clear-Site-Data, and the cookie goes.
const out = await (await again.get('/compte'), again.submit('/deconnexion'));
check(/"cookies"/.test(out.headers['clear-site-data'] ?? '') && /"cache"/.test(out.headers['clear-site-data']), 'what the browser kept is cleared');
check([out.headers['set-cookie']].flat().some((s) => /^archipel=;.*Max-Age=0/.test(s)), 'the cookie is taken back');

// A list, and one of them closed from another.
const home = c.browser(), away = c.browser();
await home.open(await c.verb('user', 'reset', 'anne@example.org'));
await home.choose(password);
await away.signIn('anne@example.org', password);
await home.get('/compte');
check((home.page.match(/action='\/compte\/seances'/g) ?? []).length >= 1, 'other sessions are listed');
const other = await c.member('basile');
await other.get('/compte');
const theft = await other.submit('/compte/jetons', { id: sha(secret(away)) }, {}, '/compte/seances');
check(theft.status === 404 && await away.signedIn(), 'nobody closes the session of someone else');
await home.get('/compte');
await home.submit('/compte/seances');
check(!await away.signedIn() && await home.signedIn(), 'closed from another, and only that one');

// A new password: only this browser stays.
await away.signIn('anne@example.org', password);
const held = home.copy(), link = await handed();
const changed = await home.choose('la factrice du velo rouge', password);
check(changed.status === 303 && await home.signedIn(), 'after a new password this browser goes on');
check(!await away.signedIn(), 'others are signed out');
check(!await held.signedIn() && secret(held) !== secret(home), 'under a new id');
check((await c.browser().get(new URL(link).pathname)).status === 404, 'and links made before are void');
await away.signIn('anne@example.org', 'la factrice du velo rouge');
const kept = await c.token('anne');
check((await c.api(kept, 'POST', '/do/account.password', { current: 'la factrice du velo rouge', password })).status === 200, 'a program may change it too');
check(!await away.signedIn() && !await home.signedIn(), 'and then all sessions end');

// A role given or taken, an account closed, by whatever way: form, API, terminal.
const admin = await c.token('rene');
const ways = {
	form: async (command, fields) => { await rene.get(`/comptes/${id}`); return rene.submit(`/do/${command}`, fields); },
	api: (command, fields) => c.api(admin, 'POST', `/do/${command}`, { id, ...fields }),
	terminal: (command, fields) => c.verb('do', command, '--id', id, ...Object.entries(fields).flatMap(([k, v]) => [`--${k}`, v])),
};
const session = async () => { const b = c.browser(); await b.signIn('anne@example.org', password); return b; };
let role = 'member';
for (const [name, run] of Object.entries(ways)) {
	const b = await session(), t = await c.token('anne');
	await run('account.role', { role: role = role === 'member' ? 'steward' : 'member' });
	check(!await b.signedIn(), `${name}: another role ends the session`);
	check((await c.api(t, 'GET', '/compte/donnees.json')).status === 200, `${name}: a token goes on, with the new role`);
	const later = await session();
	await run('account.close', {});
	check(!await later.signedIn() && (await c.api(t, 'GET', '/compte/donnees.json')).status === 401, `${name}: closed, nothing opens`);
	await run('account.open', {});
	check(!await later.signedIn(), `${name}: open again, the session of before stays over`);
	check((await c.api(t, 'GET', '/compte/donnees.json')).status === 401, `${name}: and the token`);
	const fresh = await session(), token = await c.token('anne');
	await fresh.get('/compte');
	await fresh.submit('/do/account.rename', { name: `anne par ${name}` });
	check(await fresh.signedIn() && (await c.api(token, 'GET', '/compte/donnees.json')).status === 200, `${name}: another name ends nothing`);
}

// Time: rest and age, by role.
for (const [who, rest, age] of [['lise', 12 * HOUR, 30 * DAY], ['maya', 30 * MINUTE, 12 * HOUR], ['zoe', 30 * MINUTE, 12 * HOUR]]) {
	const of = { lise: 'member', maya: 'steward', zoe: 'administrator' }[who];
	const b = await c.member(who, of);
	c.lab.pass(rest - 30);
	check(await b.signedIn(), `${of}: signed in after a rest of ${rest / 60 - 0.5} min`);
	c.lab.pass(rest + 30);
	check(!await b.signedIn(), `${of}: not after ${rest / 60 + 0.5} min`);
	const long = c.browser();
	await long.open(await c.verb('user', 'reset', `${who}@example.org`));
	const step = Math.floor(rest * 0.9);
	let there = true;
	for (let past = 0; past + step < age - 60; past += step) {
		c.lab.pass(step);
		there &&= await long.signedIn();
		if (past + 2 * step >= age - 60) c.lab.pass(age - 60 - past - step);
	}
	check(there && await long.signedIn(), `${of}: kept alive until a minute before ${age / HOUR} h`);
	c.lab.pass(120);
	check(!await long.signedIn(), `${of}: no longer a minute after`);
}

// One-time links: an hour by the terminal, twenty minutes from a page, once, as hashes.
for (const [minutes, alive] of [[59, true], [61, false]]) {
	const l = await c.verb('user', 'reset', 'anne@example.org');
	const code = l.split('/').pop();
	check(Buffer.from(code, 'base64url').length * 8 >= 128 && !c.holds(code), 'a link has 128 bits, and only its hash is kept');
	c.lab.pass(minutes * MINUTE);
	check(((await c.browser().get(new URL(l).pathname)).status === 200) === alive, `a link ${alive ? 'works' : 'does not work'} after ${minutes} min`);
}
const once = await c.verb('user', 'reset', 'anne@example.org');
const two = [c.browser(), c.browser()];
for (const b of two) await b.get(new URL(once).pathname);
const taken = await Promise.all(two.map((b) => b.submit(new URL(once).pathname)));
check(taken.filter((a) => a.status === 303).length === 1, 'two at once: one is signed in', taken.map((a) => a.status).join());

check(await c.end() === 0, 'the server stops with 0');

// Over https.
for (const [base, prefix] of [['https://commun.example', ''], ['https://commun.example/sous/dossier', '-sous-dossier']]) {
	const s = await commons('secure', { args: ['--base-url', base], headers: { Host: 'commun.example' } });
	const b = s.browser();
	const l = new URL(await s.user('anne')).pathname;
	const page = await b.get(l);
	const a = await b.submit(l);
	const set = [page.headers['set-cookie'], a.headers['set-cookie']].flat().filter(Boolean);
	check(set.length >= 2 && set.every((x) => x.startsWith('__Host-archipel') && /; Secure/.test(x) && /; Path=\/;/.test(x) && !/Domain/i.test(x)), `${base}: every cookie is __Host-, Secure, at the root`, set.join(' | '));
	check(set.some((x) => x.startsWith(`__Host-archipel${prefix}=`)), `${base}: told apart from other sites of this host`);
	check(await s.end() === 0, `${base}: stops with 0`);
}
end();
