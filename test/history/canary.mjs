#!/usr/bin/env node
// canary.mjs: a marked word in every place where a person or a sheet can write; then the person and the sheets are
// erased, and no byte of the folder, of what the server holds open, of its pages, of a backup that comes back, has it
// any more.  On PostgreSQL neither a dump nor the files of the tables.
import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { ask as askPage, cookieHeader, findForm, keepCookies } from '../lib/client.mjs';
import { counter } from '../lib/server.mjs';
import { Commons, ask, database, onBoth, sleep } from './commons.mjs';

const { check, end } = counter();
const mark = `zqx${randomUUID().slice(0, 8).replace(/\d/g, (d) => 'ghjklmnpqr'[d])}`;
const word = (place) => `${mark}${place}`;

/** Files under a folder, or single ones, that hold a text; capitals count as small letters. */
function found(text, ...where) {
	const r = spawnSync('grep', ['-rail', '--', text, ...where], { encoding: 'utf8' });
	if (r.status > 1 && !/No such/.test(r.stderr)) throw new Error(r.stderr);
	return r.stdout.split('\n').filter(Boolean);
}
/** Also what is deleted and still open. */
function openFiles(server) {
	const dir = `/proc/${server.process.pid}/fd`;
	return fs.readdirSync(dir).map((f) => `${dir}/${f}`).filter((f) => {
		try { return fs.statSync(f).isFile(); } catch { return false; }
	});
}
async function nowhere(what, places, text = mark) {
	let left = [];
	for (let i = 0; i < 150; i++) {
		left = found(text, ...places().filter((p) => fs.existsSync(p)));
		if (!left.length) break;
		await sleep(100);
	}
	check(!left.length, what, left.join(' '));
}

/** A browser that keeps its cookies; its name is marked too. */
function browser(c) {
	const jar = {};
	const page = async (method, path, fields) => {
		const body = fields && String(new URLSearchParams(fields));
		const headers = { 'Accept-Language': 'en', 'User-Agent': `Mozilla/5.0 (X11; Linux) Firefox/140.0 ${word('agent')}`, 'Sec-Fetch-Site': 'same-origin',
			...(Object.keys(jar).length ? { Cookie: cookieHeader(jar) } : {}),
			...(body ? { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body) } : {}) };
		const a = await askPage(c.server.port, method, path, { headers, body });
		keepCookies(jar, a);
		return a;
	};
	/** Fills the form of a page and sends it. */
	page.submit = async (at, action, values) => {
		const shown = await page('GET', at), form = findForm(shown.text, action);
		if (!form) throw new Error(`no form ${action} at ${at}: ${shown.status}`);
		const kept = form.fields.filter(([k]) => !(k in values));
		return page('POST', form.action, [...kept, ...Object.entries(values)]);
	};
	return page;
}

/** Writes wherever one can; the sheets' ids and the pages that show them. */
async function writeEverywhere(c) {
	const said = await c.verb('user', 'add', '--email', `${word('mail')}@example.org`, '--role', 'member', '--name', `N ${word('name')}`);
	const link = new URL(/https?:\S+/.exec(said)[0]).pathname, token = await c.verb('user', 'token', `${word('mail')}@example.org`);
	const page = browser(c), send = (path, json, method = 'POST', headers = {}) =>
		ask(c.server, method, path, { json, token, key: randomUUID(), headers });
	const done = (a, status = 201) => { check(a.status === status, `${word('')} is written`, `${a.status} ${a.text.slice(0, 500)}`); return a.json; };
	await page.submit(link, link, {});
	check((await page.submit('/compte', 'account.rename', { name: `Nouveau ${word('renamed')}` })).status === 303, 'renamed');
	await page.submit('/compte', '/compte/jetons', { label: word('label') });
	const tool = done(await send('/api/v1/resources', { type: 'tool', title: `Four ${word('title')}`, summary: `Il se ${word('summary')}`, body: `Texte ${word('body')}.`,
		tags: [word('tag')], comment: word('comment'), steps: [{ title: word('step') }] }));
	done(await send(`/api/v1/resources/${tool.id}`, { title: `Four ${word('second')}`, summary: `Il se ${word('summary')}`, comment: word('change') }, 'PUT', { 'If-Match': '"1"' }), 200);
	const project = done(await send('/api/v1/resources', { type: 'project', title: `Projet ${word('project')}`, summary: 'Un projet.', form: 'projet', progress: 'idee',
		contact: `${word('contact')}@example.org`, uses: [tool.id] }));
	const draft = done(await send('/api/v1/resources', { type: 'tool', state: 'draft', title: `Brouillon ${word('draft')}`, summary: word('hidden') }));
	const archived = done(await send('/api/v1/resources', { type: 'tool', title: `Archive ${word('archived')}`, summary: 'Passé.' }));
	done(await send('/do/resource.archive', { id: archived.id, reason: word('reason') }), 200);
	await send('/api/v1/resources', { type: 'tool', title: `Fautif ${word('refused')}`, summary: 'x', cost: { min: 9, max: 1 } });
	const sheets = [tool, project, draft, archived];
	const pages = ['/', '/ressources', `/ressources?q=${word('summary')}`, `/ressources?q=${word('sumary')}`, `/api/v1/resources?q=${word('body')}`, '/api/v1/log',
		...sheets.flatMap(({ id, slug }) => [`/ressources/${slug}`, `/ressources/${slug}/historique`, `/api/v1/resources/${id}`, `/api/v1/resources/${id}/versions`, `/id/${id}`])];
	return { sheets, pages, page };
}

