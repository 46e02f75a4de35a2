import { type KnownCode, knownErrors, type PlaidRefusal, refuse } from '../plaid/errors.ts';

/**
 * What an institution of the Sandbox says to a login: `null` for `user_good` / `pass_good`; the error that
 * the password asks for, as in `error_ITEM_LOCKED`; INVALID_CREDENTIALS for anything else.
 * @see https://plaid.com/docs/sandbox/test-credentials/
 */
export function checkLogin({
	username,
	password,
}: {
	username: string;
	password: string;
}): PlaidRefusal | null {
	if (username !== 'user_good') return refuse('INVALID_CREDENTIALS');
	if (password === 'pass_good') return null;
	const asked = password.startsWith('error_') ? password.slice('error_'.length) : '';
	return refuse(Object.hasOwn(knownErrors, asked) ? (asked as KnownCode) : 'INVALID_CREDENTIALS');
}
