import type { BankAccountTokenRequest } from '../worker/contract.ts';
import { ask, exchange } from './backend.ts';
import type { BankEventDetail, BankExitDetail, BankTokenDetail } from './events.ts';
import { type BankErrorDetail, Failure } from './failure.ts';
import { createLink, type ExitMetadata, type Link, type LinkError, type SuccessMetadata } from './link.ts';
import { loadPlaid, scriptAddress } from './link-script.ts';
import type { Status } from './status.ts';
import { goOn } from './success-url.ts';
import { forget, keep, letGo, pickUp, type Unfinished } from './unfinished.ts';
import { warn } from './warn.ts';
import { explain } from './words-of-failure.ts';

/** The element, as its way sees it. */
export type Host = {
	element: HTMLElement & { name: string; backend: string; linkScript: string; successUrl: string };
	/** The backend of elements that name none. */
	backend: string;
	/** Where it keeps an exchange over a reload. */
	key(): string;
	to(status: Status): void;
	happened(detail: BankEventDetail): void;
	left(detail: BankExitDetail): void;
	failed(detail: BankErrorDetail): void;
	connected(detail: BankTokenDetail): void;
};

export type Way = ReturnType<typeof createWay>;

/** A link token this close to its end is not opened any more, in ms. */
const margin = 60_000;

/** Codes after which the same exchange can never succeed: only a fresh Link session helps. */
const hopeless = /^(link_|public_|exchange_[lc]|account_|parameter_|bank_[la])/;

/**
 * The way from the shopper coming near to the bank account token: link token, Link, exchange. It is loaded when it is
 * needed, and imports nothing that the element imports too: that would make a second element of it, under a second
 * address. An aborted signal ends each of its calls without another word.
 */
export function createWay(host: Host) {
	const { element } = host;
	let preparing: Promise<Link> | undefined;
	let link: Link | undefined;
	let expires = 0;
	let unfinished: Unfinished | undefined;

	const drop = () => {
		link?.destroy();
		link = preparing = undefined;
	};

	/** A Link to open: the one at hand, or else a link token and the script, asked for side by side. */
	const prepare = (signal: AbortSignal): Promise<Link> => {
		if (link && Date.now() > expires) drop();
		if (preparing) return preparing;
		host.to('loading');
		const begun = Promise.all([
			ask(backendOf(host), 'link_tokens', {}, signal),
			loadPlaid(scriptAddress(element.linkScript), element.nonce ?? ''),
		]).then(([{ link_token, expiration }, plaid]) => {
			signal.throwIfAborted();
			expires = Date.parse(expiration) - margin;
			link = createLink(plaid, link_token, (name, metadata) => {
				if (!signal.aborted) host.happened({ name, metadata });
			});
			host.to('ready');
			return link;
		});
		preparing = begun;
		begun.catch(() => {
			if (preparing === begun) preparing = undefined;
		});
		return begun;
	};

	/** One way through Link: what is to be exchanged, or nothing when the shopper left. */
	const choose = async (signal: AbortSignal): Promise<BankAccountTokenRequest | undefined> => {
		for (let renewed = false; ; renewed = true) {
			const session = await prepare(signal);
			signal.throwIfAborted();
			const over = session.open();
			host.to('open');
			const outcome = await over;
			signal.throwIfAborted();
			drop();
			if ('publicToken' in outcome) {
				const { publicToken, metadata } = outcome;
				if (!publicToken) throw new Failure('link_failed', 'Plaid Link gave no public token.');
				const account_id = chosen(metadata);
				return { link_token: session.token, public_token: publicToken, ...(account_id && { account_id }) };
			}
			const { error, metadata } = outcome;
			// Used up or expired, maybe by a clock that we do not have: renewed without a word.
			if (error?.error_code === 'INVALID_LINK_TOKEN' && !renewed) continue;
			// With the bank's or the shopper's own trouble on screen, the shopper left; anything else is Link's.
			if (error && !metadata?.status && !/^I(TEM|NSTITUTION)_/.test(error.error_type)) {
				const message = `Plaid Link: ${error.error_type} ${error.error_code}: ${error.error_message}`;
				throw new Failure('link_failed', message, true, error.display_message);
			}
			host.left(exitOf(error, metadata));
			return;
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
			});
			goOn(element.successUrl, answer.connection);
		} catch (error) {
			signal.throwIfAborted();
			if (hopeless.test((error as Failure).code) || Date.now() > work.expires)
				unfinished = forget(host.key(), work);
			throw error;
		}
	};

	const told = async (signal: AbortSignal, work: () => Promise<void>) => {
		try {
			await work();
		} catch (error) {
			if (signal.aborted) return;
			drop();
			const failure = error instanceof Failure ? error : new Failure('link_failed', String(error));
			host.failed({
				code: failure.code,
				message: failure.message,
				displayMessage: failure.display ?? explain(failure),
				retryable: failure.retryable,
				requestId: failure.requestId,
			});
		}
	};

	return {
		prepare,
		/** What was left unfinished, or else a way through Link and its exchange. Failures go to the host. */
		run: (signal: AbortSignal) =>
			told(signal, async () => {
				if (unfinished) return finish(unfinished, signal);
				const body = await choose(signal);
				if (body) await finish(keep(host.key(), backendOf(host), body), signal);
			}),
		/** What an element before a reload, or this one before it was taken out, has left unfinished. */
		resume: (signal: AbortSignal) =>
			told(signal, async () => {
				const work = pickUp(host.key(), backendOf(host));
				if (work) await finish(work, signal);
				else host.to('idle');
			}),
		unfinished: () => unfinished,
		leave: () => link?.leave(),
		/** Leaves nothing in the page, and what is unfinished to whoever picks it up. */
		stop() {
			drop();
			if (unfinished) letGo(unfinished);
			unfinished = undefined;
		},
		forget() {
			if (unfinished) unfinished = forget(host.key(), unfinished);
		},
	};
}

/** The Worker's origin. */
function backendOf({ element, backend }: Host): string {
	const usual = backend || location.origin;
	try {
		return new URL(element.backend || usual, document.baseURI).origin;
	} catch {
		warn(`backend is ignored: ${element.backend} is not an origin.`);
		return usual;
	}
}

/** The account to charge where the shopper gave several: a checking account before a savings account. */
const chosen = ({ accounts = [] }: SuccessMetadata) => {
	const first = (kind: string) => accounts.find(({ subtype }) => subtype === kind);
	return (first('checking') ?? first('savings') ?? accounts[0])?.id;
};

const exitOf = (error: LinkError | null, metadata: ExitMetadata | null): BankExitDetail => ({
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
