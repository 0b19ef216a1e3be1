// scenarios.mjs - what is done while something fails, and what must be true after.
//
// A scenario: prepare(base) once; act(world) under the fault, giving {done: was it acknowledged?, ...}; settle(world, said)
// without fault, on the folder as it was left: throws when it is neither the old one nor the new one, or when doing
// the same again does not give exactly one.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { execute, quick } from '../lib/archipel.mjs';
import { startPostgres } from '../lib/postgres.mjs';
import { copy, request, smallCommons, started, verb } from './shim.mjs';

export class Wrong extends Error {}
export function must(ok, what, detail = '') {
	if (!ok) throw new Wrong(`${what}${detail === '' ? '' : `: ${detail}`}`);
}

const HOLDS = [0];
export async function holds(data) {
	const r = await execute(quick, ['verify', '--data', data]);
	must(HOLDS.includes(r.code), 'verify', `${r.code} ${r.out}${r.err}`);
}

/** Entries of the log that a test can see, by a word in their body. */
export async function entriesWith(server, token, word) {
	const found = [];
	for (let after = 0; after !== undefined;) {
		const a = await request(server, token, 'GET', `/api/v1/log?limit=1000&after=${after}`);
		must(a.status === 200, 'the log is read', `${a.status} ${a.text}`);
		const page = JSON.parse(a.text);
		found.push(...page.items.filter((e) => JSON.stringify(e).includes(word)));
		after = page.next;
	}
	return found;
}

/** A write by HTTP, sent again with its key after the fault. */
function written(name, what, { kept, before }) {
	return {
		name, server: true, prepare: before ?? (async () => ({})),
		async act(w) {
			const a = await request(w.server, w.token, ...what(w), { 'Idempotency-Key': w.key, ...(w.headers ?? {}) });
			return { status: a.status, text: a.text, headers: a.headers, done: a.status >= 200 && a.status < 300, id: a.status === 201 ? JSON.parse(a.text).id : null };
		},
		async settle(w, said) {
			const again = await this.act(w);
			must(again.done, 'sent again, it is done', `${again.status} ${again.text}`);
			must(!said.id || said.id === again.id, 'sent again, it is the same', `${said.id} ${again.id}`);
			const twice = await this.act(w);
			must(twice.text === again.text, 'a third time too', twice.text);
			const found = await kept(w, again);
			must(found === 1, 'there is exactly one', found);
		},
	};
}

const sheet = (title) => ({ type: 'tool', title, summary: 'Written while something fails.' });

async function oneSheet(w) {
	const s = await started(w.data);
	const a = await request(s, w.token, 'POST', '/api/v1/resources', sheet('Sheet that was there'), { 'Idempotency-Key': randomUUID() });
	await s.stop();
	return { sheet: JSON.parse(a.text).id };
}

export const register = written('register',
	() => ['POST', '/do/account.create', { email: 'new@example.org', role: 'member', name: 'Someone new' }],
	{
		kept: async (w) => {
			const list = JSON.parse(await verb(w.data, 'user', 'list', '--json'));
			return list.items.filter((u) => u.email === 'new@example.org').length;
		},
	});

export const write = written('write', (w) => ['POST', '/api/v1/resources', sheet(`Broyeur ${w.key}`)],
	{ kept: async (w) => (await entriesWith(w.server, w.token, w.key)).length });

export const edit = written('edit',
	(w) => { w.headers = { 'If-Match': '"1"' }; return ['PUT', `/api/v1/resources/${w.sheet}`, { ...sheet('Sheet that was there'), summary: `Changed ${w.key}` }]; },
	{ before: oneSheet, kept: async (w) => (await entriesWith(w.server, w.token, w.key)).length });

/** A verb of the command line, without server. */
function told(name, list, { before, check, again }) {
	return {
		name, server: false, prepare: before, check,
		async act(w) {
			const r = await execute(quick, [...list(w), '--data', w.data], w.env);
			return { status: r.code, text: r.out + r.err, done: r.code === 0 };
		},
		async settle(w, said) {
			await holds(w.data);
			await check(w, said.done, false);
			const r = await execute(quick, [...list(w), '--data', w.data]);
			must((again ?? [0]).includes(r.code), 'done again without fault', `${r.code} ${r.out}${r.err}`);
			await holds(w.data);
			await check(w, true, true);
		},
	};
}

