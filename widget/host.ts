import type { BankErrorDetail } from './failure.ts';
import type { Status } from './status.ts';
import type { Account, Institution } from './way-events.ts';
import type { SpokenWords } from './words.ts';

/** What is connected. As the form's value, the connection's id is empty until everything is done. */
export type Held = [connection: string, account: Account | null, institution: Institution | null];

/** The element, as its way sees it. */
export type Host = {
	element: HTMLElement & {
		name: string;
		backend: string;
		session: string;
		connection: string;
		authorize: boolean;
		linkScript: string;
		redirectUri: string;
		successUrl: string;
		preload: string;
		theme: string;
		language: string;
		readonly status: Status;
		readonly value: string;
		readonly updateComplete: Promise<boolean>;
		requestUpdate(): void;
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
	/** Nothing is going on any more; with `shy`, until the shopper asks. */
	rest(shy: boolean): void;
	/** Tells the page that Link is about to open; false where the page does not want that. */
	opening(): boolean;
	failed(detail: BankErrorDetail): void;
	hold(held: Held, status: Status): void;
};
