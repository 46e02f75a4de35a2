import type { Tone } from './words.ts';

const drawings: Record<Tone, string> = {
	wait: 'M16 9v7.5l5 3',
	good: 'm9.5 16.5 4.5 4.5 8.5-9.5',
	bad: 'M16 8.5v9.5M16 22.6v.4',
	back: 'M21 21v-3a4 4 0 0 0-4-4h-6m3.5-4L10.5 14l4 4',
	off: 'm11 11 10 10M21 11 11 21',
};

const svg = <Name extends 'svg' | 'circle' | 'path'>(name: Name, attributes: Record<string, string>) => {
	const made = document.createElementNS('http://www.w3.org/2000/svg', name);
	for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
	return made;
};

/** A sign for how it stands; the words beside it say the same. */
export function icon(tone: Tone): SVGSVGElement {
	const made = svg('svg', {
		class: 'sign',
		'aria-hidden': 'true',
		viewBox: '0 0 32 32',
		width: '36',
		height: '36',
	});
	made.append(
		svg('circle', { cx: '16', cy: '16', r: '16', fill: 'currentColor' }),
		svg('path', {
			d: drawings[tone],
			fill: 'none',
			stroke: 'var(--card)',
			'stroke-width': '2.75',
			'stroke-linecap': 'round',
			'stroke-linejoin': 'round',
		}),
	);
	return made;
}