const emails = async (data) => JSON.parse(await verb(data, 'user', 'list', '--json')).items.map((u) => u.email).sort().join(' ');
const WORD = 'Chrysanthème';

/** Bytes of a word in any file of a folder, but what a crashed process may leave until the next start. */
export function filesWith(dir, word) {
	const mark = Buffer.from(word);
	return fs.readdirSync(dir).filter((f) => f !== 'socket' && fs.statSync(`${dir}/${f}`).isFile() && fs.readFileSync(`${dir}/${f}`).includes(mark));
}

export const erase = told('erase', (w) => ['erase', w.sheet, '--yes'], {
	async before(w) {
		const s = await started(w.data);
		const a = await request(s, w.token, 'POST', '/api/v1/resources', { ...sheet('To be erased'), summary: WORD }, { 'Idempotency-Key': randomUUID() });
		await s.stop();
		return { sheet: JSON.parse(a.text).id };
	},
	async check(w, done) {
		const left = filesWith(w.data, WORD);
		must(!done || !left.length, 'erased, it is in no file', left.join(' '));
		const r = await execute('sqlite3', [`file:${w.data}/archipel.db?mode=ro&immutable=1`, 'SELECT (SELECT count(*) FROM body b JOIN entry e USING (position) WHERE e.subject = \'' + w.sheet + '\'), (SELECT count(*) FROM erasure WHERE position > 0)']);
		must(/^(1\|0|0\|1)$/.test(r.out.trim()), 'erased or not', r.out + r.err);
		must(!done || r.out.trim() === '0|1', 'erased', r.out);
		must(r.out.trim() === '1|0' || !left.length, 'what the log erased is nowhere once a start is over', left.join(' '));
	},
	again: [0, 66],	// 66: there was nothing left to erase
});

export const backup = told('backup', (w) => ['backup', `${w.dir}/backup`], {
	async before(w) {
		await verb(w.data, 'user', 'add', '--email', 'later@example.org', '--role', 'member');
		return {};
	},
	async check(w, done, again) {
		const there = fs.existsSync(`${w.dir}/backup`);
		must(there || !done, 'the backup is there');
		if (!there) return;
		fs.rmSync(`${w.dir}/back`, { recursive: true, force: true });
		await verb(`${w.dir}/back`, 'restore', `${w.dir}/backup`);
		must(await emails(`${w.dir}/back`) === 'fault@example.org later@example.org', 'the backup is whole', await emails(`${w.dir}/back`));
		must(!again || !fs.readdirSync(w.dir).some((f) => f.includes('.partial')), 'no partial file is left');
	},
});

const now = 'fault@example.org later@example.org', then = 'fault@example.org';
export const restore = told('restore', (w) => ['restore', `${w.base}-then`, '--force'], {
	async before(w) {
		await verb(w.data, 'backup', `${w.data}-then`);
		await verb(w.data, 'user', 'add', '--email', 'later@example.org', '--role', 'member');
		return {};
	},
	async check(w, done) {
		const found = await emails(w.data);
		must(found === then || (!done && found === now), 'the old folder or the new one', found);
		must(!fs.readdirSync(w.data).some((f) => f.includes('.new')) || !done, 'nothing half made is left', fs.readdirSync(w.data).join(' '));
	},
});

export const rebuild = told('rebuild', () => ['rebuild'], {
	before: async () => ({}),
	async check(w) { must(await emails(w.data) === then, 'the accounts are there'); },
});

export const invite = told('user add', () => ['user', 'add', '--email', 'new@example.org', '--role', 'member'], {
	before: async () => ({}),
	async check(w, done) {
		const found = await emails(w.data);
		must(found === 'fault@example.org new@example.org' || (!done && found === then), 'the account or none', found);
	},
	again: [0, 65],	// 65: it is there already
});

