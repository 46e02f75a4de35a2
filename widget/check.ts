import type { Host } from './host.ts';
import { warn } from './warn.ts';

const permitted = {
	preload: /^(none|intent|visible|eager)$/,
	theme: /^(auto|light|dark)$/,
	language: /^($|(da|de|en|es|et|fr|hi|it|lt|lv|n[bno]|nl|pl|pt|ro|sv|vi)(-|$))/i,
};

/** Tells the developer once of each value that means nothing; the element goes by its default. */
export function checkAttributes(element: Host['element']): void {
	for (const [name, pattern] of Object.entries(permitted)) {
		const value = element[name as keyof typeof permitted];
		if (!pattern.test(value)) warn(`${name} is ignored: ${value} is none of its values.`);
	}
}
