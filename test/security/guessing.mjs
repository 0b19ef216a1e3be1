#!/usr/bin/env node
// guessing.mjs: passwords: which are taken, what one costs, what guessing costs; minutes pass by moving the clock.
import fs from 'node:fs';
import os from 'node:os';
import { counter } from '../lib/server.mjs';
import { totp } from '../lib/totp.mjs';
import { commons } from './lab.mjs';

const { check, end } = counter();
const password = 'trois nuages et un velo', cores = Math.min(4, os.cpus().length);
const from = (address) => ({ 'X-Forwarded-For': address });

const c = await commons('guessing', { lab: true, args: ['--proxies', '127.0.0.1'] });
const { lab } = c;
lab.stand();
/** Tries to sign in from an address, in a browser of its own. */
async function guess(who, word, address) {
	const b = c.browser(), a = await b.signIn(`${who}@example.org`, word, from(address));
	return { status: a.status, wait: Number(a.headers['retry-after'] ?? 0), text: a.text, b };
}
const anne = await c.member('anne', 'member', password);
for (const who of ['basile', 'closed', 'celine', 'dora']) await c.user(who);

// What is taken: length in code points, any of them, the whole of it, and not what others would try.
const say = async (word, current) => (await anne.choose(word, current)).status;
const long = '🚲'.repeat(2) + 'é'.repeat(3) + Array.from({ length: 123 }, (_, i) => 'abcdefghijkmnpqr'[(i * i + 3 * i) % 16]).join('');
check([...long].length === 128, 'the long one has 128 characters');
check(await say('onze signes', password) === 422, '11 characters are too few');
check(await say(`${long}x`, password) === 422, '129 are too many');
for (const weak of ['1qaz2wsx3edc', 'Mailcreated5240', 'aaaaaaaaaaaaaa', 'anne@example.org', 'Anne-2026-anne', 'archipel-2026!'])
	check(await say(weak, password) === 422 && anne.page.includes('among the first'), `${weak} is refused`);
check(await say(long, password) === 303, '128 characters are taken, emoji and accents too');
check((await guess('anne', long, '192.0.2.1')).status === 303, 'and sign in');
check((await guess('anne', long.slice(0, -1), '192.0.2.1')).status === 422, 'but not without the last');
check((await guess('anne', long.normalize('NFD'), '192.0.2.1')).status === 303, 'on a keyboard that composes accents otherwise');
check(await say(password, long) === 303, 'and back');
await anne.get('/compte');
check(!/onpaste|autocomplete='off'/.test(anne.page) && /type='password'/.test(anne.page) && /autocomplete='new-password'/.test(anne.page) && /autocomplete='current-password'/.test(anne.page), 'pasting and password managers are welcome');

// Known, unknown, without password, closed: the same answer for the same work.
const admin = await (await c.user('rene', 'administrator'), c.token('rene'));
const closed = c.sql("SELECT subject FROM entry WHERE kind = 'account.created' ORDER BY position LIMIT 1 OFFSET 2");
await c.api(admin, 'POST', '/do/account.close', { id: closed });
const bare = (text, who) => text.replaceAll(who, 'X').replace(/value='[0-9a-f]{64}'/g, '').replace(/[0-9A-Z]{26}/g, '');
const answers = new Set(), costs = [];
for (const who of ['anne', 'nobody', 'basile', 'closed']) {
	const before = lab.hashes(), a = await guess(who, 'un autre mot de passe', '192.0.2.2');
	costs.push(lab.hashes() - before);
	answers.add(`${a.status} ${bare(a.text, `${who}@example.org`)}`);
}
check(costs.every((n) => n === 1), 'one hash each: wrong, unknown, without password, closed', costs.join());
check(answers.size === 1, 'one answer for all', [...answers].map((a) => a.length).join());

// Parameters that rose: hashed anew at the sign-in, once.
const id = c.sql("SELECT subject FROM entry WHERE kind = 'account.created' ORDER BY position LIMIT 1");
const stored = () => c.sql(`SELECT value FROM state WHERE kind = 'password' AND id = '${id}'`);
const [, m, t, p] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(stored()) ?? [];
check(Number(m) >= 19 * 1024 && Number(t) >= 2 && Number(p) === 1, 'argon2id, 19 MiB and two passes at least', stored());
c.sql(`UPDATE state SET value = '$argon2id$v=19$m=8192,t=1,p=1$PN6IL4DQSSEL7USpt2s7LQ$F1H53NGka/b5FSmi2qz1TcFKQMUaSbEL5CB8wj6vrrs' WHERE kind = 'password' AND id = '${id}'`);
check((await guess('anne', 'faux faux faux', '192.0.2.3')).status === 422 && stored().includes('m=8192'), 'a wrong one changes nothing');
check((await guess('anne', password, '192.0.2.3')).status === 303 && stored().includes(`m=${m},t=${t}`), 'the right one is hashed anew');
const now = stored();
check((await guess('anne', password, '192.0.2.3')).status === 303 && stored() === now, 'once');