/** Twice, so that the second comes from memory; what was asked for is in the address. */
async function readAll(c, pages) {
	const holding = [];
	for (const path of [...pages, ...pages])
		for (const lang of ['fr', 'en']) {
			const a = await ask(c.server, 'GET', path, { headers: { 'Accept-Language': lang } });
			/* what was asked for may be said again: the address of a page that is not there */
			const text = path.split(/[/=]/).reduce((t, part) => part.includes(mark) ? t.replaceAll(part, '') : t, a.text);
			if (text.includes(mark)) holding.push(`${path} (${a.status})`);
		}
	return holding;
}

async function postgresForgets(c) {
	const { dir, sql } = database();
	const dump = execFileSync('pg_dump', ['-h', dir, '-U', 'postgres', c.log.name], { encoding: 'latin1', maxBuffer: 1 << 28 });
	check(!dump.toLowerCase().includes(mark), 'a dump of the database does not have it');
	sql('CHECKPOINT');
	await nowhere('the files of the tables do not have it', () => [`${dir}/data/base`]);
	console.log(`PostgreSQL's own WAL keeps it until it is recycled: ${found(mark, `${dir}/data/pg_wal`).length} files`);
}

async function story(on) {
	const c = new Commons(on), backup = `${c.dir}/backup`;
	await c.verb('init');
	await c.person('keeper', 'administrator');
	c.server = await c.serve();
	const { sheets, pages, page } = await writeEverywhere(c);
	check((await readAll(c, pages)).length > 0, `${on}: its words are on pages`);
	await sleep(1500);	/* the search index has them */
	await c.verb('backup', backup);
	if (on === 'shared') database().sql('ANALYZE', c.log.name);	/* samples of the columns */
	for (const place of ['mail', 'renamed', 'title', 'second', 'comment', 'contact', 'hidden', 'reason', 'label'])
		check(found(word(place), c.data, backup).length > 0, `${on}: ${place} is in files before`);
	for (const place of ['refused', 'agent']) check(!found(word(place), c.data, backup).length, `${on}: ${place} is never kept`);
	const gone = await page.submit('/compte', 'account.erase', { sure: 'yes' });
	check(gone.status === 303, `${on}: the account is erased`, `${gone.status}`);
	for (const { id } of sheets) await c.verb('erase', id, '--yes');
	await nowhere(`${on}: no file has it, the server running`, () => [c.data, ...openFiles(c.server)]);
	const shown = await readAll(c, pages);
	check(!shown.length, `${on}: no page has it`, shown.join(' '));
	await nowhere(`${on}: no file has it after pages were asked for`, () => [c.data, ...openFiles(c.server)]);
	if (on === 'shared') await postgresForgets(c);
	check(await c.server.stop() === 0, `${on}: the server stops cleanly`, c.server.err);
	check(!c.server.err.includes(mark) && !c.server.out.includes(mark), `${on}: the server's own words do not have it`);
	await nowhere(`${on}: no file has it, the server stopped`, () => [c.data]);
	await c.verb('verify');
	await c.verb('restore', backup, '--force');
	await nowhere(`${on}: a backup of before does not bring it back`, () => [c.data]);
	c.server = await c.serve();
	const after = await readAll(c, pages);
	check(!after.length, `${on}: nor on a page`, after.join(' '));
	if (on === 'shared') await postgresForgets(c);
	await c.server.stop();
	await c.verb('verify');
}

await onBoth(story, { check, end });
