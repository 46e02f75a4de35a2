import type { BankAccountTokenRequest } from '../../worker/contract.ts';
import type { BankExitDetail } from '../events.ts';
import { Failure } from './errors.ts';
import type { LinkError, LinkResult, SuccessMetadata } from './link.ts';

/**
 * The exchange to request after Link has succeeded. Beside the account it names what helps the backend to notice that the
 * same account is connected already.
 * @throws {Failure} `link_failed`
 */
export function exchangeRequest(
	link_token: string,
	public_token: string | null,
	metadata: SuccessMetadata,
): BankAccountTokenRequest {
	if (!public_token) throw new Failure('link_failed', 'Plaid Link returned no public token.');
	const { id, name, mask } = chosenAccount(metadata) ?? {};
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

/** The account to debit if the shopper chose several: a checking account before a savings account. */
function chosenAccount({ accounts = [] }: SuccessMetadata) {
	const first = (kind: string) => accounts.find(({ subtype }) => subtype === kind);
	return first('checking') ?? first('savings') ?? accounts[0];
}

/** Plaid's error types for what is the bank's or the shopper's own trouble, such as a wrong password. */
const notLinksFault: ReadonlySet<string> = new Set(['ITEM_ERROR', 'INSTITUTION_ERROR']);

type Exit = Exclude<LinkResult, { publicToken: unknown }>;

/** The failure with which Link ended; undefined if the shopper left. */
export function failureOfExit(
	{ error, metadata, oauthWindowFailed }: Exit,
	isOAuthReturn: boolean,
): Failure | undefined {
	const message = `Plaid Link: ${error?.error_type} ${error?.error_code}: ${error?.error_message}`;
	if (isOAuthReturn && isInvalidLinkToken(error)) return new Failure('oauth_return_stale', message);
	if (oauthWindowFailed && metadata?.status === 'requires_oauth')
		return new Failure(
			'oauth_window_failed',
			'The bank’s window could not be opened, or gave no answer: a pop-up blocker, or the shopper took too long.',
		);
	// A status says where in Link the shopper was: then it was the shopper who left.
	if (!error || metadata?.status || notLinksFault.has(error.error_type)) return;
	return new Failure('link_failed', message, { displayMessage: error.display_message ?? null });
}

/** The link token is spent or expired. */
export function isInvalidLinkToken(error: LinkError | null): boolean {
	return error?.error_code === 'INVALID_LINK_TOKEN';
}

/** The detail of `bank-exit`. */
export function exitDetail({ error, metadata }: Exit): BankExitDetail {
	return {
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
	};
}
