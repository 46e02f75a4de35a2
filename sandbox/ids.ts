/**
 * Ids and tokens in the forms of the real ones, from a seed: the same seed gives the same ids.
 * Each kind of id has its own stream, so that one more request id does not change the next access token.
 */

const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

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
	/** An id of Stripe's with this prefix: `pi_…`. */
	stripe(prefix: string, length: number): string;
	invoicePrefix(): string;
	/** The same for the same bank account, whenever it is asked for. */
	fingerprint(bankAccount: string): string;
	/** The merchant's own Stripe account, the same whenever it is asked for. */
	stripeAccount(): string;
};

/** sfc32, a small generator with 128 bits of state: enough for ids that must not collide, useless for secrets. */
function sfc32(seed: string): () => number {
	let [a, b, c, d] = hash128(seed);
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

/** Four FNV-1a hashes of the text, each from another start. */
function hash128(text: string): [number, number, number, number] {
	const parts = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35].map((start) => {
		let hash = start;
		for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
		return hash ^ (hash >>> 15);
	});
	return parts as [number, number, number, number];
}

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
