#!/usr/bin/env node
// unit.mjs: the systemd unit says what it should, and lets the server do what it does.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { execute, quick, root, serve } from '../lib/archipel.mjs';
import { ask } from '../lib/client.mjs';
import { counter, temporary } from '../lib/server.mjs';

const { check, end } = counter();
const dir = temporary('unit'), unit = `${root}/deploy/systemd/archipel.service`;
const EXPOSURE = 1.5;
process.on('exit', () => fs.rmSync(dir, { recursive: true, force: true }));

const units = ['archipel.service', 'archipel-backup.service', 'archipel-backup.timer'];
const text = fs.readFileSync(unit, 'utf8');
const values = (name) => [...text.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map((m) => m[1]);

function security() {
	for (const name of units.filter((u) => u.endsWith('.service'))) {
		const said = spawnSync('systemd-analyze', ['security', '--offline=true', `${root}/deploy/systemd/${name}`], { encoding: 'utf8' });
		const level = Number(/exposure level for \S+: ([\d.]+)/.exec(said.stdout)?.[1] ?? NaN);
		check(level <= EXPOSURE, `${name}: exposure ${level}, at most ${EXPOSURE}`, said.stderr);
	}
	for (const name of units) {	// the program and the page may not be installed here
		const its = fs.readFileSync(`${root}/deploy/systemd/${name}`, 'utf8');
		fs.writeFileSync(`${dir}/${name}`, its.replace(/^ExecStart=\/usr\S+/m, `ExecStart=${quick}`).replace(/^Documentation=.*\n/m, ''));
	}
	const verified = spawnSync('systemd-analyze', ['verify', ...units.map((u) => `${dir}/${u}`)], { encoding: 'utf8' });
	check(verified.status === 0 && !verified.stderr.trim(), 'systemd-analyze verify', verified.stderr);
}

/** The system calls that the unit allows, as systemd's own lists say. */
function allowed() {
	const groups = new Map();
	let name = null;
	for (const line of execFileSync('systemd-analyze', ['syscall-filter'], { encoding: 'utf8' }).split('\n')) {
		if (/^[@\w-]+$/.test(line)) groups.set(name = line, []);
		else if (name && /^ {4}[@\w]/.test(line)) groups.get(name).push(line.trim());
	}
	const calls = (g) => groups.has(g) ? groups.get(g).flatMap(calls) : [g];
	const set = new Set();
	for (const value of values('SystemCallFilter'))
		for (const g of value.replace('~', '').split(' '))
			for (const call of calls(g)) value.startsWith('~') ? set.delete(call) : set.add(call);
	return set;
}

/** Everything the server asks the kernel, from its start to its end, is allowed by the unit. */
async function calls() {
	const data = `${dir}/data`, trace = `${dir}/trace`;
	fs.mkdirSync(data);
	fs.writeFileSync(`${dir}/run`, `#!/bin/sh\nexec strace -f -qq -o ${trace} ${quick} "$@"\n`, { mode: 0o755 });
	const server = serve(data, { file: `${dir}/run` });
	await server.ready;
	for (const p of ['/', '/ressources?q=four', '/readyz', '/compte']) await ask(server.port, 'GET', p, {});
	await execute(quick, ['user', 'add', '--email', 'anne@example.org', '--data', data]);
	await execute(quick, ['backup', `${dir}/copy`, '--data', data]);
	const pid = Number(fs.readFileSync(`${data}/lock`, 'utf8'));
	process.kill(pid, 'SIGTERM');
	const code = await server.exit;
	check(code === 0, 'the traced server ends with 0', `${code} ${server.err}`);
	const used = new Set([...fs.readFileSync(trace, 'utf8').matchAll(/^\d+ +(\w+)\(/gm)].map((m) => m[1]));
	const may = allowed();
	// SQLite gives files of root's to the folder's owner; the service is never root
	const not = [...used].filter((c) => !may.has(c) && c !== 'execve' && c !== 'fchown');
	check(used.size > 40 && may.size > 200 && !not.length, `${used.size} system calls, all in the unit's filter`, not.join(' '));
}

security();
await calls();
end();
