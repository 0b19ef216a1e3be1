// The world of one story: its folder, its server, its people; and its steps.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { execute, program, quick, serve } from './archipel.mjs';
import { checkAnswer } from './check.mjs';
import { ask, cookieHeader, findForm, keepCookies } from './client.mjs';

/** seed: a folder to copy, {data, env}; the story's own changes stay in a folder under a given one. */
export function newWorld(seed, under) {
	const dir = fs.mkdtempSync(path.join(under, 'story-'));
	const data = `${dir}/data`;
	fs.cpSync(seed.data, data, { recursive: true });
	return { dir, data, env: { ...seed.env }, args: [], people: { '': { jar: {} } }, pages: {}, vars: { dir, data, log: seed.env.ARCHIPEL_LOG ?? '' }, server: null };
}

const fillIn = (w) => (text) => text.replace(/\$(\w+)/g, (all, name) => {
	if (name === 'uuid') return randomUUID();
	if (name === 'url') return w.server?.url ?? all;
	return w.vars[name] ?? all;
});

const emailOf = (name) => `${name}@example.org`;

async function archipel(w, args, file = program, input) {
	const r = await execute(file, [...args, ...(args.includes('--data') ? [] : ['--data', w.data])], w.env, input);
	return { status: String(r.code), text: r.out + r.err, out: r.out };
}

async function start(w) {
	if (!w.server) w.server = serve(w.data, { env: w.env, args: w.args });
	await w.server.ready;
}

/** A clean stop ends with 0; sanitizers end otherwise. */
async function stop(w, signal = 'SIGTERM') {
	if (!w.server) return;
	const server = w.server, code = await server.stop(signal);
	w.server = null;
	if (signal === 'SIGTERM' && code !== 0) throw new Error(`the server ended with ${code}: ${server.err.slice(0, 3000)}`);
}

async function person(w, name) {
	const p = w.people[name];
	if (!p) throw new Error(`no user ${name} in this story`);
	return p;
}

async function tokenOf(w, name) {
	const p = await person(w, name);
	if (!p.token) {
		const r = await archipel(w, ['user', 'token', emailOf(name)], quick);
		if (r.status !== '0') throw new Error(`user token: ${r.text}`);
		p.token = r.out.trim();
	}
	return p.token;
}

/** Who is not named has a browser too. */
const stranger = '';

/** An answer to somebody's browser, or, when who is null, to a program without cookies. */
async function page(w, who, method, target, { headers = {}, body, type } = {}) {
	const jar = who === null ? {} : (await person(w, who)).jar;
	const h = { 'Accept-Language': 'en', ...(Object.keys(jar).length ? { Cookie: cookieHeader(jar) } : {}), ...headers };
	if (body !== undefined) h['Content-Length'] = Buffer.byteLength(body);
	if (body !== undefined && type && !('Content-Type' in headers)) h['Content-Type'] = type;
	const address = target.replace(/[^\x21-\x7e]+/g, encodeURIComponent);
	const a = await ask(w.server.port, method, address, { headers: h, body });
	keepCookies(jar, a);
	if (who !== null) w.pages[who] = a.text;
	return { ...a, status: String(a.status) };
}

const sameOrigin = { 'Sec-Fetch-Site': 'same-origin' };
const form = 'application/x-www-form-urlencoded';

/** Opens the one-time link as a browser would, button and all. */
async function signIn(w, name) {
	const p = await person(w, name);
	if (p.signedIn || !p.link) return;
	p.signedIn = true;
	const target = new URL(p.link).pathname;
	const a = await page(w, name, 'GET', target);
	if (a.status === '200' && findForm(a.text, target)) await submit(w, name, target, []);
	if (!Object.keys(p.jar).length) throw new Error(`no cookie after ${target}: ${a.status}`);
}

async function submit(w, who, action, pairs) {
	const found = findForm(w.pages[who] ?? '', action);
	if (!found) throw new Error(`the last page has no form to ${action}`);
	const typed = new Set(pairs.map(([k]) => k));
	const all = [...found.fields.filter(([k]) => !typed.has(k)), ...pairs];
	const body = String(new URLSearchParams(all));
	return found.method === 'GET'
		? page(w, who, 'GET', `${found.action}?${body}`)
		: page(w, who, 'POST', found.action, { body, type: form, headers: sameOrigin });
}

/** Words of a step after its verb: {who, pairs, rest}. */
function parts(list, fill) {
	const found = { who: stranger, pairs: [], rest: [] };
	for (let i = 0; i < list.length; i++) {
		if (list[i] === 'as') found.who = list[++i];
		else if (/^[\w.[\]-]+=/.test(list[i])) found.pairs.push([list[i].split('=')[0], fill(list[i].slice(list[i].indexOf('=') + 1))]);
		else found.rest.push(fill(list[i]));
	}
	return found;
}

