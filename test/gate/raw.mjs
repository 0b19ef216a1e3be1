// Requests byte by byte, and answers as they come: what no HTTP client lets one do.
import fs from 'node:fs';
import net from 'node:net';
import tls from 'node:tls';

const SECOND = 'GET /aide/?marque HTTP/1.1\\r\\nHost: commun.exemple.fr\\r\\nX-Fill: 1\\r\\n\\r\\n';
const HOST = 'Host: commun.exemple.fr\\r\\n';

/** {text*3}, the innermost first. */
function repeat(s) {
	for (let before = null; before !== s;) {
		before = s;
		s = s.replace(/\{([^{}]*)\*(\d+)\}/g, (_, text, n) => text.repeat(Number(n)));
	}
	return s;
}

const bytesOf = (s) => Buffer.from(repeat(s).replace(/\\(r|n|t|0|\\|x[0-9a-f]{2})/g,
	(_, c) => ({ r: '\r', n: '\n', t: '\t', 0: '\0', '\\': '\\' })[c] ?? String.fromCharCode(parseInt(c.slice(1), 16))), 'latin1');

/** The rows of malformed.tsv; host and base take the place of those written there. */
export function readTable(file, { host = 'commun.exemple.fr', base = '' } = {}) {
	return fs.readFileSync(file, 'utf8').split('\n').filter((l) => l && !l.startsWith('#')).map((l) => {
		const [name, alone, answers, behind, then, bytes] = l.split('\t');
		const text = bytes.replaceAll('$S', SECOND).replaceAll('$H', HOST).replaceAll('commun.exemple.fr', host)
			.replace(/^([A-Z]+ )\/(?!\/)/, `$1${base}/`);
		return { name, alone: alone.split('|').map(Number), answers: Number(answers), behind: Number(behind), closes: then === 'closes', bytes: bytesOf(text) };
	});
}

/** Status of each answer in a text: none of our pages says "HTTP/1.1 200 ". */
export const statusesOf = (text) => [...text.matchAll(/HTTP\/1\.[01] (\d{3})[ \r]/g)].map((m) => Number(m[1])).filter((s) => s !== 100);

/** Is the first answer whole? */
function whole(text) {
	const head = text.indexOf('\r\n\r\n'), length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head));
	return head >= 0 && (length ? text.length - head - 4 >= Number(length[1]) : text.endsWith('0\r\n\r\n'));
}

/** Sends bytes, waits for the end, or for quiet ms without a byte (after a whole answer: after ms): {text, closed, statuses}.
 *  secure: options of TLS; from: the address it comes from; expects: how many answers are known to be on their way. */
export function send(port, bytes, { quiet = 250, after = quiet, secure, most = 8000, from, expects = () => 0 } = {}) {
	return new Promise((resolve) => {
		const parts = [];
		let closed = false, timer = null;
		const to = { host: '127.0.0.1', port, localAddress: from };
		const socket = secure ? tls.connect({ ...to, ...secure }) : net.connect(to);
		const text = () => Buffer.concat(parts).toString('latin1');
		const end = () => {
			clearTimeout(timer);
			clearTimeout(limit);
			socket.destroy();
			resolve({ text: text(), closed, statuses: statusesOf(text()) });
		};
		const limit = setTimeout(end, most);
		const over = () => (expects() > statusesOf(text()).length ? rest() : end());
		const rest = () => { clearTimeout(timer); timer = setTimeout(over, whole(text()) ? after : quiet); };
		socket.on(secure ? 'secureConnect' : 'connect', () => { socket.write(bytes, () => rest()); });
		socket.on('data', (d) => { parts.push(d); rest(); });
		socket.on('end', () => { closed = true; end(); });
		socket.on('close', () => { closed = true; end(); });
		socket.on('error', () => { closed = true; });
	});
}

/** Headers of the first answer of a text, by small name. */
export function headersOf(text) {
	const head = text.split('\r\n\r\n')[0].split('\r\n').slice(1);
	return Object.fromEntries(head.map((l) => [l.slice(0, l.indexOf(':')).toLowerCase(), l.slice(l.indexOf(':') + 1).trim()]));
}
