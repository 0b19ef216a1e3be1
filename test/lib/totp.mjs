// totp.mjs KEY [STEPS]: the code of a key in base32, some steps of thirty seconds from now.
import { createHmac } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code of six digits at a time in ms. */
export function totp(key, time = Date.now()) {
	const bits = [...key].map((c) => letters.indexOf(c).toString(2).padStart(5, '0')).join('');
	const bytes = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(time / 30000)));
	const mac = createHmac('sha1', bytes).update(counter).digest(), at = mac[19] & 15;
	return String((mac.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0');
}

if (process.argv[1]?.endsWith('totp.mjs'))
	console.log(totp(process.argv[2], Date.now() + 30000 * Number(process.argv[3] ?? 0)));
