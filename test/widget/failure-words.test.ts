import { expect } from 'chai';
import { Failure } from '../../widget/failure.ts';
import { load } from '../../widget/words/all.ts';
import { type SpokenWords, words as spokenEnglish } from '../../widget/words.ts';
import { english, explain } from '../../widget/words-of-failure.ts';
import { type ElementErrorCode, errorCatalog, languages } from '../../worker/contract.ts';

/** Failures that never reach the backend, and whether they may pass. */
const ofTheElement = {
	backend_unreachable: true,
	backend_answer_invalid: true,
	offline: true,
	link_script_blocked: true,
	link_already_open: true,
	link_in_frame: false,
	oauth_window_failed: true,
	oauth_return_stale: true,
	link_failed: true,
} satisfies Partial<Record<ElementErrorCode, boolean>>;

/** What a shopper can do about it; whatever is not here passes by itself, or is the merchant's to mend. */
const advice: { [Code in ElementErrorCode]?: keyof typeof english | 'unfinished' } = {
	offline: 'offline',
	link_script_blocked: 'blocked',
	link_already_open: 'elsewhere',
	link_in_frame: 'framed',
	oauth_window_failed: 'popup',
	oauth_return_stale: 'stale',
	session_invalid: 'reload',
	session_expired: 'reload',
	duplicate_connection: 'already',
	account_not_supported: 'kind',
	account_not_found: 'restart',
	account_required: 'restart',
	link_session_not_found: 'restart',
	link_token_expired: 'restart',
	public_token_invalid: 'restart',
	exchange_conflict: 'restart',
	exchange_lost: 'restart',
	exchange_in_progress: 'unfinished',
	bank_unavailable: 'bank',
	bank_login_required: 'restart',
	bank_access_revoked: 'restart',
	plaid_request_refused: 'restart',
};

const codes = [
	...Object.entries(errorCatalog).map(([code, { retryable }]) => [code, retryable] as const),
	...Object.entries(ofTheElement),
] as [ElementErrorCode, boolean][];
const failure = (code: ElementErrorCode, retryable: boolean, display: string | null = null) =>
	new Failure(code, 'For a developer.', retryable, display, code in errorCatalog ? 'req_1' : null);

describe('what the shopper reads of a failure', () => {
	for (const language of languages)
		it(`in ${language} fits each code there is`, async () => {
			const spoken = { ...english, ...((await load(language)) ?? spokenEnglish) } as Required<SpokenWords>;
			for (const [code, retryable] of codes) {
				const expected = advice[code] ?? (retryable ? 'later' : 'never');
				expect(explain(failure(code, retryable), spoken), code).to.equal(spoken[expected]);
			}
		});

	it('in English is what the backend says, where it says anything', () => {
		for (const [code, { displayMessage: display }] of Object.entries(errorCatalog)) {
			const shown = explain(failure(code as ElementErrorCode, false, display), spokenEnglish);
			if (display) expect(shown, code).to.equal(display);
			else expect(Object.values(english).concat(spokenEnglish.later), code).to.include(shown);
		}
	});

	it('in another language is never the backend’s English', async () => {
		const german = (await load('de')) as SpokenWords;
		for (const [code, { displayMessage: display }] of Object.entries(errorCatalog))
			expect(explain(failure(code as ElementErrorCode, false, display), german), code).to.not.equal(display);
	});
});
