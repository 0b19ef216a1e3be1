#!/usr/bin/env node
// malformed.mjs: requests of malformed.tsv, alone: each gets the status of the table with all headers of safety, once,
// and nothing after it. Behind proxies: proxies.mjs.
import fs from 'node:fs';
import { execute, quick, serve } from '../lib/archipel.mjs';
import { ask } from '../lib/client.mjs';
import { counter, temporary } from '../lib/server.mjs';
import { headersOf, readTable, send } from './raw.mjs';

const { check, end } = counter();
const dir = temporary('malformed'), data = `${dir}/data`;
let server = null;
process.on('exit', () => {
	server?.process.kill('SIGKILL');
	fs.rmSync(dir, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

const safety = ['content-security-policy', 'x-content-type-options', 'referrer-policy', 'cross-origin-opener-policy',
	'cross-origin-embedder-policy', 'cross-origin-resource-policy', 'permissions-policy', 'strict-transport-security'];

async function row(r) {
	const a = await send(server.port, r.bytes, { quiet: r.closes ? 3000 : 250 });
	const status = a.statuses.at(-1), seen = `${a.statuses.join(' then ') || 'no answer'}${a.closed ? ', closed' : ''}`;
	check(r.alone.includes(status), `${r.name}: ${r.alone.join(' or ')}`, seen);
	check(a.statuses.length >= 1 && a.statuses.length <= r.answers, `${r.name}: not answered twice`, seen);
	check(a.closed === r.closes, `${r.name}: the connection ${r.closes ? 'ends' : 'stays'}`, seen);
	check(!a.text.includes('marque'), `${r.name}: what was smuggled is not read`, a.text.slice(-300));
	const h = headersOf(a.text), lacks = safety.filter((name) => !h[name]);
	check(!lacks.length && /charset=utf-8/.test(h['content-type']), `${r.name}: our headers`, `lacks ${lacks.join(', ')}`);
	check(!/libmicrohttpd|sqlite|SELECT |\/src\/|\.c:\d/i.test(a.text), `${r.name}: tells nothing of the inside`);
}

const made = await execute(quick, ['init', '--data', data]);
check(made.code === 0, 'init', made.err);
server = serve(data, { args: ['--base-url', 'https://commun.exemple.fr'] });
await server.ready;
const rows = readTable(new URL('malformed.tsv', import.meta.url));
check(rows.length >= 60, 'the table has its rows', `${rows.length}`);
for (let i = 0; i < rows.length; i += 16) await Promise.all(rows.slice(i, i + 16).map(row));
check((await ask(server.port, 'GET', '/aide', { headers: { Host: 'commun.exemple.fr' } })).status === 200, 'an honest request is answered');
check(await server.stop() === 0, 'the server stops cleanly', server.err);
end();
