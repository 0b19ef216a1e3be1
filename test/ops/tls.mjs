#!/usr/bin/env node
// tls.mjs: a PostgreSQL at a distance is reached when its certificate is right, and not otherwise, unless the address says so.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { execute, quick, serve } from '../lib/archipel.mjs';
import { ask } from '../lib/client.mjs';
import { startPostgres } from '../lib/postgres.mjs';
import { counter, temporary } from '../lib/server.mjs';

const { check, end } = counter();
const dir = temporary('tls');
let server = null, postgres = null;
process.on('exit', () => {
	server?.process.kill('SIGKILL');
	postgres?.stop();
	fs.rmSync(dir, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

/** An authority, and a certificate of its for a name. */
function authority(name, host) {
	const openssl = (...args) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
	openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.crt`);
	openssl('req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${host}`, '-keyout', `${name}-host.key`, '-out', `${name}.csr`);
	fs.writeFileSync(`${dir}/${name}.ext`, `subjectAltName = DNS:${host}\n`);
	openssl('x509', '-req', '-in', `${name}.csr`, '-CA', `${name}.crt`, '-CAkey', `${name}.key`, '-CAcreateserial', '-days', '2', '-extfile', `${name}.ext`, '-out', `${name}-host.crt`);
}
authority('ours', 'db.example.org');
authority('theirs', 'db.example.org');

const port = 20000 + process.pid % 12000;	// below those that the system gives away by itself
postgres = startPostgres({ address: '0.0.0.0', from: '127.0.0.0/8', port });
/** 0.0.0.0 is this machine, and no address of a machine that is near. */
const at = (more, host = 'db.example.org') => `postgresql://postgres@${host}/${name}?hostaddr=0.0.0.0&port=${port}${more}`;
const { name } = postgres.database();
const roots = { HOME: dir };	// no authorities of its own
const init = (address, folder) => execute(quick, ['init', '--data', `${dir}/${folder}`, '--log', address], roots);
const doctor = async (address, folder) => {
	const r = await execute(quick, ['doctor', '--json', '--data', `${dir}/${folder}`, '--log', address], roots);
	return JSON.parse(r.out).items.map((i) => i.name);
};

const plain = await init(at(''), 'a');
check(plain.code !== 0 && /SSL|certificate/i.test(plain.err), 'without TLS it is not talked to', `${plain.code} ${plain.err}`);
for (const file of ['ours-host.crt', 'ours-host.key']) {
	fs.copyFileSync(`${dir}/${file}`, `${postgres.dir}/data/${file}`);
	fs.chmodSync(`${postgres.dir}/data/${file}`, 0o600);
	if (process.getuid() === 0) execFileSync('chown', ['postgres', `${postgres.dir}/data/${file}`]);
}
fs.appendFileSync(`${postgres.dir}/data/postgresql.conf`, "ssl = on\nssl_cert_file = 'ours-host.crt'\nssl_key_file = 'ours-host.key'\n");
postgres.restart('fast');
const ours = `&sslrootcert=${dir}/ours.crt`;
for (const [what, address] of [['by an authority of the machine', at('')], ['by another authority', at(`&sslrootcert=${dir}/theirs.crt`)], ['for another name', at(ours, 'other.example.org')]]) {
	const r = await init(address, 'a');
	check(r.code !== 0 && /certificate/.test(r.err), `a certificate that is not right: ${what}`, `${r.code} ${r.err}`);
}
check((await doctor(at(`&sslrootcert=${dir}/theirs.crt`), 'b')).includes('log.away'), 'doctor says so');
const right = await init(at(ours), 'c');
check(right.code === 0, 'the right one is let in', right.err);
check(!(await doctor(at(ours), 'c')).includes('log.tls'), 'and nothing is to be said of it');
for (const mode of ['disable', 'require']) check((await doctor(at(`&sslmode=${mode}`), 'c')).includes('log.tls'), `sslmode=${mode} is said`);
check((await execute(quick, ['user', 'list', '--data', `${dir}/c`, '--log', at('&sslmode=disable')], roots)).code === 0, 'and done as the address says');

// Under the sandbox too, once PostgreSQL was away.
server = serve(`${dir}/c`, { file: quick, env: { ...roots, ARCHIPEL_LOG: at(ours) } });
await server.ready;
check(postgres.sql("SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'archipel'") === 't\n', 'each link is by TLS');
await postgres.restarted('fast');
let ready = 0;
for (let i = 0; i < 100 && ready !== 200; i++) {
	ready = (await ask(server.port, 'GET', '/readyz', {})).status;
	if (ready !== 200) await new Promise((done) => setTimeout(done, 100));
}
check(ready === 200, 'and again after PostgreSQL was away');
check(await server.stop() === 0, 'a clean stop');
end();
