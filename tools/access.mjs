// access [--write]: who may do what, asked from the running program and compared with test/access.tsv (routes and commands,
// nothing there) and test/access-things.tsv (sheets in each state, accounts, and the fields that each role is given).
// A route or a command of the program that the tables do not know fails, and so does a line too many.
// --write writes the tables anew: read the difference before you commit it.
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { execute, program, quick, serve } from '../test/lib/archipel.mjs';
import { ask } from '../test/lib/client.mjs';
import { people, things } from './access_things.mjs';

const roles = ['anyone', 'reader', 'member', 'steward', 'administrator'];
const tables = ['test/access.tsv', 'test/access-things.tsv'];
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
	for (const who of [...roles.slice(1), 'author']) {
		await run('user', 'add', '--email', `${who}@example.org`, '--role', who === 'author' ? 'member' : who, '--name', who);
		tokens[who] = (await run('user', 'token', `${who}@example.org`)).trim();
	}
	await run('user', 'add', '--email', 'other@example.org', '--role', 'member', '--name', 'other');
	const server = await serve(data).ready;
	const agent = new http.Agent({ keepAlive: true });
	const list = await rows(), lines = [];
	for (const row of list) {
		const found = [];
		for (const role of roles) found.push(await status(server.port, row, tokens[role], agent));
		lines.push([...row, ...found].join('\t'));
	}
	const more = await things(server.port, list, tokens, agent);
	agent.destroy();
	await server.stop();
	return [lines, more];
}

const heads = [['method', 'path', ...roles], ['of', 'method', 'path', ...people]].map((h) => h.join('\t'));
const keys = [2, 3];
const measured = await measure().finally(() => fs.rmSync(dir, { recursive: true, force: true }));
let passed = 0, failed = 0;
const fail = (sentence) => { failed++; console.log(sentence); };

function compare(table, lines, n) {
	const key = (line) => line.split('\t').slice(0, n).join(' '), rest = (line) => line.split('\t').slice(n).join(' ');
	const known = new Map(fs.readFileSync(table, 'utf8').trim().split('\n').slice(1).map((l) => [key(l), l]));
	for (const line of lines) {
		const wanted = known.get(key(line));
		known.delete(key(line));
		if (wanted === line) passed++;
		else if (!wanted) fail(`${table} lacks ${key(line)} (now ${rest(line)})`);
		else fail(`${key(line)}: ${rest(line)}, the table says ${rest(wanted)}`);
	}
	for (const k of known.keys()) fail(`${table} has ${k}, which the program does not know`);
}

tables.forEach((table, i) => {
	if (process.argv.includes('--write')) fs.writeFileSync(table, [heads[i], ...measured[i]].join('\n') + '\n');
	compare(table, measured[i], keys[i]);
});
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
