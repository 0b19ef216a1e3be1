// Chance that can be told again: the same seed, the same numbers.

/** splitmix32 (a public-domain mixer). */
export function random(seed) {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x9e3779b9) >>> 0;
		let z = state;
		z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
		z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
		return (z ^ (z >>> 15)) >>> 0;
	};
	const dice = {
		/** 0 to n - 1; 0 when n is 0. */
		below: (n) => n > 0 ? Math.floor(next() / 2 ** 32 * n) : 0,
		pick: (list) => list[dice.below(list.length)],
		/** One or more of a list, in its order. */
		some(list) {
			const sure = dice.below(list.length);
			return list.filter((_, i) => i === sure || dice.below(2) === 1);
		},
	};
	return dice;
}