/** Starting after a kill in the middle of a write, with the WAL still there and views behind. */
export const recover = told('recovery', () => ['user', 'list'], {
	async before(w) {
		const s = await started(w.data);
		for (let i = 0; i < 3; i++)
			await request(s, w.token, 'POST', '/api/v1/resources', sheet(`Written before the crash ${i}`), { 'Idempotency-Key': randomUUID() });
		await s.stop('SIGKILL');
		for (const f of fs.readdirSync(w.data))
			if (/^views-.*-wal$/.test(f)) fs.truncateSync(`${w.data}/${f}`, 0);
		return {};
	},
	async check(w) { must(await emails(w.data) === then, 'the accounts are there'); },
});

let postgres = null;

/** A folder that has nothing but the address of a shared log. */
export const join = told('join', () => ['user', 'list'], {
	async before(w) {
		postgres ??= startPostgres();
		process.on('exit', () => postgres.stop());
		const conf = `log = ${postgres.database().address}\n`;
		fs.rmSync(w.data, { recursive: true });
		await smallCommons(w.data, conf);
		fs.rmSync(w.data, { recursive: true });
		fs.mkdirSync(w.data);
		fs.writeFileSync(`${w.data}/archipel.conf`, conf);
		return {};
	},
	async check(w) { must(await emails(w.data) === then, 'the accounts are there'); },
});

/** The views of another program: they are built beside, and take over. */
export const build = told('build of views', () => ['user', 'list'], {
	async before(w) {
		const s = await started(w.data);
		await request(s, w.token, 'POST', '/api/v1/resources', sheet('Written by an older program'), { 'Idempotency-Key': randomUUID() });
		await s.stop();
		for (const f of fs.readdirSync(w.data))
			if (f.startsWith('views-')) fs.renameSync(`${w.data}/${f}`, `${w.data}/${f.replace(/^views-[0-9a-f]+/, 'views-0123456789abcdef')}`);
		return {};
	},
	async check(w) {
		must(await emails(w.data) === then, 'the accounts are there');
		const views = fs.readdirSync(w.data).filter((f) => /^views-.*\.db$/.test(f));
		must(views.length === 1 && !views[0].includes('0123456789abcdef'), 'one views file, of this program', views.join(' '));
	},
});

/** 20 actions of 14 tasks: sheets, then nodes, in more than one batch. */
const rows = Array.from({ length: 20 }, (_, i) => [`1.${i + 1},Action ${i + 1},bases,`, ...Array.from({ length: 14 }, (_, k) => `1.${i + 1}.${k + 1},Tâche ${i + 1} ${k + 1},bases,Faire`)]).flat();
const NODES = rows.length + 1;
export const intake = told('import of a référentiel', (w) => ['import', 'referentiel', `${w.dir}/file.csv`, '--name', 'essai', '--level', '2'], {
	before: async () => ({}),
	async check(w, done) {
		const r = await execute('sqlite3', [`file:${w.data}/archipel.db?mode=ro&immutable=1`, "SELECT count(*), count(DISTINCT subject) FROM entry WHERE kind = 'resource.published' UNION ALL SELECT count(*), count(DISTINCT subject) FROM entry WHERE kind = 'referentiel.noted'"]);
		const [sheets, nodes] = r.out.trim().split('\n').map((l) => l.split('|').map(Number));
		must(sheets[0] === sheets[1] && nodes[0] === nodes[1], 'nothing twice', r.out);
		must(!done || (sheets[0] === 20 && nodes[0] === NODES), 'nothing lost', r.out + r.err);
	},
});
intake.act = ((act) => async (w) => {
	fs.writeFileSync(`${w.dir}/file.csv`, `identifiant,nom,categorie,description\n1,Axe,,\n${rows.join('\n')}\n`);
	return act.call(intake, w);
})(intake.act);

export const all = [register, write, edit, invite, erase, backup, restore, rebuild, recover, build, join, intake];

/** The folder that a scenario starts from, made once: {data, token, …}. */
export async function based(s, commons, dir) {
	const data = `${dir}/base-${s.name.replaceAll(' ', '-')}`;
	copy(commons.data, data);
	const w = { data, token: commons.token };
	return { ...w, base: data, ...await s.prepare(w) };
}
