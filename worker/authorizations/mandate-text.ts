/**
 * The text of a debit authorization (Stripe: mandate). What this returns is what the shopper is shown, what is stored
 * and what is proof later: it is made once and never again.
 *
 * Nacha's rules demand clear terms that name the merchant, the account holder, the account and the date. The recurring
 * text uses the sentences that Stripe recommends.
 * @see https://docs.stripe.com/payments/ach-direct-debit#mandates
 */
import type { Account, AuthorizationKind, Institution } from '../contract.ts';

/** Stored with the text. Raise it with every change of the wording. */
export const textVersion = '2026-11-21';

// Formatted by hand: the first use of `Intl` costs an isolate more time than the rest of its start.
const months = [
	...['January', 'February', 'March', 'April', 'May', 'June'],
	...['July', 'August', 'September', 'October', 'November', 'December'],
];
const dateOf = (date: Date): string =>
	`${months[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
const dollars = (cents: number): string => `$${(cents / 100).toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',')}`;

/** Paragraphs, separated by an empty line. The text names the button that the element shows below it: “Accept”. */
export function mandateText(mandate: {
	merchant: string;
	name: string;
	account: Account;
	institution: Institution;
	kind: AuthorizationKind;
	/** In cents; null where the text names no amount. */
	amount: number | null;
	/** Milliseconds since 1970. The text has the day in UTC. */
	now: number;
}): string {
	const { merchant, name, account, institution, kind, amount, now } = mandate;
	const bank = [institution.name, account.name].filter(Boolean).join(', ');
	const money = amount === null ? null : dollars(amount);
	const facts = [
		`Account holder: ${name}`,
		`Account: ${bank}${account.mask ? `, ending in ${account.mask}` : ''}`,
		...(money ? [`Amount: ${money}`] : []),
		`Date: ${dateOf(new Date(now))}`,
	].join('\n');
	const accept = `By clicking “Accept”, you authorize ${merchant} to debit the bank account specified above`;
	const terms = `pursuant to ${merchant}’s website and terms`;
	const paragraphs =
		kind === 'one_time'
			? [
					`${accept} once, for ${money ?? 'the amount of your order'}, ${terms}. You may revoke this authorization by giving notice to ${merchant} before the debit is submitted to your bank.`,
				]
			: [
					`${accept} for any amount owed for charges arising from your use of ${merchant}’s services and/or purchase of products from ${merchant}, ${terms}, until this authorization is revoked. You may amend or cancel this authorization at any time by providing notice to ${merchant} with 30 (thirty) days notice.`,
					`If you use ${merchant}’s services or purchase additional products periodically pursuant to ${merchant}’s terms, you authorize ${merchant} to debit your bank account periodically${money ? `, ${money} each time` : ''}. Payments that fall outside of the regular debits authorized above will only be debited after your authorization is obtained.`,
				];
	return [facts, ...paragraphs].join('\n\n');
}
