// Stories as text to steps. The language is described in test/README.md.

/** Words of a line: white space parts them, 'single' and "double" quotes hold them together. */
export function words(line) {
	const list = [];
	for (const [, ...parts] of line.matchAll(/((?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'])+)/g))
		list.push(parts[0].replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g, (_, d, s) => s ?? d.replace(/\\(.)/g, '$1')));
	return list;
}

const indentOf = (line) => /^\t*/.exec(line)[0].length;

/** What stands after "->": statuses, then texts that must be there. */
function expectation(text) {
	const found = /^\s*([\w|]+)\s*(.*)$/.exec(text);
	if (!found) throw new Error(`what is expected after "->": ${text}`);
	const checks = [...found[2].matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((m) => ({ kind: 'has', text: m[1].replace(/\\(.)/g, '$1') }));
	return { statuses: found[1].split('|'), checks };
}

/** A body is JSON over as many lines as it takes, or any text between <<< and >>>. */
function addToBody(step, line) {
	step.body = step.body === undefined ? line : `${step.body}\n${line}`;
	if (step.body.startsWith('<<<')) {
		if (line !== '>>>') return;
		step.body = step.body.split('\n').slice(1, -1).join('\n');
		step.open = false;
		return;
	}
	try {
		JSON.parse(step.body.replaceAll(/\$\w+/g, '0'));
		step.open = false;
	} catch { /* it goes on */ }
}

const quoted = (s) => s.replace(/\\(.)/g, '$1');

/** What an indented line may say, besides a body: [pattern, check]. */
const details = [
	[/^(has|lacks)\s+"((?:[^"\\]|\\.)*)"$/, (m) => ({ kind: m[1], text: quoted(m[2]) })],
	[/^(matches|mismatches)\s+\/(.*)\/$/, (m) => ({ kind: m[1], text: m[2] })],
	[/^keep\s+(\w+)=(.+)$/, (m) => ({ kind: 'keep', name: m[1], from: m[2] })],
	[/^header\s+([\w-]+)\s+(none|some)$/, (m) => ({ kind: 'header', name: m[1], how: m[2] })],
	[/^header\s+([\w-]+)\s+(=|has|lacks)\s+(.*)$/, (m) => ({ kind: 'header', name: m[1], how: m[2], text: m[3] })],
	[/^(\.[\w.[\]$-]*)\s+(none|some)$/, (m) => ({ kind: 'json', path: m[1], how: m[2] })],
	[/^(\.[\w.[\]$-]*)\s+(=|!=|has|lacks|>=|<=)\s+(.*)$/, (m) => ({ kind: 'json', path: m[1], how: m[2], text: m[3] })],
];

function detail(step, line) {
	if (step.open || /^[{[]|^<<<$/.test(line)) {
		step.open ??= true;
		return addToBody(step, line);
	}
	for (const [pattern, check] of details) {
		const m = pattern.exec(line);
		if (m) return step.checks.push(check(m));
	}
	const m = /^([A-Z][\w-]*):\s*(.*)$/.exec(line);
	if (!m) throw new Error(`line not understood: ${line}`);
	step.headers[m[1]] = m[2];
}

function step(line, number) {
	const [left, right] = line.split(/\s->(?=\s)/);
	const s = { line: number, text: line.trim(), words: words(left), headers: {}, checks: [], statuses: null };
	if (right !== undefined) {
		const e = expectation(right);
		s.statuses = e.statuses;
		s.checks = e.checks;
	}
	return s;
}

/** Lines at one level of indentation, with what hangs under each. */
function block(lines, depth) {
	const steps = [];
	for (const { text, number } of lines) {
		const line = text.slice(depth);
		if (indentOf(text) === depth) {
			steps.push(step(line, number));
			if (steps.at(-1).words[0] === 'together') steps.at(-1).inner = [];
		} else if (!steps.length) {
			throw new Error(`line ${number}: indented under nothing`);
		} else if (steps.at(-1).inner) {
			steps.at(-1).inner.push({ text, number });
		} else {
			try { detail(steps.at(-1), line.slice(1)); } catch (e) { throw new Error(`line ${number}: ${e.message}`); }
		}
	}
	for (const s of steps) if (s.inner) s.inner = block(s.inner, depth + 1);
	return steps;
}

/** [{title, on: null | 'embedded' | 'shared', steps}] of a file's text. */
export function readStories(text) {
	const stories = [];
	text.split('\n').forEach((line, i) => {
		if (!line.trim() || /^\s*#/.test(line)) return;
		const head = /^story\s+"(.*)"(?:\s+on\s+(embedded|shared))?\s*$/.exec(line);
		if (head) stories.push({ title: head[1], on: head[2] ?? null, lines: [] });
		else if (!stories.length) throw new Error(`line ${i + 1}: before the first story`);
		else stories.at(-1).lines.push({ text: line.trimEnd(), number: i + 1 });
	});
	for (const s of stories) s.steps = block(s.lines, 0);
	return stories;
}
