/** Versions of Stripe's API, and which parameters each one accepts. @see https://docs.stripe.com/api/versioning */
import { invalidRequest } from '../errors.ts';

/** The account's version. It applies to requests without `Stripe-Version`. */
export const accountVersion = '2026-10-28.endive';

/** Returns the version. Throws if it does not look like one. */
export function requireValidVersion(version: string): string {
	if (!/^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/.test(version)) {
		throw invalidRequest(`Invalid Stripe API version: ${version}`, { beforeWork: true });
	}
	return version;
}

const dateOf = (version: string) => version.slice(0, 10);
const isPreview = (version: string) => version.endsWith('.preview');

/** Whether intents reject `payment_method_types`. */
export const rejectsMethodTypes = (version: string): boolean =>
	dateOf(version) >= (isPreview(version) ? '2026-08-26' : '2026-09-30');

/** Whether intents accept `allowed_payment_method_types`, its replacement. */
export const acceptsAllowedMethodTypes = (version: string): boolean => dateOf(version) >= '2026-07-29';

/** Whether PaymentMethods accept `us_bank_account[external_token]`, a processor token of Plaid's. */
export const acceptsExternalToken = (version: string): boolean =>
	isPreview(version) && dateOf(version) >= '2026-10-28';
