// against.mjs - JSON and percent-encoding as we read them, against node's own readers: cases by
// hand and altered ones, always the same.  What we refuse on purpose is told apart.
import { execFileSync } from 'node:child_process';

const program = 'build/asan/fuzz';
let seed = 1;
const random = (n) => { seed = (seed * 1103515245 + 12345) & 0x7fffffff; return (seed >> 8) % n; };
const read = (mode, cases) => execFileSync(program, [mode], { input: cases.map((b) => b.toString('hex')).join('\n') + '\n',
	maxBuffer: 1 << 28 }).toString().split('\n').slice(0, -1).map((l) => (l === '-' ? null : Buffer.from(l, 'hex')));
const text = (b) => { try { return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(b); } catch { return null; } };

/** The same value, members in order, numbers to 15 digits. */
function canonical(v) {
	if (typeof v === 'number') return Number(v.toPrecision(15)) + 0;
	if (Array.isArray(v)) return v.map(canonical);
	if (v && typeof v === 'object') return Object.fromEntries(Object.keys(v).sort().map((k) => [k, canonical(v[k])]));
	return v;
}

/** What node takes and we do not: two members of one name, \u0000, half a surrogate pair, 65 levels, a number past any. */
function onPurpose(s, value) {
	let depth = 0, most = 0, members = 0, kept = 0, big = false, odd = false;
	const walk = (v, d) => {
		most = Math.max(most, d);
		if (typeof v === 'number') big ||= !Number.isFinite(v) || Math.abs(v) >= 1.7976931348623e308 || (Number.isInteger(v) && Math.abs(v) >= 2 ** 63);
		if (typeof v === 'string') odd ||= v.includes('\0') || /\p{Surrogate}/u.test(v);
		if (v && typeof v === 'object') for (const [k, w] of Object.entries(v)) {
			if (!Array.isArray(v)) { kept++; odd ||= k.includes('\0') || /\p{Surrogate}/u.test(k); }
			walk(w, d + 1);
		}
	};
	walk(value, 0);
	members = (s.replace(/"(?:[^"\\]|\\.)*"/g, 'S').match(/:/g) ?? []).length;
	depth = most;
	return odd || big || members > kept || depth >= 64 || /\d{19}/.test(s) || /\\u0000/i.test(s) || /\\ud[89a-f]/i.test(s);
}

const yes = ['[]', '{}', 'null', 'true', ' 1 ', '-0', '-0.0', '0.1', '1e5', '1E+5', '1e-5', '"é"', '"\\u00e9"', '"\\ud83d\\udca7"', '"\u007f"', '"\u2028"',
	'[1,[2,{"a":[]}]]', '{"":1}', '{"a":{"a":1}}', '\t\n\r [ ]', '"\\"\\\\\\/\\b\\f\\n\\r\\t"', '123456789012', '0.30000000000000004', '1.7e308', '4.9e-324',
	'['.repeat(64) + ']'.repeat(64), '9007199254740993'];
const no = ['', ' ', '[', ']', '[1,]', '[,1]', '{,}', '{"a"}', '{"a":}', '{a:1}', "{'a':1}", '01', '-01', '+1', '.5', '5.', '1e', '1e+', '--1', '0x10', 'NaN', 'Infinity',
	'nul', 'True', '"', '"\\"', '"\\x"', '"\\u12"', '"\\u12G4"', '"\t"', '"\n"', '"a', '1 2', '[] []', '//x\n1', '/*x*/1', '\ufeff1', '[1}', '{"a":1,}', '"\\é"', '\f1', '\u00a01',
	'-', '[-]', '1_000', '{"a":1 "b":2}', '"\\'];
const ours = ['{"a":1,"a":2}', '"\\u0000"', '"\\ud800"', '"\\udc00x"', '['.repeat(65) + ']'.repeat(65), '1e400', '-1e400', '123456789012345678901234567890', '{"\\u0000":1}'];
const raw = [[0x22, 0xff, 0x22], [0x22, 0xc0, 0x80, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22], [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xc3, 0x22], [0x32, 0], [0x5b, 0x32, 0, 0x5d], [0, 0x32],
	[0x22, 0, 0x22], [0xef, 0xbb, 0xbf, 0x31], [0xfe, 0xff, 0, 0x31]].map((b) => Buffer.from(b));

function altered(from, n) {
	const parts = ['{', '}', '[', ']', ',', ':', '"', '\\', '\\u00e9', '0', '1', '-', '.', 'e', ' ', '\n', 'true', 'null', 'é', 'ÿ', '\u0000'].map((s) => Buffer.from(s));
	return Array.from({ length: n }, () => {
		let b = from[random(from.length)];
		for (let i = random(4); i >= 0; i--) {
			const at = random(b.length + 1), part = random(3) ? parts[random(parts.length)] : Buffer.from([random(256)]);
			b = Buffer.concat([b.subarray(0, at), random(2) ? part : Buffer.alloc(0), b.subarray(at + random(2))]);
		}
		return b;
	});
}

let passed = 0;
const faults = [];
const check = (ok, what) => { if (ok) passed++; else if (faults.push(what) < 20) console.log(what); };

const byHand = [...yes, ...no, ...ours].map((s) => Buffer.from(s)).concat(raw);
const cases = byHand.concat(altered(byHand, 20000));
const said = read('--json', cases);
cases.forEach((b, i) => {
	const s = text(b);
	let value, good = s !== null;
	try { if (good) value = JSON.parse(s); } catch { good = false; }
	if (said[i]) check(good && JSON.stringify(canonical(value)) === JSON.stringify(canonical(JSON.parse(said[i]))), `we take ${JSON.stringify(String(b))} as ${said[i]}`);
	else check(!good || onPurpose(s, value), `we refuse ${JSON.stringify(s)}`);
});
yes.forEach((s, i) => check(said[i] !== null, `we refuse ${s}`));
[...no, ...ours].forEach((s, i) => check(said[yes.length + i] === null, `we take ${s}`));

/** The WHATWG reader of forms never fails: only what we take can be compared; decodeURIComponent fails as we do. */
const urls = altered(['a%20b', '%C3%A9', '%', '%4', '%zz', '%00', 'a+b', '%ED%A0%80', '%c3%28', 'é', '%F0%9F%92%A7', '%2F%2f'].map((s) => Buffer.from(s)), 8000)
	.filter((b) => text(b) !== null && !b.includes(0x26) && !b.includes(0x3d) && !b.includes(0x0a));
const plain = read('--url', urls), forms = read('--form', urls);
urls.forEach((b, i) => {
	let want = null;
	try { want = decodeURIComponent(text(b)); } catch { /* refused by both */ }
	if (want?.includes('\0')) want = null;
	check((plain[i]?.toString() ?? null) === want, `address ${JSON.stringify(text(b))}: ${plain[i]}, node: ${want}`);
	if (forms[i] !== null) check(forms[i].toString() === (new URLSearchParams(`x=${text(b)}`).get('x')), `form ${JSON.stringify(text(b))}: ${forms[i]}`);
});
console.log(`${passed} passed, ${faults.length} failed`);
process.exit(faults.length ? 1 : 0);
