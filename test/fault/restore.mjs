#!/usr/bin/env node
// restore.mjs: a restore and a backup killed at some of their system calls. The folder is then what it was or what
// the backup holds, and verifies; a backup is there whole or not at all.
import fs from 'node:fs';
import { execute, quick } from '../lib/archipel.mjs';
import { counter, temporary } from '../lib/server.mjs';

const { check, end } = counter();
const dir = temporary('restore'), data = `${dir}/data`, bent = `${dir}/bent`, backup = `${dir}/backup`;
process.on('exit', () => fs.rmSync(dir, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

async function verb(folder, ...words) {
	const r = await execute(quick, [...words, '--data', folder]);
	if (r.code !== 0) throw new Error(`archipel ${words.join(' ')}: ${r.code} ${r.err}`);
	return r.out.trim();
}

/** Runs a verb that dies at the n-th call of a sort; says whether it died. */
async function dies(call, n, ...words) {
	const r = await execute('strace', ['-f', '-o', '/dev/null', '-e', `trace=${call}`, '-e', `inject=${call}:signal=SIGKILL:when=${n}`, quick, ...words]);
	return r.code !== 0;
}

const users = async (folder) => JSON.parse(await verb(folder, 'user', 'list', '--json')).items.map((u) => u.email).sort().join(' ');
const now = 'before@example.org later@example.org', then = 'before@example.org';

const points = { pwrite64: [1, 20, 300, 600], fdatasync: [1, 3, 9, 15], fsync: [1, 2], rename: [1], unlink: [1, 3, 8], ftruncate: [1, 3] };

await verb(data, 'init');
await verb(data, 'user', 'add', '--email', 'before@example.org', '--role', 'admin');
await verb(data, 'backup', backup);
await verb(data, 'user', 'add', '--email', 'later@example.org', '--role', 'member');
const whole = fs.readFileSync(backup);

let died = 0;
for (const [call, list] of Object.entries(points))
	for (const n of list) {
		fs.rmSync(bent, { recursive: true, force: true });
		fs.cpSync(data, bent, { recursive: true });
		died += await dies(call, n, 'restore', backup, '--force', '--data', bent);
		const found = await users(bent);
		check(found === now || found === then, `restore killed at ${call} ${n}: the old folder or the new one`, found);
		check((await execute(quick, ['verify', '--data', bent])).code === 0, `restore killed at ${call} ${n}: verify`);
	}
check(died > 8, 'most of these points are reached', String(died));

for (const [call, n] of [['pwrite64', 50], ['fdatasync', 2], ['fsync', 1], ['rename', 1]]) {
	await dies(call, n, 'backup', backup, '--data', data);
	check(fs.readFileSync(backup).equals(whole), `backup killed at ${call} ${n}: the one before is untouched`);
}
await verb(data, 'backup', backup);
check(!fs.readFileSync(backup).equals(whole), 'a backup takes the place of the one before');
check(!fs.readdirSync(dir).some((f) => f.includes('.partial')), 'nothing is left of those that were killed');
check(await verb(`${dir}/fresh`, 'restore', backup) !== '' && await users(`${dir}/fresh`) === now, 'and comes back');
end();
