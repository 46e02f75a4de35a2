import type { SearchEntry } from '../../docs.ts';

export type Found = { address: string; page: string; section: string; excerpt: string };

/**
 * The sections that have every word, the best first: a word in a heading counts more than one in the text,
 * and a whole word more than a beginning.
 */
export function search(entries: readonly SearchEntry[], query: string, most = 12): Found[] {
	const words = query.toLowerCase().split(/\s+/).filter(Boolean);
	if (words.length === 0) return [];
	return entries
		.map(([address, page, section, text]) => {
			const places = [section || page, page, text].map((place) => place.toLowerCase());
			const marks = words.map((word) => rate(word, places));
			const all = marks.every((mark) => mark > 0);
			return { score: all ? marks.reduce((a, b) => a + b) : 0, address, page, section, text };
		})
		.filter(({ score }) => score > 0)
		.sort((a, b) => b.score - a.score)
		.slice(0, most)
		.map(({ address, page, section, text }) => ({ address, page, section, excerpt: around(text, words) }));
}

const weights = [12, 6, 1];

function rate(word: string, places: string[]): number {
	return places.reduce((sum, place, index) => {
		const at = place.indexOf(word);
		if (at < 0) return sum;
		const whole = !isLetter(place[at - 1]) && !isLetter(place[at + word.length]);
		return sum + (weights[index] ?? 0) * (whole ? 2 : 1);
	}, 0);
}

const isLetter = (sign: string | undefined) => sign !== undefined && /[\p{L}\p{N}_]/u.test(sign);

/** Some words before and after the first hit. */
function around(text: string, words: string[]): string {
	const lower = text.toLowerCase();
	const hits = words.map((word) => lower.indexOf(word)).filter((at) => at >= 0);
	const begin = Math.max(0, Math.min(...hits, text.length) - 40);
	const from = begin === 0 || hits.length === 0 ? 0 : text.indexOf(' ', begin) + 1;
	return `${from > 0 ? '… ' : ''}${text.slice(from, from + 130)}${text.length > from + 130 ? ' …' : ''}`;
}
