import type { BankEventDetail, BankExitDetail, BankTokenDetail } from './events.ts';
import type { BankErrorDetail } from './failure.ts';
import type { Status } from './status.ts';
import type { SpokenWords } from './words.ts';

/** The element, as its way sees it. */
export type Host = {
	element: HTMLElement & {
		name: string;
		backend: string;
		session: string;
		connection: string;
		linkScript: string;
		redirectUri: string;
		successUrl: string;
		preload: string;
		theme: string;
		language: string;
	};
	/** The backend of elements that name none. */
	backend: string;
	/** Where it keeps an exchange over a reload. */
	key(): string;
	/** Whether Plaid's bank search takes the place of the button. */
	embeds(): boolean;
	/** What it says to the shopper just now. */
	words(): SpokenWords;
	to(status: Status): void;
	/** Nothing is going on any more. */
	rest(): void;
	/** Tells the page that Link is about to open; false where the page does not want that. */
	opening(): boolean;
	happened(detail: BankEventDetail): void;
	left(detail: BankExitDetail): void;
	failed(detail: BankErrorDetail): void;
	connected(detail: BankTokenDetail): void;
};
