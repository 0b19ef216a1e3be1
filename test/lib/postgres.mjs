// A private PostgreSQL on a Unix socket in a temporary folder.
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

function programs() {
	const root = '/usr/lib/postgresql';
	const versions = fs.existsSync(root) ? fs.readdirSync(root).filter((v) => fs.existsSync(`${root}/${v}/bin/initdb`)) : [];
	if (!versions.length) throw new Error('PostgreSQL is missing: apt install postgresql');
	return `${root}/${versions.sort((a, b) => a - b).at(-1)}/bin`;
}

/** Starts one; as user postgres when we are root, since it refuses root.  address, from: it also listens there, to
 *  those networks, at a port that may be another one than usual.  conf: further settings.  under: the folder that
 *  holds its own. */
export function startPostgres({ address: listen = '', from = '', port = 0, conf = '', under = os.tmpdir() } = {}) {
	const bin = programs();
	const dir = fs.mkdtempSync(path.join(under, 'archipel-pg-'));
	const root = process.getuid() === 0;
	if (root) execFileSync('chown', ['postgres', dir]);
	const as = root ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups'] : [];
	const how = { cwd: dir, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LC_ALL: 'C' } };
	const run = (program, args) => {
		const [first, ...rest] = [...as, `${bin}/${program}`, ...args], r = spawnSync(first, rest, how);
		if (r.status !== 0) throw new Error(`${program}: ${r.error ?? r.stderr}`);
		return r.stdout;
	};
	/** The same while the test goes on. */
	const beside = (program, args) => new Promise((done, failed) => {
		const [first, ...rest] = [...as, `${bin}/${program}`, ...args];
		execFile(first, rest, how, (e, out, err) => (e ? failed(new Error(`${program}: ${err || e}`)) : done(out)));
	});
	const data = `${dir}/data`;
	const server = ['-D', data, '-w', '-l', `${dir}/log`];
	run('initdb', ['-D', data, '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '-U', 'postgres', '--no-sync']);
	// What is on trial is not the disk: the kill oracle runs with fsync.
	fs.appendFileSync(`${data}/postgresql.conf`, `listen_addresses = '${listen}'\nunix_socket_directories = '${dir}'
max_connections = 200\nshared_buffers = '64MB'\nfsync = off\nfull_page_writes = off\n${port ? `port = ${port}\n` : ''}${conf}`);
	if (from) fs.appendFileSync(`${data}/pg_hba.conf`, `host all all ${from} trust\n`);
	run('pg_ctl', [...server, 'start']);
	let n = 0, stopped = false;
	const psql = (text, database = 'postgres') => ['-h', dir, ...(port ? ['-p', String(port)] : []), '-U', 'postgres', '-d', database, '-qAtX', '-v', 'ON_ERROR_STOP=1', '-c', text];
	const sql = (text, database) => run('psql', psql(text, database));
	const create = (name, template) => `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`;
	const address = (name) => `postgresql://postgres@/${name}?host=${encodeURIComponent(dir)}${port ? `&port=${port}` : ''}`;
	return {
		dir, sql, address,
		/** A new database; its address. */
		database() {
			const name = `archipel_${++n}`;
			sql(create(name, 'template0'));
			return { name, address: address(name) };
		},
		/** A copy of another one, made while the test goes on. */
		async copy(template) {
			const name = `archipel_${++n}`;
			await beside('psql', psql(create(name, template)));
			return { name, address: address(name) };
		},
		drop: (name) => beside('psql', psql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
		restart: (mode = 'immediate') => run('pg_ctl', [...server, '-m', mode, 'restart']),
		/** The same while the test goes on; when it is ready. */
		restarted: (mode = 'immediate') => beside('pg_ctl', [...server, '-m', mode, 'restart']),
		pause: (mode = 'immediate') => run('pg_ctl', [...server, '-m', mode, 'stop']),
		resume: () => run('pg_ctl', [...server, 'start']),
		stop() {
			if (stopped) return;
			stopped = true;
			try { run('pg_ctl', [...server, '-m', 'immediate', 'stop']); } catch { /* already down */ }
			fs.rmSync(dir, { recursive: true, force: true });
		},
	};
}
