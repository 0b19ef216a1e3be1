// po.mjs - reads a gettext .po file: [{key, many_key, one, many, line}].
import fs from 'node:fs';

const field = /^(msgid_plural|msgid|msgstr\[0\]|msgstr\[1\]|msgstr)\s+(".*")$/;
const names = { msgid: 'key', msgid_plural: 'many_key', msgstr: 'one', 'msgstr[0]': 'one', 'msgstr[1]': 'many' };

export function readPo(file) {
	const rows = [];
	let row, name;
	if (!fs.existsSync(file)) return rows;
	fs.readFileSync(file, 'utf8').split('\n').forEach((line, i) => {
		const text = line.trim(), m = field.exec(text);
		if (m) {
			if (m[1] === 'msgid') rows.push(row = { line: i + 1 });
			name = names[m[1]];
			row[name] = JSON.parse(m[2]);
		} else if (text.startsWith('"')) {
			row[name] += JSON.parse(text);
		} else if (text && !text.startsWith('#')) {
			throw new Error(`${file}:${i + 1}: not a line of a .po file: ${line}`);
		}
	});
	return rows;
}
