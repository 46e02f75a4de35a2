import type { BankAccountTokenRequest } from '../worker/contract.ts';
import { Failure } from './failure.ts';
import type { ExitMetadata, LinkError, SuccessMetadata } from './link.ts';
import type { BankExitDetail } from './way-events.ts';

/** The account to charge where the shopper gave several: a checking account before a savings account. */
const chosen = ({ accounts = [] }: SuccessMetadata) => {
	const first = (kind: string) => accounts.find(({ subtype }) => subtype === kind);
	return first('checking') ?? first('savings') ?? accounts[0];
};

/** What is asked for after Link: the account, and what helps to notice that it is connected already. */
export function exchangeOf(
	link_token: string,
	public_token: string | null,
	metadata: SuccessMetadata,
): BankAccountTokenRequest {
	if (!public_token) throw new Failure('link_failed', 'Plaid Link gave no public token.');
	const { id, name, mask } = chosen(metadata) ?? {};
	const institution = metadata.institution?.institution_id;
	return {
		link_token,
		public_token,
		...(id && { account_id: id }),
		...(institution && { institution_id: institution }),
		...(name && { account_name: name }),
		...(mask && { account_mask: mask }),
	};
}

/** What was wrong where Link ended by itself; nothing where the shopper left. */
export function failureOf(
	error: LinkError | null,
	metadata: ExitMetadata | null,
	{ returned, windowFailed }: { returned: boolean; windowFailed: boolean },
): Failure | undefined {
	const message = `Plaid Link: ${error?.error_type} ${error?.error_code}: ${error?.error_message}`;
	if (error?.error_code === 'INVALID_LINK_TOKEN' && returned)
		return new Failure('oauth_return_stale', message);
	if (windowFailed && metadata?.status === 'requires_oauth')
		return new Failure(
			'oauth_window_failed',
			'The bank’s window could not be opened, or gave no answer: a pop-up blocker, or the shopper took too long.',
		);
	// With the bank's or the shopper's own trouble on screen, the shopper left; anything else is Link's.
	if (!error || metadata?.status || /^I(TEM|NSTITUTION)_/.test(error.error_type)) return;
	return new Failure('link_failed', message, true, error.display_message);
}

export const exitOf = (error: LinkError | null, metadata: ExitMetadata | null): BankExitDetail => ({
	status: metadata?.status ?? null,
	institution: metadata?.institution
		? { id: metadata.institution.institution_id, name: metadata.institution.name }
		: null,
	error: error && {
		type: error.error_type,
		code: error.error_code,
		message: error.error_message,
		displayMessage: error.display_message ?? null,
	},
});
