/**
 * Stripe's API keys. Every `sk_` or `rk_` key in test or live mode is valid, unless it contains `invalid`. A
 * restricted key that contains `limited` has no permissions; a setting says which ones the others have.
 * @see https://docs.stripe.com/keys
 */
import type { State } from '../../state.ts';
import { invalidRequest } from '../errors.ts';

export type StripeKey = { livemode: boolean; restricted: boolean; limited: boolean; masked: string };

/** Reads the key from `Authorization`, as Bearer or as the user name of Basic. Throws Stripe's 401s. */
export function requireStripeKey(headers: Headers): StripeKey {
	const key = readKey(headers.get('authorization'));
	if (key === '') {
		throw invalidRequest(
			"You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.",
			{ status: 401 },
		);
	}
	if (key.startsWith('pk_')) {
		throw invalidRequest(
			'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.',
			{ status: 401, code: 'secret_key_required' },
		);
	}
	const [, prefix = ''] = /^((?:sk|rk)_(?:test|live)_)\w+$/.exec(key) ?? [];
	if (prefix === '' || key.includes('invalid')) {
		throw invalidRequest(`Invalid API Key provided: ${starred(key, prefix)}`, { status: 401 });
	}
	return {
		livemode: prefix.includes('live'),
		restricted: prefix.startsWith('rk'),
		limited: prefix.startsWith('rk') && key.includes('limited'),
		masked: `${prefix}****${key.slice(-4)}`,
	};
}

/** Throws Stripe's 403 if the key does not have the permission, e.g. `rak_customer_write`. */
export function requirePermission(state: State, key: StripeKey, permission: string): void {
	const granted = state.stripe.permissions;
	// A write permission includes reading.
	const sufficient = [permission, permission.replace(/_read$/, '_write')];
	const isDenied =
		key.limited || (key.restricted && granted && !sufficient.some((one) => granted.includes(one)));
	if (!isDenied) return;
	throw invalidRequest(
		`The provided key '${key.masked}' does not have the required permissions for this endpoint on account '${state.ids.stripeAccount()}'. Having the '${permission}' permission would allow this request to continue.`,
		{ status: 403, beforeWork: true },
	);
}

/** `Stripe-Account` may name the merchant's own account only. Throws Stripe's 403. */
export function requireOwnAccount(state: State, key: StripeKey, headers: Headers): void {
	const account = headers.get('stripe-account');
	if (account === null || account === state.ids.stripeAccount()) return;
	throw invalidRequest(
		`The provided key '${key.masked}' does not have access to account '${account}' (or that account does not exist). Application access may have been revoked.`,
		{ status: 403, code: 'account_invalid' },
	);
}

function readKey(authorization: string | null): string {
	const [, scheme = '', credentials = ''] = /^(\S+)\s+(\S+)$/.exec(authorization ?? '') ?? [];
	switch (scheme.toLowerCase()) {
		case 'bearer':
			return credentials;
		case 'basic':
			try {
				return atob(credentials).split(':')[0] ?? '';
			} catch {
				return '';
			}
		default:
			return '';
	}
}

/** `rk_test_*********bc`: the prefix, a star for each character, the last two. */
function starred(key: string, prefix: string): string {
	const rest = key.slice(prefix.length);
	const ending = rest.length > 4 ? rest.slice(-2) : '';
	return prefix + '*'.repeat(rest.length - ending.length) + ending;
}
