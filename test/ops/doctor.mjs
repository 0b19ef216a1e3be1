#!/usr/bin/env node
// doctor.mjs: each thing that archipel doctor can find, seeded; and nothing found where all is well.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import { execute, quick, serve } from '../lib/archipel.mjs';
import { startPostgres } from '../lib/postgres.mjs';
import { counter, temporary } from '../lib/server.mjs';

const { check, end } = counter();
const dir = temporary('doctor'), data = `${dir}/data`;
const BROKEN = 78, LOOK = 1;
const root = process.getuid() === 0;
let postgres = null, server = null;

process.on('exit', () => {
	server?.process.kill('SIGKILL');
	postgres?.stop();
	fs.rmSync(dir, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

async function doctor({ at = data, env = {}, args = [], by = [quick] } = {}) {
	const [first, ...rest] = [...by, 'doctor', '--json', '--data', at, ...args];
	const r = await execute(first, rest, env);
	let items = [];
	try { items = JSON.parse(r.out).items; } catch { /* told by the caller */ }
	return { ...r, items, names: items.map((i) => i.name) };
}

/** Exactly these are found, and the code says how bad they are. */
async function finds(what, names, code, options) {
	const r = await doctor(options);
	check(r.names.join() === names.join() && r.code === code, what, `${r.code} ${r.names.join()}, not ${code} ${names.join()}\n${r.out}${r.err}`);
	check(r.items.every((i) => /\w{3}/.test(i.what) && /\w{3}/.test(i.remedy)), `${what}: two sentences each`);
	return r;
}

const conf = `${data}/archipel.conf`;
/** While the settings are these. */
async function settings(text, what) {
	const before = fs.readFileSync(conf);
	fs.writeFileSync(conf, text);
	await what();
	fs.writeFileSync(conf, before);
}

async function wellThenBackup() {
	await finds('no backup', ['backup.none'], LOOK);
	await execute(quick, ['backup', `${dir}/copy`, '--data', data]);
	await finds('all is well', [], 0);
	const fr = await execute(quick, ['doctor', '--data', data], { LC_ALL: 'fr_FR.UTF-8' });
	check(fr.code === 0 && fr.out.includes('Tout va bien'), 'in French', fr.out + fr.err);
	const later = { LD_PRELOAD: '/usr/$LIB/faketime/libfaketimeMT.so.1', FAKETIME: '+9d', FAKETIME_DONT_FAKE_MONOTONIC: '1', ARCHIPEL_SANDBOX: 'on' };
	const r = await finds('an old backup', ['backup.old'], LOOK, { env: later });
	check(r.items[0]?.what.includes('9 days'), 'how old it is', r.items[0]?.what);
	await finds('a clock behind', ['clock'], BROKEN, { env: { ...later, FAKETIME: '-1d' } });
}

async function settingsAndAddress() {
	await settings('lisen = x\nname = A\nname = B\ncontact = a@exemple.org\n', async () => {
		const r = await finds('settings', ['settings', 'settings'], BROKEN);
		check(r.items[0].what.includes('line 1') && r.items[1].what.includes('line 3'), 'which lines');
	});
	await settings('sandbox = off\n', () => finds('no contact, no sandbox', ['contact', 'sandbox.off'], LOOK));
	const busy = net.createServer().listen(0, '127.0.0.1');
	await new Promise((done) => busy.once('listening', done));
	const { port } = busy.address();
	await finds('a port in use', ['address.used'], BROKEN, { args: ['--listen', `127.0.0.1:${port}`] });
	busy.close();
	await finds('an address of elsewhere', ['address'], BROKEN, { args: ['--listen', '192.0.2.1:80'] });
	await finds('a proxy without a name', ['proxy.unknown'], LOOK, { args: ['--base-url', 'https://commun.exemple.fr'] });
	await finds('a proxy without an address', ['proxy.address'], BROKEN, { args: ['--proxies', '127.0.0.1'] });
	await finds('a way around the proxy', ['proxy.open'], LOOK,
		{ args: ['--base-url', 'https://commun.exemple.fr', '--proxies', '::1', '--listen', '0.0.0.0:0'] });
	await finds('few files', ['files'], LOOK, { by: ['sh', '-c', 'ulimit -n 200 && exec "$@"', 'sh', quick] });
}

async function folder() {
	await finds('no folder', ['folder.none'], BROKEN, { at: `${dir}/none`, args: ['--contact', 'a@exemple.org'] });
	fs.mkdirSync(`${dir}/empty`, { mode: 0o700 });
	await finds('an empty folder', ['folder.empty'], BROKEN, { at: `${dir}/empty`, args: ['--contact', 'a@exemple.org'] });
	fs.writeFileSync(`${data}/unfinished`, '');
	await finds('an unfinished one', ['folder.unfinished'], BROKEN);
	fs.rmSync(`${data}/unfinished`);
	fs.chmodSync(data, 0o755);
	await finds('an open folder', ['folder.open'], LOOK);
	fs.chmodSync(data, 0o700);
	const views = fs.readdirSync(data).filter((f) => f.startsWith('views-'));
	for (const f of views) fs.renameSync(`${data}/${f}`, `${dir}/${f}`);
	await finds('no views', ['views'], LOOK);
	for (const f of views) fs.renameSync(`${dir}/${f}`, `${data}/${f}`);
	await execute('sqlite3', [`${data}/archipel.db`, 'PRAGMA user_version = 1000']);
	const r = await finds('a log of a newer program', ['log'], BROKEN);
	check(r.items[0]?.what.includes('newer'), 'and why', r.items[0]?.what);
	await execute('sqlite3', [`${data}/archipel.db`, 'PRAGMA user_version = 1']);
	await finds('all is well again', [], 0);
	if (!root) return;
	fs.chownSync(`${data}/lock`, 65534, 65534);
	await finds('a file of another account', ['folder.owner'], BROKEN);
	fs.chownSync(`${data}/lock`, 0, 0);
	const nobody = await doctor({ by: ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', quick], at: data });
	check(nobody.names.includes('folder.rights') && nobody.code === BROKEN, 'a folder of another account', nobody.out + nobody.err);
	fs.chmodSync(dir, 0o755);
	fs.chmodSync(data, 0o755);
	const mayRead = await doctor({ by: ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', quick], at: data });
	check(mayRead.names.includes('folder.rights') && mayRead.code === BROKEN, 'a folder that may only be read', mayRead.out + mayRead.err);
	fs.chmodSync(data, 0o700);
}

/** A small disk of its own, in a space of its own. */
async function disk() {
	for (const [size, code] of [['200m', LOOK], ['40m', BROKEN]]) {
		const small = ['unshare', '-rm', 'sh', '-c', `mount -t tmpfs -o size=${size},mode=700 tmpfs ${dir}/empty && cp -r ${data}/. ${dir}/empty`
			+ ` && { [ ${size} = 200m ] || head -c 30m /dev/zero > ${dir}/empty/full || true; } && exec "$@"`, 'sh', quick];
		await finds(`a disk of ${size}`, ['disk'], code, { at: `${dir}/empty`, by: small });
	}
}

async function shared() {
	postgres = startPostgres();
	const env = { ARCHIPEL_LOG: postgres.database().address }, at = `${dir}/shared`;
	const args = ['--contact', 'a@exemple.org'];
	await execute(quick, ['init', '--data', at], env);
	await execute(quick, ['backup', `${dir}/copy2`, '--data', at], env);
	await finds('a shared log: all is well', [], 0, { at, env, args });
	server = serve(at, { file: quick, env });
	await server.ready;
	postgres.pause();
	await finds('a server that is not ready', ['server', 'log.away'], BROKEN, { at, env, args: [...args, '--listen', `127.0.0.1:${server.port}`] });
	await server.stop('SIGKILL');
	const r = await finds('PostgreSQL does not answer', ['log.away'], BROKEN, { at, env, args });
	check(!/postgresql:\/\//.test(r.out), 'and its address stays with us', r.out);
}

async function running() {
	server = serve(data, { file: quick });
	await server.ready;
	const args = ['--listen', `127.0.0.1:${server.port}`];
	await finds('all is well while it runs', [], 0, { args });
	await server.stop();
}

const made = await execute(quick, ['init', '--data', data, '--contact', 'a@exemple.org']);
check(made.code === 0, 'a commons', made.err);
await wellThenBackup();
await settingsAndAddress();
await folder();
await disk();
await running();
await shared();
end();