async function request(w, step, fill) {
	await start(w);
	const method = step.words[0].toUpperCase(), target = fill(step.words[1]);
	const { who, pairs } = parts(step.words.slice(2), fill);
	const api = /(^|\/)api\//.test(target), program = api || (/(^|\/)do\//.test(target) && method === 'POST');
	const headers = Object.fromEntries(Object.entries(step.headers).map(([k, v]) => [k, fill(v)]));
	let body = step.body === undefined ? undefined : fill(step.body);
	let type = body !== undefined && /^[{[]/.test(body) ? 'application/json' : 'text/plain';
	if (pairs.length) {
		body = api ? JSON.stringify(Object.fromEntries(pairs)) : String(new URLSearchParams(pairs));
		type = api ? 'application/json' : form;
	}
	if (program && who !== stranger) headers.Authorization ??= `Bearer ${await tokenOf(w, who)}`;
	if (!program && who !== stranger) await signIn(w, who);
	return page(w, program ? null : who, method, target, { headers, body, type });
}

async function run(w, step, fill) {
	const list = step.words.slice(1).map(fill), env = {};
	while (/^[A-Z_]+=/.test(list[0])) {
		const at = list[0].indexOf('=');
		env[list[0].slice(0, at)] = list.shift().slice(at + 1);
	}
	const input = step.body === undefined ? undefined : fill(step.body);
	const there = { ...w, env: { ...w.env, ...env } };
	if (list[0] === 'archipel') return archipel(there, list.slice(1), program, input);
	const r = await execute(list[0], list.slice(1), { ...there.env, DATA: w.data, PROGRAM: program }, input);
	return { status: String(r.code), text: r.out + r.err };
}

async function together(w, step) {
	const times = Number(step.words[1] ?? 1);
	const results = await Promise.allSettled(Array.from({ length: times }, () => step.inner.map((s) => runStep(w, s))).flat());
	const bad = results.find((r) => r.status === 'rejected');
	if (bad) throw bad.reason;
}

/** Verbs of the language.  One that returns an answer has it checked. */
const verbs = {
	run,
	together,
	async user(w, step) {
		const [, name, role] = step.words;
		const r = await archipel(w, ['user', 'add', '--email', emailOf(name), '--role', role, '--name', name], quick);
		if (r.status !== '0') throw new Error(`user add: ${r.text}`);
		w.people[name] = { jar: {}, link: /https?:\S+/.exec(r.out)?.[0] };
	},
	async visitor(w, step) { w.people[step.words[1]] = { jar: {} }; },
	async submit(w, step, fill) {
		const { who, pairs, rest } = parts(step.words.slice(1), fill);
		return submit(w, who, rest[0] ?? '', pairs);
	},
	async follow(w, step) {
		const { who } = parts(step.words.slice(1), String);
		if (!w.last?.headers?.location) throw new Error('the last answer leads nowhere');
		const to = new URL(w.last.headers.location, w.server.url);
		return page(w, who, 'GET', to.pathname + to.search);
	},
	async start(w, step, fill) {
		if (step.words.length > 1) w.args = step.words.slice(1).map(fill);
		await start(w);
		return { status: '0', text: w.server.out, headers: {} };
	},
	stop: (w) => stop(w),
	async kill(w) { await stop(w, 'SIGKILL'); },
	async restart(w) { await stop(w); await start(w); },
	async wait(w, step) { await new Promise((done) => setTimeout(done, Number(step.words[1]))); },
	async set(w, step, fill) { for (const [k, v] of parts(step.words.slice(1), fill).pairs) w.vars[k] = v; },
};
for (const m of ['get', 'post', 'put', 'delete', 'patch', 'head', 'options', 'trace']) verbs[m] = request;

async function runStep(w, step) {
	const verb = verbs[step.words[0]], fill = fillIn(w);
	if (!verb) throw new Error(`line ${step.line}: unknown verb ${step.words[0]}`);
	let answer;
	try {
		answer = await verb(w, step, fill);
		if (answer) w.last = answer;
		const wanted = step.statuses ?? (answer && step.words[0] === 'run' ? ['0'] : null);
		if (wanted && !wanted.includes(answer?.status)) throw new Error(`expected ${wanted.join(' or ')}, got ${answer?.status}`);
		if (answer) checkAnswer(answer, step.checks, fill, w.vars);
	} catch (e) {
		const shown = answer ? `\n${answer.text.slice(0, 1500)}` : '';
		throw new Error(`line ${step.line}: ${step.text}\n${e.message}${shown}`);
	}
}

/** After every story: a clean stop, the chain, the views against a fresh replay. */
async function finish(w) {
	await stop(w);
	const r = await archipel(w, ['verify'], quick);
	if (r.status !== '0') throw new Error(`verify: ${r.status}\n${r.text.slice(0, 1500)}`);
}

export async function tell(w, steps) {
	try {
		for (const s of steps) await runStep(w, s);
		await finish(w);
	} finally {
		w.server?.process.kill('SIGKILL');
		await w.server?.exit;
		fs.rmSync(w.dir, { recursive: true, force: true });
	}
}

