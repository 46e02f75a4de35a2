import type { BankAccountTokenRequest } from '../worker/contract.ts';
import type { Authorization, Html } from './authorize.ts';
import { insist } from './backend.ts';
import { Failure } from './failure.ts';
import type { Held, Host } from './host.ts';
import { backendOf } from './own-addresses.ts';
import { goOn } from './success-url.ts';
import {
	forget,
	keep,
	keepConnected,
	letGo,
	pickUp,
	pickUpDeclined,
	setAside,
	takeBack,
	type Unfinished,
} from './unfinished.ts';
import { BankAuthorizedEvent, BankExitEvent, BankTokenEvent } from './way-events.ts';

/** Codes after which the same can never succeed: only a fresh Link session helps. */
const hopeless = /^(link_|public_|exchange_[lc]|account_|duplicate_|parameter_|bank_[la]|connection_)/;

/** Whoever is signed in to the page by now: what is kept may be another's. */
const sessionOf = ({ session }: { session: string }) => session && { session };

const nothing: Held = ['', null, null];

/**
 * What follows Link: the exchange, and with `authorize` the shopper's authorization, which is a file of its own. Each of
 * them is kept over a reload until it is done.
 */
export function createAfterLink(host: Host) {
	const { element } = host;
	let unfinished: Unfinished | undefined;
	/** The element has been taken out: put back, it goes on with what it has left, if nobody else has. */
	let gone = false;
	/** Once it was asked for. */
	let authorization: Authorization | undefined;

	const load = async (): Promise<Authorization> => {
		try {
			const { createAuthorization } = await import('./authorize.ts');
			authorization ??= createAuthorization(host, insist);
			return authorization;
		} catch {
			throw new Failure('backend_unreachable', 'Part of the script did not load: check script-src.');
		}
	};

	/** From the public token to a connection, of which the page is told. */
	const connect = async (
		work: Unfinished,
		loading: Promise<Authorization> | undefined,
		signal: AbortSignal,
	): Promise<Held> => {
		host.to('exchanging');
		const [answer, asked] = await Promise.all([
			insist(work.backend, 'bank_account_tokens', { ...work.body, ...sessionOf(element) }, signal),
			loading,
		]);
		signal.throwIfAborted();
		const { connection, account, institution } = answer;
		const held: Held = [connection, account, institution];
		unfinished = asked ? keepConnected(work, held) : forget(work);
		if (asked) asked.show(held, true);
		else host.hold(held, 'connected');
		element.dispatchEvent(
			new BankTokenEvent({
				bankAccountToken: answer.bank_account_token,
				connection,
				account,
				institution,
				livemode: answer.livemode,
				requestId: answer.request_id,
				...(answer.duplicate_of && { duplicateOf: answer.duplicate_of }),
			}),
		);
		signal.throwIfAborted();
		return held;
	};

	/** What the shopper says to it; false where it is another bank that is wanted. */
	const authorize = async (
		asked: Authorization,
		work: Unfinished,
		held: Held,
		signal: AbortSignal,
	): Promise<boolean> => {
		const outcome = await asked.ask(work, held, signal);
		signal.throwIfAborted();
		if (outcome === 'declined') {
			unfinished = setAside(unfinished ?? work);
			host.hold(nothing, 'idle');
			host.rest(true);
			const [, , institution] = held;
			element.dispatchEvent(
				new BankExitEvent({ status: 'authorization_declined', institution, error: null }),
			);
			return true;
		}
		unfinished = forget(work);
		if (outcome === 'another') {
			host.hold(nothing, 'loading');
			return false;
		}
		host.hold(held, 'connected');
		element.dispatchEvent(new BankAuthorizedEvent(outcome));
		signal.throwIfAborted();
		goOn(element.successUrl, outcome.connection);
		return true;
	};

	/** What a reload has come upon. */
	const left = () => pickUp(host.key(), backendOf(host));
	const declined = () => pickUpDeclined(host.key(), backendOf(host));
	/** What the shopper's next press goes on with. */
	const waiting = () => unfinished ?? (gone ? left() : undefined) ?? declined();

	return {
		/** Keeps what Link has given. */
		begin: (body: BankAccountTokenRequest): Unfinished => keep(host.key(), backendOf(host), body),
		/** Goes on to the end; false where the shopper wants another bank. */
		async finish(work: Unfinished, signal: AbortSignal): Promise<boolean> {
			unfinished = work;
			try {
				const loading = element.authorize ? load() : undefined;
				const held = work.connected ?? (await connect(work, loading, signal));
				const asked = await loading;
				signal.throwIfAborted();
				if (!asked) {
					if (work.connected) {
						// The page has dropped the attribute since.
						unfinished = forget(work);
						host.hold(held, 'connected');
					}
					goOn(element.successUrl, held[0]);
					return true;
				}
				if (work.connected) {
					takeBack(work);
					asked.show(held, false);
				}
				return await authorize(asked, work, held, signal);
			} catch (error) {
				signal.throwIfAborted();
				if (hopeless.test((error as Failure).code) || Date.now() > (unfinished ?? work).expires)
					unfinished = forget(work);
				throw error;
			}
		},
		unfinished: () => unfinished,
		left,
		waiting,
		/** What was declined before a reload is this element's now, if there is anything. */
		recall(): boolean {
			if (unfinished) return false;
			unfinished = declined();
			return unfinished !== undefined;
		},
		/** What is seen of the authorization: all of it, or afterwards the copy. */
		panel: (html: Html) => authorization?.view(html),
		/** What the shopper has to do about it. */
		message: () => authorization?.message(),
		/** Declines it, as if the shopper had; false where there is none. */
		leave: () => authorization?.leave() ?? false,
		/** Leaves it to whoever picks it up. */
		stop() {
			authorization?.stop();
			gone = !element.isConnected;
			if (unfinished) letGo(unfinished);
			unfinished = undefined;
		},
		/** Leaves it to nobody. */
		forget() {
			const work = waiting() ?? left();
			if (work) unfinished = forget(work);
		},
	};
}
