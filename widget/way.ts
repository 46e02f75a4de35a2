import type { BankAccountTokenRequest } from '../worker/contract.ts';
import { forgetAway, place, remember } from './away.ts';
import { exchange } from './backend.ts';
import { Failure } from './failure.ts';
import type { Host } from './host.ts';
import { findInstitutions, type InstitutionsQuery } from './institutions.ts';
import { createLinkSession } from './link-session.ts';
import { exchangeOf, exitOf, failureOf } from './outcome.ts';
import { backendOf } from './own-addresses.ts';
import type { Returned } from './redirect.ts';
import { goOn } from './success-url.ts';
import { forget, keep, letGo, pickUp, type Unfinished } from './unfinished.ts';
import { explain } from './words-of-failure.ts';

export type Way = ReturnType<typeof createWay>;

/** Codes after which the same exchange can never succeed: only a fresh Link session helps. */
const hopeless = /^(link_|public_|exchange_[lc]|account_|duplicate_|parameter_|bank_[la])/;

/**
 * The way from the shopper coming near to the bank account token: link token, Link, exchange. It is loaded when it is
 * needed, and imports nothing that the element imports too: that would make a second element of it, under a second
 * address. An aborted signal ends each of its calls without another word.
 */
export function createWay(host: Host) {
	const { element } = host;
	let unfinished: Unfinished | undefined;
	/** Link has told that a bank's window did not open, or was not answered. */
	let windowFailed = false;
	const session = createLinkSession(host, (name) => {
		if (name === 'OPEN' && host.embeds()) {
			host.opening();
			host.to('open');
		}
		if (/_OAUTH$/.test(name)) windowFailed = name === 'FAIL_OAUTH';
	});

	/** One way through Link: what is to be exchanged, or nothing when the shopper left. */
	const choose = async (
		signal: AbortSignal,
		returned?: Returned,
	): Promise<BankAccountTokenRequest | undefined> => {
		for (let renewed = false; ; ) {
			const link = await session.prepare(signal, returned);
			signal.throwIfAborted();
			windowFailed = false;
			const over = link.open();
			if (returned || !host.embeds()) host.to('open');
			remember({
				link_token: link.token,
				expiration: new Date(session.expires()).toISOString(),
				backend: backendOf(host),
				key: host.key(),
			});
			const outcome = await over;
			signal.throwIfAborted();
			forgetAway();
			if ('publicToken' in outcome) {
				session.drop(true);
				return exchangeOf(link.token, outcome.publicToken, outcome.metadata);
			}
			const { error, metadata } = outcome;
			const failure = failureOf(error, metadata, { returned: !!returned, windowFailed });
			// A token that the shopper only left is good for the next time.
			session.drop(!!failure);
			// Used up or expired, maybe by a clock that we do not have: renewed without a word.
			if (failure?.code === 'link_failed' && error?.error_code === 'INVALID_LINK_TOKEN' && !renewed) {
				renewed = true;
				continue;
			}
			if (failure) throw failure;
			host.left(exitOf(error, metadata));
			signal.throwIfAborted();
			// The bank search stays in its place.
			if (returned || !host.embeds()) return;
		}
	};

	const finish = async (work: Unfinished, signal: AbortSignal) => {
		unfinished = work;
		host.to('exchanging');
		try {
			const answer = await exchange(work.backend, work.body, signal);
			signal.throwIfAborted();
			unfinished = forget(host.key(), work);
			host.connected({
				bankAccountToken: answer.bank_account_token,
				connection: answer.connection,
				account: answer.account,
				institution: answer.institution,
				livemode: answer.livemode,
				requestId: answer.request_id,
				...(answer.duplicate_of && { duplicateOf: answer.duplicate_of }),
			});
			goOn(element.successUrl, answer.connection);
		} catch (error) {
			signal.throwIfAborted();
			if (hopeless.test((error as Failure).code) || Date.now() > work.expires)
				unfinished = forget(host.key(), work);
			throw error;
		}
	};

	const chooseAndFinish = async (signal: AbortSignal, returned?: Returned) => {
		const body = await choose(signal, returned);
		if (body) await finish(keep(host.key(), backendOf(host), body), signal);
	};

	const told = async (signal: AbortSignal, work: () => Promise<void>) => {
		try {
			await work();
		} catch (error) {
			if (signal.aborted) return;
			session.drop(true);
			const failure = error instanceof Failure ? error : new Failure('link_failed', String(error));
			host.failed({
				code: failure.code,
				message: failure.message,
				displayMessage: explain(failure, host.words()),
				retryable: failure.retryable,
				requestId: failure.requestId,
				...(failure.connection && { connection: failure.connection }),
			});
		}
	};

	return {
		prepare: (signal: AbortSignal) => session.prepare(signal),
		/** What was left unfinished, or else a way through Link and its exchange. Failures go to the host. */
		run: (signal: AbortSignal) =>
			told(signal, () => (unfinished ? finish(unfinished, signal) : chooseAndFinish(signal))),
		/**
		 * What was begun before the page was loaded: an exchange that an element like this one has left unfinished, or
		 * a Link session that an OAuth bank's page had taken the place of.
		 */
		resume: (signal: AbortSignal) =>
			told(signal, async () => {
				const work = pickUp(host.key(), backendOf(host));
				if (work) return finish(work, signal);
				if (!location.search.includes('oauth_state_id')) return host.rest();
				const { takeReturn } = await import('./redirect.ts');
				const returned = await takeReturn(host, backendOf(host), place);
				signal.throwIfAborted();
				if (returned === 'stale')
					throw new Failure(
						'oauth_return_stale',
						'A bank has sent the shopper back, but what was begun has expired, or was not begun in this tab.',
					);
				if (returned && host.opening()) await chooseAndFinish(signal, returned);
				else host.rest();
			}),
		institutions: (query: InstitutionsQuery) => findInstitutions(backendOf(host), query),
		unfinished: () => unfinished,
		leave: () => session.leave(),
		/** Leaves nothing in the page, and what is unfinished to whoever picks it up. */
		stop() {
			if (session.isOpen()) forgetAway();
			session.drop(true);
			if (unfinished) letGo(unfinished);
			unfinished = undefined;
		},
		forget() {
			if (unfinished) unfinished = forget(host.key(), unfinished);
		},
	};
}
