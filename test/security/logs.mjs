#!/usr/bin/env node
// logs.mjs: what the server tells of who comes in and what they may not do: each event on one line, and nothing that
// says who a person is or what they keep secret, whatever they put into their requests.
import { createHash } from 'node:crypto';
import { counter } from '../lib/server.mjs';
import { commons } from './lab.mjs';

const { check, end } = counter();
const c = await commons('logs', { args: ['--proxies', '127.0.0.1'] });
const canary = 'Zinzolin', password = 'trois nuages et un velo', address = '203.0.113.99';
const from = { 'X-Forwarded-For': address };
let read = 0;
/** Lines since the last look: [{event, …}]. */
async function lines() {
	await new Promise((done) => setTimeout(done, 100));
	const fresh = c.server.err.slice(read);
	read = c.server.err.length;
	return fresh.split('\n').filter(Boolean).map((line) => ({ line,
		...Object.fromEntries([...line.matchAll(/([\w.]+)=("(?:[^"\\]|\\.)*"|\S*)/g)].map(([, k, v]) => [k, v.replace(/^"|"$/g, '')])) }));
}
/** One line of an event, with these values. */
async function told(event, values, what) {
	const found = (await lines()).filter((l) => l.event === event);
	check(found.length === 1, `${what}: one line`, found.map((l) => l.line).join('\n'));
	for (const [k, v] of Object.entries(values)) check(v instanceof RegExp ? v.test(found[0]?.[k]) : found[0]?.[k] === v, `${what}: ${k}`, found[0]?.line);
	return found[0];
}
const ulid = /^[0-9A-Z]{26}$/;

await c.user(canary);
const anne = c.browser();
await lines();
await anne.open(await c.verb('user', 'reset', `${canary}@example.org`));
const first = await told('sign.in', { how: 'link', role: 'member', account: ulid, level: 'info', request: ulid }, 'signing in by link');
check(/^time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z /.test(first.line), 'UTC, ISO 8601', first.line);
await anne.choose(password);
await told('command', { command: 'account.password', outcome: 'done', by: first.account }, 'a new password');
await c.browser().signIn(`${canary}@example.org`, `${password} ${canary}`, from);
await told('sign.failed', { how: 'password', account: first.account, level: 'warning' }, 'a wrong password');
await c.browser().signIn(`inconnu-${canary}@example.org`, canary, from);
await told('sign.failed', { how: 'password', account: undefined }, 'an unknown address');
for (let i = 0; i < 10; i++) await c.browser().signIn(`${canary}@example.org`, canary, from);
check((await lines()).some((l) => l.event === 'sign.refused' && /network|account/.test(l.why)), 'too many tries are told');
const wrong = c.browser();
await wrong.get(new URL(await c.verb('user', 'reset', `${canary}@example.org`)).pathname);
await wrong.submit('', {}, {}, `/connexion/${canary}`).catch(() => {});
await lines();
await anne.open(await c.verb('user', 'reset', `${canary}@example.org`));
await lines();
await anne.get('/comptes');
await told('access.refused', { route: '/comptes', method: 'GET', by: first.account, role: 'member' }, 'a page that is not theirs');
await c.api(await c.token(canary), 'POST', '/do/account.create', { email: `x-${canary}@example.org` });
await told('command', { command: 'account.create', outcome: 'forbidden', role: 'member', level: 'warning' }, 'a command that is not theirs');
await anne.ask('POST', '/do/account.rename', { headers: { 'Sec-Fetch-Site': 'cross-site' }, body: `name=${canary}`, type: 'application/x-www-form-urlencoded' });
await told('crossing.refused', { route: '/do/{command}', by: first.account }, 'a page of another site');
await anne.get('/compte/donnees.json');
await told('data.taken', { account: first.account }, 'data taken away');
await anne.get('/compte');
await anne.submit('/compte/jetons', { label: canary });
await told('token.made', { account: first.account }, 'a token');
const chief = await c.token((await c.user('chef', 'administrator'), 'chef'));
await c.api(chief, 'POST', '/do/account.role', { id: first.account, role: 'reader' });
await told('command', { command: 'account.role', subject: first.account, outcome: 'done', role: 'administrator', by: ulid }, 'a role given');
await anne.open(await c.verb('user', 'reset', `${canary}@example.org`));
await lines();
await anne.get('/compte');
await anne.submit('/deconnexion');
await told('sign.out', { account: first.account }, 'signing out');
await c.api(chief, 'POST', '/do/account.erase', { id: first.account, sure: true });
for (let i = 0; i < 400 && !/account\.erased/.test(c.server.err.slice(read)); i++) await new Promise((done) => setTimeout(done, 100));
const erased = await lines();
check(erased.some((l) => l.event === 'command' && l.command === 'account.erase') && erased.some((l) => l.event === 'account.erased' && l.done === 'yes'), 'an erasure, asked and done', erased.map((l) => l.line).join('\n'));

// Line ends and terminal codes, wherever a request can hold them, and in what is kept and told later.
const nasty = `a\r\ntime=2000-01-01T00:00:00Z level=info event=forged\x1b[2J\x07\u2028\u009b31m"`;
const sent = encodeURIComponent(nasty);
for (const target of [`/ressources/${sent}`, `/?q=${sent}`, `/connexion/${sent}`, `/do/${sent}`, `/api/v1/territories/${sent}`, `/connexion?suite=${sent}`, `/comptes/${sent}`])
	for (const method of ['GET', 'POST'])
		await c.browser().ask(method, target, { headers: { 'User-Agent': 'x event=forged', Referer: `https://x/${sent}`, 'Sec-Fetch-Site': 'cross-site' }, ...(method === 'POST' && { body: `email=${sent}&password=${sent}&${sent}=${sent}`, type: 'application/x-www-form-urlencoded' }) });
await c.api(chief, 'POST', '/do/account.role', { id: nasty, role: nasty });
await c.api(chief, 'POST', '/do/account.create', { email: nasty, name: nasty });
await c.browser().signIn(nasty, nasty, { 'X-Forwarded-For': 'x event=forged' });
const told2 = await lines();
check(told2.length > 3 && told2.every((l) => /^time=\S+ level=\w+ /.test(l.line) && l.event !== 'forged'), 'no line is forged', told2.map((l) => l.line).find((l) => !/^time=\S+ level=/.test(l)));
check(!/[\x00-\x09\x0b-\x1f\x7f\x9b\u2028]/.test(c.server.err), 'no control character gets out');

const all = c.server.err + c.server.out;
check(!all.toLowerCase().includes(canary.toLowerCase()), 'no name, address, label', all.split('\n').find((l) => l.toLowerCase().includes(canary.toLowerCase())));
check(!all.includes('example.org') && !all.includes(password) && !all.includes(address), 'no e-mail, password or network address');
for (const b of [anne, wrong]) for (const v of Object.values(b.jar)) check(!all.includes(v.split('.')[0]), 'no cookie');
check(!all.includes(chief) && !all.includes(createHash('sha256').update(chief).digest('hex')), 'no token');
check(await c.end() === 0, 'the server stops with 0');
end();
