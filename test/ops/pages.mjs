#!/usr/bin/env node
// pages.mjs: the manual page in both languages, without a word from those who check such pages; what bash completes.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { execute, quick } from '../lib/archipel.mjs';
import { counter, temporary } from '../lib/server.mjs';

const { check, end } = counter();
const dir = temporary('pages');
process.on('exit', () => fs.rmSync(dir, { recursive: true, force: true }));

const help = (await execute(quick, ['help'])).out;
const verbs = [...help.matchAll(/^ {2}([a-z]+(?: [a-z]+)?)\b/gm)].map((m) => m[1]);
const settings = [...help.matchAll(/^ {2}--([a-z-]+)/gm)].map((m) => m[1]);
const commands = [...(await execute(quick, ['do', '--help'])).out.matchAll(/^ {2}([a-z]+\.[a-z-]+)/gm)].map((m) => m[1]);
check(verbs.length > 12 && settings.length > 8 && commands.length > 8, 'help lists verbs, settings, commands', `${verbs.length} ${settings.length} ${commands.length}`);

async function manual(locale, title) {
	const page = `${dir}/archipel.1`;
	fs.writeFileSync(page, (await execute(quick, ['man'], { LC_ALL: locale })).out);
	const lint = spawnSync('mandoc', ['-Tlint', '-Wwarning', page], { encoding: 'utf8' });
	check(lint.status === 0 && !lint.stdout.trim(), `${locale}: mandoc has nothing to say`, `${lint.error ?? ''}${lint.stdout}`);
	const text = spawnSync('mandoc', ['-Tutf8', page], { encoding: 'utf8' }).stdout.replace(/.\x08/g, '');
	check(text.includes(title), `${locale}: its language`);
	for (const list of [verbs, settings, commands])
		check(list.every((w) => text.includes(w)), `${locale}: everything is there`, list.filter((w) => !text.includes(w)).join());
	const man = spawnSync('man', ['--warnings', '-l', page], { encoding: 'utf8', env: { ...process.env, MANROFFSEQ: '', LC_ALL: 'C.UTF-8' } });
	if (!man.error) check(man.status === 0 && !man.stderr.trim(), `${locale}: nor has man`, man.stderr);
}

/** What bash offers after these words. */
function completed(...words) {
	const r = spawnSync('bash', ['-c', `source ${dir}/completion; COMP_WORDS=(${words.map((w) => `'${w}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _archipel; printf '%s\\n' "\${COMPREPLY[@]}"`],
		{ encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } });
	return r.stderr ? r.stderr : r.stdout.trim().split('\n').join(' ');
}

async function completion() {
	fs.writeFileSync(`${dir}/completion`, (await execute(quick, ['completion', 'bash'])).out);
	check(completed('archipel', 're') === 'restore rebuild' || completed('archipel', 're').split(' ').sort().join(' ') === 'rebuild restore', 'verbs', completed('archipel', 're'));
	check(completed('archipel', '').split(' ').length === new Set(verbs.map((v) => v.split(' ')[0])).size, 'each once', completed('archipel', ''));
	check(completed('archipel', 'user', '') === 'add token reset reset-factor list', 'the verbs of a group', completed('archipel', 'user', ''));
	check(completed('archipel', 'user', 'add', '--r') === '--role', 'options of a verb', completed('archipel', 'user', 'add', '--r'));
	check(completed('archipel', 'serve', '--base') === '--base-url', 'settings');
	check(completed('archipel', 'do', 'resource.cr') === 'resource.create', 'commands', completed('archipel', 'do', 'resource.cr'));
	check(completed('archipel', 'do', 'resource.create', '--tit') === '--title', 'fields of a command', completed('archipel', 'do', 'resource.create', '--tit'));
	check(completed('archipel', 'serve', '--log-level', 'd') === 'debug', 'values of a setting');
	check(completed('archipel', 'serve', '--data', '/us') === '/usr', 'folders');
	check((await execute(quick, ['completion', 'csh'])).code === 64, 'a shell that is not known');
	const lint = spawnSync('shellcheck', ['-s', 'bash', `${dir}/completion`], { encoding: 'utf8' });
	if (!lint.error) check(lint.status === 0, 'shellcheck has nothing to say', lint.stdout);
}

await manual('fr_FR.UTF-8', 'RÉGLAGES');
await manual('en_GB.UTF-8', 'SETTINGS');
await completion();
const commit = spawnSync('git', ['rev-parse', '--short=12', 'HEAD'], { encoding: 'utf8' }).stdout?.trim();
const version = (await execute(quick, ['--version'])).out;
check(/^archipel \d+\.\d+\.\d+( \([0-9a-f]{12}\))? sbom [0-9a-f-]{36}\n$/.test(version) && (!commit || process.env.ARCHIPEL || version.includes('(')), 'version, commit, number of the list of parts', version);
end();
