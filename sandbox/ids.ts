/**
 * Ids and tokens that look like the real ones, generated from a seed: the same seed produces the same ids.
 * Each kind of id has its own random stream, so an additional request id does not change the next access token.
 */

export type Ids = {
	uuid(kind: string): string;
	letters(kind: string, length: number): string;
	linkToken(): string;
	publicToken(): string;
	accessToken(): string;
	linkSession(): string;
	event(): string;
	item(): string;
	processorToken(): string;
	plaidUser(): string;
	account(): string;
	plaidRequest(): string;
	bankAccountToken(): string;
	customer(): string;
	bankAccount(): string;
	stripeRequest(): string;
	/** A Stripe id with this prefix: `pi_…`. */
	stripe(prefix: string, length: number): string;
	invoicePrefix(): string;
	/** The fingerprint of a bank account: always the same for the same account. */
	fingerprint(bankAccount: string): string;
	/** The merchant's own Stripe account: always the same for the same seed. */
	stripeAccount(): string;
};

const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export function createIds(seed: string): Ids {
	const streams = new Map<string, () => number>();
	const stream = (kind: string) => {
		let next = streams.get(kind);
		if (!next) {
			next = sfc32(`${seed}\n${kind}`);
			streams.set(kind, next);
		}
		return next;
	};
	const letters = (kind: string, length: number) => {
		const next = stream(kind);
		return Array.from({ length }, () => alphanumeric[next() % alphanumeric.length]).join('');
	};
	/** A version 4 UUID. */
	const uuid = (kind: string) => {
		const next = stream(kind);
		const hex = Array.from({ length: 4 }, () => next().toString(16).padStart(8, '0')).join('');
		const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) & 3];
		return [
			hex.slice(0, 8),
			hex.slice(8, 12),
			`4${hex.slice(13, 16)}`,
			`${variant}${hex.slice(17, 20)}`,
			hex.slice(20),
		].join('-');
	};
	return {
		uuid,
		letters,
		linkToken: () => `link-sandbox-${uuid('link token')}`,
		publicToken: () => `public-sandbox-${uuid('public token')}`,
		accessToken: () => `access-sandbox-${uuid('access token')}`,
		linkSession: () => uuid('link session'),
		event: () => uuid('event'),
		item: () => letters('item', 37),
		processorToken: () => `processor-sandbox-${uuid('processor token')}`,
		plaidUser: () => `usr_${letters('plaid user', 14)}`,
		account: () => letters('account', 37),
		plaidRequest: () => letters('plaid request', 15),
		bankAccountToken: () => `btok_${letters('bank account token', 24)}`,
		customer: () => `cus_${letters('customer', 14)}`,
		bankAccount: () => `ba_${letters('bank account', 24)}`,
		stripeRequest: () => `req_${letters('stripe request', 14)}`,
		stripe: (prefix, length) => `${prefix}_${letters(`stripe ${prefix}`, length)}`,
		invoicePrefix: () => letters('invoice prefix', 8).toUpperCase(),
		fingerprint: (bankAccount: string) => createIds(`${seed}\n${bankAccount}`).letters('fingerprint', 16),
		stripeAccount: () => `acct_${createIds(seed).letters('stripe account', 16)}`,
	};
}

/** A small random generator with 128 bits of state. Good enough for ids that must not collide, not for secrets. */
function sfc32(seed: string): () => number {
	let a = hash(seed, 0x811c9dc5);
	let b = hash(seed, 0x9e3779b9);
	let c = hash(seed, 0x85ebca6b);
	let d = hash(seed, 0xc2b2ae35);
	const next = () => {
		const t = (((a + b) | 0) + d) | 0;
		d = (d + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (c << 21) | (c >>> 11);
		c = (c + t) | 0;
		return t >>> 0;
	};
	for (let warmUp = 0; warmUp < 15; warmUp++) next();
	return next;
}

/** FNV-1a over the text, from this initial value. */
function hash(text: string, initial: number): number {
	let value = initial;
	for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
	return value ^ (value >>> 15);
}
