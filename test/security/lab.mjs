// lab.mjs - a commons to attack: its server, browsers of people, and, when asked for, a clock to move.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execute, program, quick, root, serve } from '../lib/archipel.mjs';
import { ask, cookieHeader, findForm, keepCookies } from '../lib/client.mjs';

const form = 'application/x-www-form-urlencoded';
/* no connection outlives its request: a clock that moves would cut it; a flood takes its time */
const own = { agent: false, ms: 300000 };

/** The preloaded clock and counter: {env, ahead(), hashes(), most()}. */
function preload(dir) {
	const file = `${dir}/lab`, library = `${dir}/lab.so`;
	execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, `${root}/test/security/lab.c`, '-ldl']);
	fs.writeFileSync(file, Buffer.alloc(48));
	const fd = fs.openSync(file, 'r+');
	const read = (at) => { const b = Buffer.alloc(8); fs.readSync(fd, b, 0, 8, at); return Number(b.readBigInt64LE()); };
	const write = (at, n) => { const b = Buffer.alloc(8); b.writeBigInt64LE(BigInt(n)); fs.writeSync(fd, b, 0, 8, at); };
	return {
		env: { LD_PRELOAD: library, LAB: file },
		/** Seconds later. */
		pass: (seconds) => write(0, read(0) + seconds),
		/** From now on only pass() moves the clock; or it runs again. */
		stand: (still = true) => { write(32, still ? Date.now() * 1e6 : 0); write(40, still ? process.hrtime.bigint() : 0); },
		/** The time that the server sees, in ms, while the clock stands. */
		time: () => read(32) / 1e6 + read(0) * 1000,
		hashes: () => read(8), most: () => read(24),
	};
}

/** Someone's browser: cookies, the last page, forms. */
class Browser {
	constructor(commons) { this.commons = commons; this.jar = {}; this.page = ''; }
	async ask(method, target, { headers = {}, body, type } = {}) {
		const h = { 'Accept-Language': 'en', ...this.commons.headers, ...headers };
		if (Object.keys(this.jar).length && !('Cookie' in h)) h.Cookie = cookieHeader(this.jar);
		if (body !== undefined) h['Content-Length'] = Buffer.byteLength(body);
		if (type) h['Content-Type'] ??= type;
		const a = await ask(this.commons.server.port, method, target, { headers: h, body, ...own });
		keepCookies(this.jar, a);
		this.page = a.text;
		return a;
	}
	get(target, more) { return this.ask('GET', target, more); }
	/** Sends the form of the last page whose action ends so, hidden fields and all; to: somewhere else. */
	async submit(action, typed = {}, headers = {}, to = null) {
		const found = findForm(this.page, action);
		if (!found) throw new Error(`no form to ${action} in ${this.page.slice(0, 300)}`);
		const fields = [...found.fields.filter(([k]) => !(k in typed)), ...Object.entries(typed)];
		return this.ask('POST', to ?? found.action, { body: String(new URLSearchParams(fields)), type: form, headers: { 'Sec-Fetch-Site': 'same-origin', ...headers } });
	}
	/** By one-time link. */
	async open(link) {
		const target = new URL(link).pathname;
		await this.get(target);
		return this.submit(target);
	}
	async signIn(email, password, headers) {
		await this.get('/connexion', { headers });
		return this.submit('/connexion', { email, password }, headers);
	}
	/** Chooses a password; current when there is one. */
	async choose(password, current) {
		await this.get('/compte');
		return this.submit('/do/account.password', current ? { current, password } : { password });
	}
	async signedIn() { return (await this.get('/compte')).status === 200; }
	copy() { const b = new Browser(this.commons); b.jar = { ...this.jar }; return b; }
}

/** A commons of its own in a temporary folder. lab: with the clock to move. */
export async function commons(name, { args = [], env = {}, lab = false, headers = {}, demo = false } = {}) {
	const dir = fs.mkdtempSync(path.join(os.tmpdir(), `archipel-${name}-`)), data = `${dir}/data`;
	const clock = lab ? preload(dir) : null;
	const c = {
		dir, data, headers, lab: clock, server: null,
		async verb(...words) {
			const r = await execute(quick, [...words, '--data', data], {});
			if (r.code !== 0) throw new Error(`archipel ${words.join(' ')}: ${r.code} ${r.out}${r.err}`);
			return r.out.trim();
		},
		/** A new account; gives its one-time link. */
		async user(who, role = 'member') { return c.verb('user', 'add', '--email', `${who}@example.org`, '--role', role, '--name', who); },
		token: (who) => c.verb('user', 'token', `${who}@example.org`),
		browser: () => new Browser(c),
		async member(who, role, password) {
			const b = c.browser();
			await b.open(await c.user(who, role));
			if (password) await b.choose(password);
			return b;
		},
		async start() {
			c.server = serve(data, { args, env: { ...env, ...clock?.env }, file: lab ? quick : program });
			await c.server.ready;
		},
		/** What a program with a token gets. */
		api: (token, method, target, value, more = {}) => ask(c.server.port, method, target, {
			headers: { 'Accept-Language': 'en', ...headers, ...(token ? { Authorization: `Bearer ${token}` } : {}), ...(value === undefined ? {} : { 'Content-Type': 'application/json' }), ...more },
			body: value === undefined ? undefined : JSON.stringify(value), ...own,
		}),
		/** Rows of the log's file, values parted by |. */
		sql: (text) => execFileSync('sqlite3', [`${data}/archipel.db`, '-cmd', '.timeout 5000', text], { encoding: 'utf8' }).trim(),
		/** Is it in any byte of the folder? */
		holds: (text) => fs.readdirSync(data).some((f) => fs.statSync(`${data}/${f}`).isFile() && fs.readFileSync(`${data}/${f}`).includes(text)),
		async end() {
			const code = await c.server?.stop();
			fs.rmSync(dir, { recursive: true, force: true });
			return code;
		},
	};
	process.on('exit', () => { c.server?.process.kill('SIGKILL'); fs.rmSync(dir, { recursive: true, force: true }); });
	await c.verb('init', ...(demo ? ['--demo'] : []));
	await c.start();
	return c;
}
