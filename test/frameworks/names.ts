/** Events by every way of writing a name that frameworks have been known to trip over. */
export const eventNames = [
	'lowercaseevent',
	'kebab-event',
	'camelEvent',
	'CAPSevent',
	'PascalEvent',
] as const;
export type EventName = (typeof eventNames)[number];

export const values = {
	bool: true,
	num: 42,
	str: 'custom',
	arr: ['c', 'u'],
	obj: { org: 'webcomponents' },
	camelCaseObj: { label: 'passed' },
};
