// A server in front of ours: nginx, Caddy or HAProxy with the files of deploy/, a certificate of our own making, and
// between the two a tap that sees every byte.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import { root } from '../lib/archipel.mjs';
import { statusesOf } from './raw.mjs';

export const NAME = 'commun.exemple.fr';

/** An authority and a certificate of it for our name: {ca, pem, key, both} are files. */
export function makeCertificate(dir) {
	const f = Object.fromEntries(['ca', 'caKey', 'pem', 'key', 'both', 'ask'].map((n) => [n, `${dir}/${n}.pem`]));
	const ssl = (...words) => execFileSync('openssl', words, { stdio: ['ignore', 'ignore', 'pipe'] });
	const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
	ssl('req', '-x509', ...fresh, '-days', '2', '-subj', '/CN=Test', '-keyout', f.caKey, '-out', f.ca);
	ssl('req', '-new', ...fresh, '-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME},DNS:localhost`, '-keyout', f.key, '-out', f.ask);
	ssl('x509', '-req', '-in', f.ask, '-CA', f.ca, '-CAkey', f.caKey, '-days', '2', '-copy_extensions', 'copy', '-out', f.pem);
	fs.writeFileSync(f.both, fs.readFileSync(f.pem) + fs.readFileSync(f.key));
	return f;
}

export const freePort = () => new Promise((resolve) => {
	const s = net.createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => resolve(port)); });
});

/** Carries bytes to a port, and counts: connections, answers; said() is what came back since clear(). */
export async function tap() {
	const t = { to: 0, connections: 0, back: [], checks: 0 };
	const server = net.createServer((a) => {
		const b = net.connect(t.to, '127.0.0.1'), back = [];
		let first = true;
		a.on('data', (d) => {
			/* what the proxy asks for itself is not counted */
			if (first && d.toString('latin1', 0, 12) === 'GET /readyz ') t.checks++;
			else if (first) { t.connections++; back.push(t.back); }
			first = false;
			b.write(d);
		});
		b.on('data', (d) => { if (back.length) t.back.push(d); a.write(d); });
		for (const [x, y] of [[a, b], [b, a]]) {
			x.on('end', () => y.end());
			x.on('error', () => y.destroy());
			x.on('close', () => y.destroy());
		}
	});
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	t.port = server.address().port;
	t.clear = () => { t.back.length = 0; };
	t.said = () => Buffer.concat(t.back).toString('latin1');
	t.answers = () => statusesOf(t.said()).length;
	t.stop = () => server.close();
	return t;
}

/** The sample file with our ports, folders and certificate; each thing to replace has to be there. */
function sample(file, changes) {
	let text = fs.readFileSync(`${root}/deploy/${file}`, 'utf8');
	for (const [what, by] of changes) {
		if (!text.match(what)) throw new Error(`deploy/${file} has no ${what}`);
		text = text.replace(what, by);
	}
	return text;
}

const kinds = {
	nginx(dir, sub, p) {
		const proxy = `${dir}/archipel-proxy.conf`;
		fs.writeFileSync(proxy, sample('nginx/proxy.conf', []));
		fs.writeFileSync(`${dir}/site.conf`, sample(sub ? 'nginx/subpath.conf' : 'nginx/root.conf', [
			[/127\.0\.0\.1:8080/g, `127.0.0.1:${p.upstream}`], [/listen 80;/g, `listen 127.0.0.1:${p.plain};`],
			[/listen 443 /g, `listen 127.0.0.1:${p.secure} `], [/https:\/\/commun\.exemple\.fr\$/g, `https://${p.name ?? NAME}:${p.secure}$`],
			[/\/etc\/ssl\/commun\.exemple\.fr\.pem/g, p.files.pem], [/\/etc\/ssl\/commun\.exemple\.fr\.key/g, p.files.key],
			[/\/etc\/nginx\/archipel-proxy\.conf/g, proxy]]));
		fs.writeFileSync(`${dir}/nginx.conf`, `${process.getuid() === 0 ? 'user root; ' : ''}daemon off; error_log stderr; pid ${dir}/pid; events { worker_connections 1000; }
http { access_log off; ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((n) => `${n}_temp_path ${dir}/${n};`).join(' ')}
gzip on; gzip_types *; gzip_proxied any; include ${dir}/site.conf; }`);
		return ['/usr/sbin/nginx', ['-p', dir, '-e', 'stderr', '-c', `${dir}/nginx.conf`]];
	},
	caddy(dir, sub, p) {
		fs.writeFileSync(`${dir}/Caddyfile`, `{\n\tadmin off\n\thttp_port ${p.plain}\n\thttps_port ${p.secure}\n\tdefault_bind 127.0.0.1\n}\n${
			sample(sub ? 'caddy/Caddyfile.subpath' : 'caddy/Caddyfile', [[/127\.0\.0\.1:8080/g, `127.0.0.1:${p.upstream}`],
				[/^commun\.exemple\.fr \{/m, `${NAME} {\n\ttls ${p.files.pem} ${p.files.key}`]])}`);
		return ['caddy', ['run', '--adapter', 'caddyfile', '--config', `${dir}/Caddyfile`]];
	},
	haproxy(dir, sub, p) {
		fs.writeFileSync(`${dir}/haproxy.cfg`, sample(sub ? 'haproxy/haproxy-subpath.cfg' : 'haproxy/haproxy.cfg', [
			[/127\.0\.0\.1:8080/g, `127.0.0.1:${p.upstream}`], [/bind :80$/m, `bind 127.0.0.1:${p.plain}`],
			[/bind :443 /, `bind 127.0.0.1:${p.secure} `], [/\/etc\/ssl\/commun\.exemple\.fr\.pem/, p.files.both]]));
		return ['/usr/sbin/haproxy', ['-db', '-f', `${dir}/haproxy.cfg`]];
	},
};

const answers = (port) => new Promise((resolve) => {
	const s = net.connect(port, '127.0.0.1', () => { s.destroy(); resolve(true); });
	s.on('error', () => resolve(false));
});

/** Starts one; ports: {plain, secure, upstream, files}. stop() ends it. */
export async function startProxy(kind, dir, sub, ports) {
	fs.mkdirSync(dir, { recursive: true });
	const [file, words] = kinds[kind](dir, sub, ports);
	const p = spawn(file, words, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, HOME: dir, XDG_DATA_HOME: dir, XDG_CONFIG_HOME: dir } });
	const proxy = { err: '', pid: p.pid, kill: () => p.kill('SIGKILL') };
	const gone = new Promise((done) => p.on('close', (code) => { proxy.ended = code ?? -1; done(); }));
	for (const stream of [p.stdout, p.stderr]) stream.on('data', (d) => { proxy.err += d; });
	p.on('error', (e) => { proxy.err += e; });
	for (let i = 0; i < 200 && proxy.ended === undefined && !await answers(ports.secure); i++) await new Promise((d) => setTimeout(d, 50));
	if (proxy.ended !== undefined) throw new Error(`${kind} ended with ${proxy.ended}: ${proxy.err.slice(-2000)}`);
	proxy.stop = () => { p.kill('SIGTERM'); const t = setTimeout(() => p.kill('SIGKILL'), 3000); return gone.then(() => clearTimeout(t)); };
	return proxy;
}