// By account: ten failures from ten networks, then a pause that doubles up to a quarter of an hour, for all but its owner at home.
lab.pass(3600);
for (let i = 0; i < 10; i++) check((await guess('anne', 'faux faux faux', `198.51.100.${i}`)).status === 422, `failure ${i + 1} is free`);
const waits = [];
let spent = lab.hashes();
for (let i = 0; i < 12; i++) {
	const a = await guess('anne', 'faux faux faux', `203.0.113.${i}`);
	if (a.status !== 429) break;
	waits.push(a.wait);
	lab.pass(a.wait);
	await guess('anne', 'faux faux faux', `203.0.113.${100 + i}`);
}
check(waits.join() === '1,2,4,8,16,32,64,128,256,512,900,900', 'pauses double, from 1 s to 15 min', waits.join());
check(lab.hashes() - spent === waits.length, 'a refused try costs no hash', `${lab.hashes() - spent} for ${waits.length}`);
check((await guess('anne', password, '203.0.113.50')).status === 429, 'the right password waits too, from elsewhere');
check((await guess('anne', password, '192.0.2.3')).status === 303, 'not where its owner signed in before');

// The second step: of two who show one code at once, one is in; ten wrong codes, and the right one waits too.
const elia = await c.member('elia', 'member', password);
await elia.get('/compte/deux-etapes');
const key = /name='key' value='([A-Z2-7]{32})'/.exec(elia.page)[1];
const code = (steps = 0) => totp(key, lab.time() + 30000 * steps);
check((await elia.submit('/compte/deux-etapes', { code: code(), current: password })).status === 200, 'a second step is begun');
lab.pass(300);
const tries = await Promise.all([1, 2, 3, 4].map(async (i) => {
	const { b } = await guess('elia', password, `192.0.2.${60 + i}`);
	check(!(await b.signedIn()), 'the password alone signs nobody in');
	await b.get('/connexion/verification');
	return b;
}));
for (const steps of [-2, 2]) check((await tries[0].submit('/connexion/verification', { code: code(steps) })).status === 422, `a code ${steps} steps away opens nothing`);
const shown = await Promise.all(tries.map((b) => b.submit('/connexion/verification', { code: code() })));
check(shown.map((a) => a.status).sort().join() === '303,422,422,422', 'a code opens once', shown.map((a) => a.status).join());
check(tries[shown.findIndex((a) => a.status === 303)].jar.archipel && (await tries[shown.findIndex((a) => a.status === 303)].signedIn()), 'for who was first');
const waiter = tries[shown.findIndex((a) => a.status === 422)];
for (let i = 0; i < 10; i++) await waiter.submit('/connexion/verification', { code: '000000' });
lab.pass(30);
check((await guess('elia', password, '192.0.2.70')).status === 303, 'the password itself does not wait for it');
await waiter.submit('/connexion/verification', { code: '000000' });
check(/Too many tries/.test((await waiter.submit('/connexion/verification', { code: code() })).text), 'after ten wrong codes the right one waits');
lab.pass(60);
check((await waiter.submit('/connexion/verification', { code: code() })).status === 303, 'and then opens');

for (let i = 0; i < 10; i++) await guess('celine', 'faux faux faux', `198.51.100.${i}`);
const at = await guess('celine', 'faux faux faux', '203.0.113.7');
check(at.status === 429, 'another account, ten failures');
const link = new URL(await c.verb('user', 'reset', 'celine@example.org')).pathname, b = c.browser();
await b.get(link, { headers: from('203.0.113.8') });
check((await b.submit(link, {}, from('203.0.113.8'))).status === 303, 'a one-time link opens meanwhile');
await b.choose(password);
lab.pass(at.wait);
check((await guess('celine', password, '203.0.113.9')).status === 303, 'and the right password after the pause, from anywhere');

