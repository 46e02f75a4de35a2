import { expect } from 'chai';
import { dropsPendingWork, elementErrors, Failure } from '../../widget/flow/errors.ts';
import type { Messages } from '../../widget/messages/en.ts';
import { failureMessage } from '../../widget/messages/failures.ts';
import { english, loadMessages } from '../../widget/messages/index.ts';
import { type ElementErrorCode, type ErrorCode, errorCatalog, languages } from '../../worker/contract.ts';

/** The message that says what the shopper can do. All other codes are temporary, or for the merchant to fix. */
const advice: { [Code in ElementErrorCode]?: keyof Messages } = {
	offline: 'offline',
	link_script_blocked: 'scriptBlocked',
	link_already_open: 'alreadyOpen',
	link_in_frame: 'inFrame',
	oauth_window_failed: 'popUpBlocked',
	oauth_return_stale: 'bankTooLate',
	session_invalid: 'reloadPage',
	session_expired: 'reloadPage',
	duplicate_connection: 'alreadyConnected',
	account_not_supported: 'accountNotSupported',
	account_not_found: 'startAgain',
	account_required: 'startAgain',
	link_session_not_found: 'startAgain',
	link_token_expired: 'startAgain',
	public_token_invalid: 'startAgain',
	exchange_conflict: 'startAgain',
	exchange_lost: 'startAgain',
	exchange_in_progress: 'notConnectedYet',
	bank_unavailable: 'bankUnavailable',
	bank_login_required: 'startAgain',
	bank_access_revoked: 'startAgain',
	plaid_request_refused: 'startAgain',
};

const backendCodes = Object.keys(errorCatalog) as ErrorCode[];
const ownCodes = Object.keys(elementErrors) as (keyof typeof elementErrors)[];

/** A failure that the backend has answered. */
const fromBackend = (code: ErrorCode, displayMessage: string | null = null) =>
	new Failure(code, 'For a developer.', { ...errorCatalog[code], displayMessage, requestId: 'req_1' });
const failures = [
	...backendCodes.map((code) => fromBackend(code)),
	...ownCodes.map((code) => new Failure(code, 'For a developer.')),
];

describe('failureMessage', () => {
	for (const language of languages)
		it(`has a message in ${language} for every code`, async () => {
			const messages = await loadMessages(language);
			for (const failure of failures) {
				const expected = advice[failure.code] ?? (failure.retryable ? 'tryLater' : 'notAvailable');
				expect(failureMessage(failure, messages), failure.code).to.equal(messages[expected]);
			}
		});

	it('returns the backend’s display message in English', () => {
		for (const code of backendCodes) {
			const { displayMessage } = errorCatalog[code];
			const shown = failureMessage(fromBackend(code, displayMessage), english);
			if (displayMessage) expect(shown, code).to.equal(displayMessage);
			else expect(Object.values(english), code).to.include(shown);
		}
	});

	it('never returns the backend’s English in another language', async () => {
		const german = await loadMessages('de');
		for (const code of backendCodes) {
			const { displayMessage } = errorCatalog[code];
			expect(failureMessage(fromBackend(code, displayMessage), german), code).to.not.equal(displayMessage);
		}
	});
});

describe('dropsPendingWork', () => {
	it('is true for the codes that no retry can succeed after, and for no other', () => {
		const dropped = failures.filter(dropsPendingWork).map(({ code }) => code);
		expect(dropped.filter((code) => code in errorCatalog && !/^authorization_/.test(code))).to.have.members([
			'parameter_missing',
			'parameter_unknown',
			'parameter_invalid',
			'connection_not_found',
			'connection_removed',
			'connection_claimed',
			'link_session_not_found',
			'link_token_expired',
			'public_token_invalid',
			'duplicate_connection',
			'exchange_conflict',
			'exchange_lost',
			'account_required',
			'account_not_found',
			'account_not_supported',
			'bank_login_required',
			'bank_access_revoked',
		]);
	});

	it('is true for exchange_lost and public_token_invalid from an older backend, which sends no recovery', () => {
		for (const code of ['exchange_lost', 'public_token_invalid'] as const)
			expect(dropsPendingWork(new Failure(code, '')), code).to.equal(true);
		expect(dropsPendingWork(new Failure('stripe_not_linked', ''))).to.equal(false);
	});
});
