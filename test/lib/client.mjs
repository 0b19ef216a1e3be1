// HTTP as a browser or an API client does it, without a browser.
import http from 'node:http';

/** One request; follows nothing. body: text or Buffer. */
export function ask(port, method, path, { headers = {}, body, agent, ms = 60000 } = {}) {
	return new Promise((resolve, reject) => {
		const req = http.request({ host: '127.0.0.1', port, method, path, headers, agent, setHost: !('Host' in headers) }, (res) => {
			const parts = [];
			res.on('data', (d) => parts.push(d));
			res.on('error', reject);
			res.on('end', () => resolve({ status: res.statusCode, headers: res.headers, raw: res.rawHeaders, text: Buffer.concat(parts).toString('utf8') }));
		});
		req.setTimeout(ms, () => req.destroy(new Error(`${method} ${path}: no answer in ${ms / 1000} s`)));
		req.on('error', reject);
		req.end(body);
	});
}

/** Cookies of one person's browser, by name. */
export function keepCookies(jar, answer) {
	for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
		const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
		if (/max-age=0\b/i.test(line) || value === '') delete jar[name];
		else jar[name] = value;
	}
}
export const cookieHeader = (jar) => Object.entries(jar).map(([k, v]) => `${k}=${v}`).join('; ');

const entities = { lt: '<', gt: '>', amp: '&', quot: '"' };
export const plain = (s) => s.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(lt|gt|amp|quot));/gi,
	(_, d, x, n) => n ? entities[n] : String.fromCodePoint(d ? Number(d) : parseInt(x, 16)));

function attributes(tag) {
	const found = {};
	for (const [, name, a, b, c] of tag.matchAll(/([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g))
		found[name.toLowerCase()] ??= plain(a ?? b ?? c ?? '');
	return found;
}

/** The fields of a form as a browser would send them untouched: [[name, value]]. */
function fields(form) {
	const list = [];
	for (const [, tag, rest] of form.matchAll(/<(input|textarea|select)\b([^]*?)(?=<input|<textarea|<select|$)/gi)) {
		const head = /^[^>]*/.exec(rest)[0], a = attributes(head), inside = rest.slice(head.length + 1);
		if (!a.name || 'disabled' in a || /^(submit|button|image|file)$/.test(a.type ?? '')) continue;
		if (/^(checkbox|radio)$/.test(a.type ?? '') && !('checked' in a)) continue;
		let value = a.value ?? (/^(checkbox|radio)$/.test(a.type ?? '') ? 'on' : '');
		if (tag === 'textarea') value = plain(inside.split(/<\/textarea/i)[0].replace(/^\r?\n/, ''));
		if (tag === 'select') {
			const options = [...inside.split(/<\/select/i)[0].matchAll(/<option\b([^>]*)>/gi)].map((m) => attributes(m[1]));
			value = (options.find((o) => 'selected' in o) ?? options[0])?.value ?? '';
		}
		list.push([a.name, value]);
	}
	return list;
}

/** The form of a page whose action ends with something: {action, method, fields}. */
export function findForm(page, action) {
	for (const [, head, inside] of page.matchAll(/<form\b([^>]*)>([^]*?)<\/form>/gi)) {
		const a = attributes(head);
		const buttons = [...inside.matchAll(/\bformaction='([^']*)'/g)].map((m) => m[1]);
		const to = [a.action ?? '', ...buttons].find((t) => t.split('?')[0].endsWith(action));
		if (to !== undefined)
			return { action: to, method: (a.method ?? 'get').toUpperCase(), fields: fields(inside) };
	}
	return null;
}
