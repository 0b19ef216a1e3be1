#!/usr/bin/env node
// commonmark.mjs: the examples of the CommonMark specification (npm commonmark-spec), less raw HTML, as this program
// writes them: headings from h3, web links marked, links of other schemes and images of other sites left out.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { counter, temporary } from '../lib/server.mjs';

const { check, end } = counter();
const spec = fs.readFileSync('node_modules/commonmark-spec/spec.txt', 'utf8').replace(/\r\n/g, '\n');
const examples = [...spec.matchAll(/^`{32} example\n([^]*?)^\.\n([^]*?)^`{32}$/gm)].map(([, text, html], i) => ({ n: i + 1, text: text.replaceAll('→', '\t'), html: html.replaceAll('→', '\t') }));
check(examples.length === 652, 'the specification has 652 examples', String(examples.length));

const renderer = ['build/asan/test/web/markdown_test', 'build/test/web/markdown_test'].find((f) => fs.existsSync(f));
const dir = temporary('commonmark'), file = `${dir}/texts`;
fs.writeFileSync(file, examples.map((e) => `${e.text}\0`).join(''));
const written = execFileSync(renderer, [file], { maxBuffer: 1 << 26 }).toString().split('\0');
fs.rmSync(dir, { recursive: true });

/** What the library would write of raw HTML stands as text here: another test's business. */
const autolink = /<(?:[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]*|[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+)>/g;
const raw = (e) => /<(?:[a-zA-Z/!?])/.test(e.text.replace(autolink, ''))
	&& !/^<(p|blockquote|pre|ul|ol|h\d)>/.test(e.html.replace(/&lt;[^]*?&gt;/g, '')) || /<(?!\/?(?:p|a|em|strong|code|pre|blockquote|ul|ol|li|h[1-6]|img|br|hr)\b)[a-zA-Z!?/]/.test(e.html)
	|| /<[a-zA-Z/!?][^]*>/.test(e.text.replace(autolink, '')) && e.html.match(/<[^>]*>/g)?.some((t) => e.text.includes(t) && !/^<\/?(p|code|pre)>$/.test(t));

/** Headings as our pages have them: the highest becomes h3, none more than one below the last. */
function headings(html) {
	const top = Math.min(...[...html.matchAll(/<h(\d)>/g)].map((m) => Number(m[1])));
	let last = 2, level = 0;
	return html.replace(/<(\/?)h(\d)>/g, (_, close, n) => {
		if (!close) last = level = Math.min(Number(n) - top + 3, last + 1, 6);
		return `<${close}h${level}>`;
	});
}
/** Links of schemes that we do not write leave their words. */
const links = (html) => html.replace(/<a href="([^"]*)"[^>]*>([^]*?)<\/a>/g, (all, url, words) => /^(https?:\/\/|mailto:)/i.test(url) || (url && !/^[^/?#]*:/.test(url) && !url.startsWith('//')) ? all : words);
const ours = (html) => html.replaceAll(' rel="external nofollow ugc"', '');

// Where we differ on purpose, or Debian's library follows an earlier specification (0.29).
const known = new Map(Object.entries(JSON.parse(fs.readFileSync('test/security/commonmark.json', 'utf8'))).flatMap(([why, list]) => list.map((n) => [n, why])));
let same = 0, html = 0;
for (const e of examples) {
	const got = ours(written[e.n - 1]), wanted = links(headings(e.html));
	const equal = got.trim() === wanted.trim();
	if (raw(e)) { html++; check(!/<(?!\/?(?:p|a|em|strong|code|pre|blockquote|ul|ol|li|h[3-6]|img|br|hr|del|table|thead|tbody|tr|th|td)\b)/.test(got), `example ${e.n}: raw HTML stays text`, got); continue; }
	if (known.has(e.n)) { check(!equal, `example ${e.n} is like the specification now: take it off the list`); continue; }
	same += equal;
	check(equal, `example ${e.n}`, `\n${e.text}wanted ${wanted}got ${got}`);
}
console.log(`${same} as specified, ${html} with raw HTML, which is text here, ${known.size} otherwise, each for a reason`);
end();
