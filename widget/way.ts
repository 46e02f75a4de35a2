import type { BankAccountTokenRequest } from '../worker/contract.ts';
import { createAfterLink } from './after-link.ts';
import { forgetAway, place, remember } from './away.ts';
import { Failure } from './failure.ts';
import type { Host } from './host.ts';
import { findInstitutions, type InstitutionsQuery } from './institutions.ts';
import { createLinkSession } from './link-session.ts';
import { exchangeOf, exitOf, failureOf } from './outcome.ts';
import { backendOf } from './own-addresses.ts';
import type { Away, Returned } from './redirect.ts';
import type { Unfinished } from './unfinished.ts';
import { BankEventEvent, BankExitEvent } from './way-events.ts';
import { explain } from './words-of-failure.ts';

export type Way = ReturnType<typeof createWay>;

/**
 * The way from the shopper coming near to the bank account token: link token, Link, and what follows. It is loaded when
 * it is needed, and imports nothing that the element imports too: that would make a second element of it, under a second
 * address. An aborted signal ends each of its calls without another word.
 */
export function createWay(host: Host) {
	const { element } = host;
	const after = createAfterLink(host);
	/** Link has told that a bank's window did not open, or was not answered. */
	let windowFailed = false;
	/** What this element has kept for the way over a bank's page. */
	let away: Away | undefined;
	const session = createLinkSession(host, (name, metadata) => {
		if (name === 'OPEN' && host.embeds()) {
			// Another bank search of the page may have come after this one.
			if (away) remember(away);
			host.opening();
			host.to('open');
		}
		if (/_OAUTH$/.test(name)) windowFailed = name === 'FAIL_OAUTH';
		element.dispatchEvent(new BankEventEvent({ name, metadata }));
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
			away = {
				link_token: link.token,
				expiration: new Date(session.expires()).toISOString(),
				backend: backendOf(host),
				key: host.key(),
			};
			remember(away);
			const outcome = await over;
			signal.throwIfAborted();
			forgetAway(away);
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
			host.rest(true);
			element.dispatchEvent(new BankExitEvent(exitOf(error, metadata)));
			signal.throwIfAborted();
			// The bank search stays in its place.
			if (returned || !host.embeds()) return;
		}
	};

	/** To the end of what is unfinished, or of a way through Link, or of one more where the shopper wants another bank. */
	const go = async (signal: AbortSignal, begun?: Unfinished, returned?: Returned) => {
		let work = begun;
		for (let back = returned; ; back = undefined) {
			const body = work ? undefined : await choose(signal, back);
			if (body) work = after.begin(body);
			if (!work || (await after.finish(work, signal))) return;
			work = undefined;
			if (!host.embeds() && !host.opening()) return host.rest(true);
			signal.throwIfAborted();
		}
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
		/** Before the shopper asks. What was declined before a reload needs no Link, and waits for a press. */
		async prepare(signal: AbortSignal): Promise<void> {
			if (after.recall()) host.rest(true);
			else await session.prepare(signal);
		},
		/**
		 * What was left unfinished, or else a way through Link and what follows. Failures go to the host. A bank search
		 * comes without a press: what was declined before a reload puts the button in its place.
		 */
		run: (signal: AbortSignal) =>
			told(signal, async () => {
				if (host.embeds() && after.recall()) host.rest(true);
				else await go(signal, after.waiting());
			}),
		/**
		 * What was begun before the page was loaded: what an element like this one has left unfinished, or a Link
		 * session that an OAuth bank's page had taken the place of.
		 */
		resume: (signal: AbortSignal) =>
			told(signal, async () => {
				const work = after.left();
				if (work) return go(signal, work);
				if (!location.search.includes('oauth_state_id')) return host.rest(false);
				const { takeReturn } = await import('./redirect.ts');
				const returned = await takeReturn(host, backendOf(host), place);
				signal.throwIfAborted();
				if (returned === 'stale')
					throw new Failure(
						'oauth_return_stale',
						'A bank has sent the shopper back, but what was begun has expired, or was not begun in this tab.',
					);
				if (returned && host.opening()) await go(signal, undefined, returned);
				else host.rest(false);
			}),
		institutions: (query: InstitutionsQuery) => findInstitutions(backendOf(host), query),
		unfinished: after.unfinished,
		panel: after.panel,
		message: after.message,
		/** Ends what can be left, as if the shopper had. An exchange goes on; false: all else can be stopped. */
		leave(): boolean {
			const { status } = element;
			if (status === 'open') session.leave();
			return /^(open|exchanging)$/.test(status) || after.leave();
		},
		/** Leaves nothing in the page, and what is unfinished to whoever picks it up. */
		stop() {
			if (away) forgetAway(away);
			session.drop(true);
			after.stop();
		},
		forget: after.forget,
	};
}
