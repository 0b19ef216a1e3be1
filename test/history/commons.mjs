// commons.mjs: a commons of one's own on either log, with people and servers, for the tests of this folder.
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { execute, quick, serve } from '../lib/archipel.mjs';
import { startPostgres } from '../lib/postgres.mjs';
import { temporary } from '../lib/server.mjs';

let postgres = null;
const rubbish = [];
process.on('exit', () => {
	for (const undo of rubbish) undo();
	postgres?.stop();
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
export const database = () => postgres ??= startPostgres();

/** A story on each log, or on the one that the command line names; ends the program. */
export async function onBoth(story, { check, end }) {
	try {
		for (const on of process.argv[2] ? [process.argv[2]] : ['embedded', 'shared']) await story(on);
	} catch (e) {
		check(false, 'the story is told to its end', e.stack);
	}
	end();
	process.exit();
}

export class Commons {
	/** on: 'embedded' or 'shared'. */
	constructor(on) {
		this.on = on;
		this.dir = temporary(`history-${on}`);
		this.data = `${this.dir}/data`;
		this.log = on === 'shared' ? database().database() : null;
		this.env = this.log ? { ARCHIPEL_LOG: this.log.address } : {};
		this.servers = [];
		rubbish.push(() => {
			for (const s of this.servers) if (!s.ended) s.process.kill('SIGKILL');
			fs.rmSync(this.dir, { recursive: true, force: true });
		});
	}
	/** {code, out, err}; words may choose another folder. */
	run(...words) {
		return execute(quick, [...words, ...(words.includes('--data') ? [] : ['--data', this.data])], this.env);
	}
	async verb(...words) {
		const r = await this.run(...words);
		if (r.code !== 0) throw new Error(`${words.join(' ')}: ${r.code} ${r.out}${r.err}`);
		return r.out.trim();
	}
	async serve(data = this.data, ...args) {
		const server = serve(data, { env: this.env, file: quick, args });
		this.servers.push(server);
		await server.ready;
		return server;
	}
	/** {name, token, link}. */
	async person(name, role) {
		const said = await this.verb('user', 'add', '--email', `${name}@example.org`, '--role', role, '--name', name);
		return { name, link: new URL(/https?:\S+/.exec(said)[0]).pathname, token: await this.verb('user', 'token', `${name}@example.org`) };
	}
	/** Rows of a table of the log, one text each. */
	async rows(sql) {
		if (this.log) return database().sql(`SET search_path TO archipel; ${sql}`, this.log.name).split('\n').filter(Boolean);
		const r = await execute('sqlite3', ['-cmd', '.timeout 10000', `${this.data}/archipel.db`, sql]);
		if (r.code !== 0) throw new Error(`${sql}: ${r.err}`);
		return r.out.split('\n').filter(Boolean);
	}
}

/** One request; json is sent as such. */
export function ask(server, method, path, { json, body, headers = {}, token, key, agent } = {}) {
	const bytes = json === undefined ? body : JSON.stringify(json);
	const all = { 'Accept-Language': 'en', ...(bytes === undefined ? {} : { 'Content-Length': Buffer.byteLength(bytes), 'Content-Type': 'application/json' }),
		...(token ? { Authorization: `Bearer ${token}` } : {}), ...(key ? { 'Idempotency-Key': key } : {}), ...headers };
	return new Promise((done, failed) => {
		const req = http.request({ host: '127.0.0.1', port: server.port, method, path, headers: all, agent }, (res) => {
			const parts = [];
			res.on('data', (d) => parts.push(d));
			res.on('end', () => {
				const text = Buffer.concat(parts).toString('utf8');
				const isJson = /json/.test(res.headers['content-type'] ?? '');
				done({ status: res.statusCode, headers: res.headers, text, json: isJson ? JSON.parse(text) : null });
			});
			res.on('error', failed);
		});
		req.on('error', failed);
		req.end(bytes);
	});
}

/** Sends a request and cuts the connection some ms later, whatever comes back. */
export function cutShort(server, method, path, { json, token, key }, ms) {
	const bytes = JSON.stringify(json);
	return new Promise((done) => {
		const socket = net.connect(server.port, '127.0.0.1', () => {
			socket.write(`${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nAuthorization: Bearer ${token}\r\nIdempotency-Key: ${key}\r\n`
				+ `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(bytes)}\r\n\r\n${bytes}`);
			setTimeout(() => { socket.destroy(); done(); }, ms);
		});
		socket.on('error', () => done());
	});
}
