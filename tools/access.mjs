// access [--write]: who may do what, asked from the running program and compared with test/access.tsv.
// A route or a command of the program that the table does not know fails, and so does a line too many.
// --write writes the table anew: read the difference before you commit it.
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { execute, program, quick, serve } from '../test/lib/archipel.mjs';
import { ask } from '../test/lib/client.mjs';

const roles = ['anyone', 'reader', 'member', 'steward', 'administrator'];
const table = 'test/access.tsv';
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'archipel-access-'));
const data = `${dir}/data`;

async function run(...words) {
	const r = await execute(quick, [...words, '--data', data]);
	if (r.code !== 0) throw new Error(`archipel ${words.join(' ')}: ${r.code} ${r.out}${r.err}`);
	return r.out;
}

/** Routes, then commands as POST /do/NAME. */
async function rows() {
	const routes = (await execute(program, ['routes'])).out.trim().split('\n').map((l) => l.split('\t'));
	const help = (await execute(program, ['help', 'do'])).out;
	const commands = [...help.matchAll(/^ {2}(\w+\.\w+)\b/gm)].map((m) => ['POST', `/do/${m[1]}`]);
	if (!commands.length) throw new Error('archipel help do names no command');
	return [...routes, ...commands].map(([method, route]) => [method, route]);
}

/** One role's answer to a row: nothing named by {part} exists, the body is an empty object. */
async function status(port, [method, route], token, agent) {
	const headers = token ? { Authorization: `Bearer ${token}` } : {};
	const to = route.replace(/\{\w+\}/g, 'x');
	const body = method === 'GET' ? undefined : '{}';
	if (body) headers['Content-Type'] = 'application/json';
	return (await ask(port, method, to, { headers, body, agent })).status;
}

async function measure() {
	await run('init');
	const tokens = { anyone: null };
	for (const role of roles.slice(1)) {
		await run('user', 'add', '--email', `${role}@example.org`, '--role', role);
		tokens[role] = (await run('user', 'token', `${role}@example.org`)).trim();
	}
	const server = await serve(data).ready;
	const agent = new http.Agent({ keepAlive: true });
	const lines = [];
	for (const row of await rows()) {
		const found = [];
		for (const role of roles) found.push(await status(server.port, row, tokens[role], agent));
		lines.push([...row, ...found].join('\t'));
	}
	agent.destroy();
	await server.stop();
	return lines;
}

const head = ['method', 'path', ...roles].join('\t');
const lines = await measure().finally(() => fs.rmSync(dir, { recursive: true, force: true }));
if (process.argv.includes('--write')) fs.writeFileSync(table, [head, ...lines].join('\n') + '\n');
const known = new Map(fs.readFileSync(table, 'utf8').trim().split('\n').slice(1)
	.map((l) => [l.split('\t').slice(0, 2).join(' '), l]));
let passed = 0, failed = 0;
const fail = (sentence) => { failed++; console.log(sentence); };
for (const line of lines) {
	const key = line.split('\t').slice(0, 2).join(' '), wanted = known.get(key);
	known.delete(key);
	if (wanted === line) passed++;
	else if (!wanted) fail(`${table} lacks ${key} (now ${line.split('\t').slice(2).join(' ')})`);
	else fail(`${key}: ${line.split('\t').slice(2).join(' ')}, the table says ${wanted.split('\t').slice(2).join(' ')}`);
}
for (const key of known.keys()) fail(`${table} has ${key}, which the program does not know`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
