#!/usr/bin/env node
// package.mjs: the Debian package is made, lintian has nothing against it, and it is installed, served, removed and purged on
// a Debian of its own; the container's image is small, has no root and no shell, and serves from a file system that it cannot
// write. Long: in `make check-all` only.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { quick, root } from '../lib/archipel.mjs';
import { counter, temporary } from '../lib/server.mjs';

const { check, end } = counter();
const dir = temporary('package');
const CARRIED = 20e6, ID = 65532;
const has = (program) => spawnSync('which', [program]).status === 0;
const isRoot = process.getuid() === 0;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
process.on('exit', () => fs.rmSync(dir, { recursive: true, force: true }));

const run = (file, args, options = {}) => spawnSync(file, args, { encoding: 'utf8', cwd: root, maxBuffer: 1 << 26, ...options });

function debian() {
	const made = run('tools/package', [dir]);
	const deb = fs.readdirSync(dir).find((f) => /^archipel_.*\.deb$/.test(f));
	if (!check(made.status === 0 && deb, 'the package is made', made.stderr)) return;
	const lint = run('lintian', ['--pedantic', '--fail-on', 'error,warning', `${dir}/${fs.readdirSync(dir).find((f) => f.endsWith('.changes'))}`]);
	const tags = lint.stdout.split('\n').filter((l) => /^[EW]:/.test(l));
	check(lint.status === 0 && !tags.length, 'lintian: no error, no warning', `${lint.error ?? ''}${lint.stdout}${lint.stderr}`);
	for (const line of lint.stdout.split('\n').filter((l) => /^P:/.test(l))) console.log(line);
	const names = run('dpkg-deb', ['-c', `${dir}/${deb}`]).stdout;
	for (const f of ['usr/bin/archipel', 'lib/systemd/system/archipel.service', 'usr/share/man/fr/man1/archipel.1.gz', 'usr/share/man/man1/archipel.1.gz',
		'usr/share/bash-completion/completions/archipel', 'etc/default/archipel', 'usr/lib/sysusers.d/archipel.conf', 'usr/lib/tmpfiles.d/archipel.conf'])
		check(names.includes(`./${f}\n`), `the package has ${f}`);
	if (!isRoot || !has('debootstrap') || process.env.OFFLINE) {
		console.log('not installed: that takes root, debootstrap and a mirror');
		return;
	}
	const installed = run('test/ops/install', [`${dir}/${deb}`]);
	check(installed.status === 0, 'installed, served, removed, purged', installed.stdout + installed.stderr);
}

/** A storage of its own, so that nothing of this machine's is touched. */
function storage() {
	const file = `${dir}/storage.conf`;
	fs.writeFileSync(file, `[storage]\ndriver = "vfs"\nrunroot = "${dir}/run"\ngraphroot = "${dir}/graph"\n`);
	return { env: { ...process.env, CONTAINERS_STORAGE_CONF: file } };
}

async function container() {
	const options = storage();
	const made = run('deploy/container/build', ['localhost/archipel'], options);
	if (!check(made.status === 0, 'the image is made', made.stderr)) return;
	run('buildah', ['push', '-q', 'localhost/archipel', `oci-archive:${dir}/image.tar`], options);
	const { size } = fs.statSync(`${dir}/image.tar`);
	check(size <= CARRIED, `${(size / 1e6).toFixed(1)} MB to carry, at most ${CARRIED / 1e6}`);
	const config = JSON.parse(run('buildah', ['inspect', '--type', 'image', 'localhost/archipel'], options).stdout).Docker.config;
	check(config.User === `${ID}:${ID}` && config.Volumes['/data'] && Object.keys(config.Volumes).length === 1, 'no root, one volume');
	check(config.Healthcheck.Test.join(' ') === 'CMD /usr/bin/archipel healthcheck', 'a health check by the program');
	const c = run('buildah', ['from', 'localhost/archipel'], options).stdout.trim();
	const files = run('buildah', ['mount', c], options).stdout.trim();
	const shells = run('find', [files, '-type', 'f', '-perm', '/111', '!', '-name', '*.so*', '!', '-name', 'archipel']).stdout.trim();
	check(!shells, 'nothing else to run', shells);
	if (isRoot) await serves(files);
	run('buildah', ['umount', c], options);
	run('buildah', ['rm', c], options);
}

/** As podman run --read-only does: the image read-only, the volume beside it, an account of no rights. */
async function serves(files) {
	const port = 12000 + Math.floor(Math.random() * 20000), volume = `${dir}/volume`;
	fs.mkdirSync(volume, { mode: 0o700 });
	fs.chownSync(volume, ID, ID);
	const inside = (command) => ['--mount', '--fork', '--kill-child', 'sh', '-c', `mount --bind ${files} ${files} && mount -o remount,ro,bind ${files} && mount --bind ${volume} ${files}/data`
		+ ` && mount -t proc proc ${files}/proc && exec chroot --userspec=${ID}:${ID} ${files} /usr/bin/archipel ${command}`];
	const env = { ARCHIPEL_DATA: '/data', ARCHIPEL_LISTEN: `0.0.0.0:${port}`, LANG: 'fr_FR.UTF-8', PATH: process.env.PATH };
	const server = spawn('unshare', inside('serve'), { env, stdio: ['ignore', 'pipe', 'pipe'] });
	let said = '';
	for (const stream of [server.stdout, server.stderr]) stream.on('data', (d) => { said += d; });
	for (let i = 0; i < 300 && !said.includes('bienvenue') && server.exitCode === null; i++) await sleep(100);
	check(said.includes('bienvenue') && !/sandbox|level=error/.test(said), 'it serves from a file system that it cannot write', said);
	const health = run('unshare', inside('healthcheck'), { env });
	check(health.status === 0, 'and says that it is well', health.stderr);
	const pid = run('pgrep', ['-P', String(server.pid), '-f', 'archipel serve']).stdout.trim();
	if (pid) process.kill(Number(pid), 'SIGTERM');
	if (server.exitCode === null) await new Promise((done) => server.once('close', done));
	check(fs.statSync(`${volume}/archipel.db`).uid === ID && (fs.statSync(`${volume}/archipel.db`).mode & 0o77) === 0, 'its files are its own');
}

if (process.env.PART !== "image") debian();
if (has('buildah')) await container();
else console.log('no image: buildah is not here');
end();
