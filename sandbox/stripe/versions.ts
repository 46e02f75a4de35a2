/** Versions of Stripe's API, and what they open or close. @see https://docs.stripe.com/api/versioning */
import { invalidRequest } from './errors.ts';

/** The version that the account has: that of requests which do not name one. */
export const accountVersion = '2026-10-28.endive';

export function checkVersion(version: string): string {
	if (!/^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/.test(version)) {
		throw invalidRequest(`Invalid Stripe API version: ${version}`, { unstarted: true });
	}
	return version;
}

const day = (version: string) => version.slice(0, 10);
const isPreview = (version: string) => version.endsWith('.preview');

/** `payment_method_types` of intents is gone. */
export const refusesMethodTypes = (version: string): boolean =>
	day(version) >= (isPreview(version) ? '2026-08-26' : '2026-09-30');

/** `allowed_payment_method_types` stands in its place. */
export const takesAllowedMethodTypes = (version: string): boolean => day(version) >= '2026-07-29';

/** `us_bank_account[external_token]`, with which Plaid's processor token becomes a PaymentMethod. */
export const takesExternalToken = (version: string): boolean =>
	isPreview(version) && day(version) >= '2026-10-28';
