/** Every status of the element, in the order of the way. One place changes it: `#to` in `element.ts`. */
export const statuses = [
	'idle',
	'loading',
	'ready',
	'open',
	'exchanging',
	'authorizing',
	'connected',
	'failed',
] as const;
export type Status = (typeof statuses)[number];