// By network, an IPv6 /64 being one: forty, since a whole hall may sit behind it; codes of links and passwords together.
lab.pass(3600);
const good = new URL(await c.verb('user', 'reset', 'dora@example.org')).pathname, codes = {};
for (let i = 0; i < 41; i++) {
	const x = c.browser();
	await x.get(good);
	const { status } = await x.submit(good, {}, from(`2001:db8:1:2::${i + 1}`), `/connexion/wrong-${i}`);
	codes[status] = (codes[status] ?? 0) + 1;
}
check(codes[404] === 40 && codes[429] === 1, 'network: forty wrong codes, then a pause', JSON.stringify(codes));
spent = lab.hashes();
check((await guess('dora', 'faux', '2001:db8:1:2:ffff::9')).status === 429 && lab.hashes() === spent, 'passwords from this /64 wait too, and cost no hash');
check((await guess('dora', 'faux', '2001:db8:1:3::1')).status === 422, 'the /64 beside does not');
lab.pass(1);
check((await guess('dora', 'faux', '2001:db8:1:2:ffff::9')).status === 422, 'a second later one more is free');
// Ten addresses from one network, whether there are such accounts or not; at one address its own pause comes first.
for (const [who, of] of [['', 10], ['celine', 10]]) {
	lab.pass(3600);
	const said = [];
	for (let i = 0; i <= of; i++) said.push((await guess(who || `personne${i}`, 'faux', `203.0.113.${who ? 77 : 78}`)).status === 429 ? 429 : 422);
	const first = said.indexOf(429);
	check(first === of, who ? 'one address: its own pause comes first' : 'an eleventh address from one network waits', said.join());
}

// A browser left open: the present password is not guessed there.
const open = c.browser();
await open.signIn('anne@example.org', password, from('192.0.2.3'));
for (let i = 0; i < 10; i++) await open.choose('la factrice du velo rouge', `faux ${i} faux faux`);
spent = lab.hashes();
check((await open.choose('la factrice du velo rouge', password)).status === 422 && open.page.includes('Too many tries') && lab.hashes() === spent, 'the present password: ten tries, then a pause');
lab.pass(2);
check((await open.choose('la factrice du velo rouge', password)).status === 303, 'after it the right one is taken');

// Two hundred at once: memory of a few hashes, and pages go on.
lab.pass(3600);
lab.stand(false);
const status = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(fs.readFileSync(`/proc/${c.server.process.pid}/status`, 'utf8'))[1]) / 1024;
const crowd = await Promise.all(Array.from({ length: 200 }, async () => { const x = c.browser(); await x.get('/connexion'); return x; }));
const rest = status('VmRSS');
let done = 0, peak = 0, seen = 0;
const flood = Promise.all(crowd.map((x, i) => x.submit('/connexion', { email: `foule${i}@example.org`, password: 'faux faux faux' }, from(`198.18.${i}.1`)).then((a) => { done++; return a.status; })));
const member = c.browser();
Object.assign(member.jar, open.jar);
while (done < 150) {
	const [page, own] = await Promise.all([c.browser().get('/aide'), member.get('/compte')]);
	if (page.status !== 200 || own.status !== 200) break;
	seen++;
	peak = Math.max(peak, status('VmRSS'));
	await new Promise((go) => setTimeout(go, 20));
}
const statuses = await flood;
const tokens = await Promise.all(Array.from({ length: 8 }, () => c.token('basile')));
await Promise.all(tokens.map((t) => c.api(t, 'POST', '/do/account.password', { password: 'la factrice du velo vert', current: 'la factrice du velo vert' })));
check(statuses.every((s) => s === 422 || s === 503), 'each gets an answer', [...new Set(statuses)].join());
check(seen >= 10, 'meanwhile pages are answered, also to members', `${seen} times`);
check(lab.most() <= cores, `never more than ${cores} hashes at once`, String(lab.most()));
check(peak - rest < cores * 33 + 24, `memory grows by ${cores} hashes, not by 200`, `${rest.toFixed(0)} -> ${peak.toFixed(0)} MiB`);
check(await c.end() === 0, 'the server stops with 0');

// Nobody told of a proxy: what X-Forwarded-For says is not believed.
const d = await commons('unproxied');
for (let i = 0; i < 12; i++) {
	const x = d.browser();
	await x.signIn(`y${i}@example.org`, 'faux', from('192.0.2.9'));
	if (i === 11) check(/is not right/.test(x.page), 'an address that anyone may write limits no one');
}
await d.end();
end();
