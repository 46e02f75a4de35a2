/**
 * Stripe's API keys: any `sk_` or `rk_` key in test or live mode is good, unless it contains `invalid`;
 * a restricted key that contains `limited` lacks the permission, whatever it is; what the others have is a setting.
 * @see https://docs.stripe.com/keys
 */
import type { State } from '../state.ts';
import { invalidRequest } from './errors.ts';

export type StripeKey = { livemode: boolean; restricted: boolean; limited: boolean; masked: string };

/** Reads the key from `Authorization`, as Bearer or as Basic's user name. Throws the 401s. */
export function requireStripeKey(headers: Headers): StripeKey {
	const key = keyOf(headers.get('authorization'));
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

/** Throws the 403 of a key without the permission, e.g. `rak_customer_write`. */
export function requirePermission(state: State, key: StripeKey, permission: string): void {
	const granted = state.stripe.permissions;
	// To write is to read as well.
	const suffices = [permission, permission.replace(/_read$/, '_write')];
	const lacks = key.limited || (key.restricted && granted && !suffices.some((one) => granted.includes(one)));
	if (!lacks) return;
	throw invalidRequest(
		`The provided key '${key.masked}' does not have the required permissions for this endpoint on account '${state.ids.stripeAccount()}'. Having the '${permission}' permission would allow this request to continue.`,
		{ status: 403, unstarted: true },
	);
}

/** `Stripe-Account` may name the account itself; there is no other. Throws the 403. */
export function requireAccount(state: State, key: StripeKey, headers: Headers): void {
	const account = headers.get('stripe-account');
	if (account === null || account === state.ids.stripeAccount()) return;
	throw invalidRequest(
		`The provided key '${key.masked}' does not have access to account '${account}' (or that account does not exist). Application access may have been revoked.`,
		{ status: 403, code: 'account_invalid' },
	);
}

function keyOf(authorization: string | null): string {
	const [, scheme = '', credentials = ''] = /^(\S+)\s+(\S+)$/.exec(authorization ?? '') ?? [];
	if (/^bearer$/i.test(scheme)) return credentials;
	if (!/^basic$/i.test(scheme)) return '';
	try {
		return atob(credentials).split(':')[0] ?? '';
	} catch {
		return '';
	}
}

/** `rk_test_*********bc`: the prefix, a star for each letter, the last two. */
const starred = (key: string, prefix: string): string => {
	const rest = key.slice(prefix.length);
	const shown = rest.length > 4 ? rest.slice(-2) : '';
	return prefix + '*'.repeat(rest.length - shown.length) + shown;
};
