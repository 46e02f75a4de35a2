/**
 * The Sandbox's user names and passwords, and the error that each password provokes.
 * @see https://plaid.com/docs/sandbox/test-credentials/
 */
import { readCustomUser } from './custom-user.ts';
import { type PlaidRefusal, refuse, refuseAs, typeOfCode } from './errors.ts';

/** Documented users other than `user_good` and `user_custom`. They have the accounts of `user_good`, and any password. */
const namedUsers =
	/^user_(?:transactions_dynamic|ewa_user|yuppie|small_business|limited_purpose_checking|bank_income|credit_[a-z_]+|prism_[1-8])$/;

export const isNamedUser = (username: string): boolean => namedUsers.test(username);

/** Passwords of `user_good` that lead to MFA: `mfa_device`, `mfa_questions_1_2`, … */
const mfaPassword = /^mfa_(?:device|questions_\d_\d|selections|selections_\d_\d_\d)$/;

/**
 * The error that a login provokes, apart from Link's own steps, or `null` for a good login. A password such as
 * `error_ITEM_LOCKED` names its error. Unknown names and other passwords are INVALID_CREDENTIALS.
 */
export function refusalOfLogin(username: string, password: string): PlaidRefusal | null {
	if (username === 'user_custom') {
		const user = readCustomUser(password);
		if (typeof user === 'string') return refuse('INVALID_CREDENTIALS', `override_password ${user}`);
		if (user.recaptcha === 'bad') return refuse('RECAPTCHA_BAD');
		return user.force_error === undefined ? null : refusalOfCode(user.force_error);
	}
	if (isNamedUser(username)) return password === '' ? refuse('INVALID_CREDENTIALS') : null;
	if (username !== 'user_good') return refuse('INVALID_CREDENTIALS');
	if (password.startsWith('error_')) return refusalOfCode(password.slice('error_'.length));
	if (/^\{\s*"recaptcha"\s*:\s*"bad"\s*\}$/.test(password)) return refuse('RECAPTCHA_BAD');
	const isGood =
		['pass_good', 'microdeposits_good'].includes(password) ||
		mfaPassword.test(password) ||
		/^\{\s*"recaptcha"\s*:\s*"good"\s*\}$/.test(password);
	return isGood ? null : refuse('INVALID_CREDENTIALS');
}

/** The error of a code in a password or in `force_error`. */
function refusalOfCode(code: string): PlaidRefusal {
	const type = typeOfCode(code);
	return type ? refuseAs(type, code) : refuse('INVALID_CREDENTIALS');
}
