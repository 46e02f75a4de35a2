/**
 * The messages between Link's script, in the merchant's page, and Link's frame. The script sends the frame one end of
 * a `MessageChannel`, in a message to the frame's origin only. All other messages use that channel, so neither side
 * listens to other windows, and the link token never appears in an address.
 */
import type { Event, Outcome } from '../link-server/protocol.ts';

/** The first message, which brings the port. It must come from the origin that the frame's address names. */
export const connectMessage = 'link-connect';

/** Names the page's origin in the frame's address, e.g. `link.html?page=https%3A%2F%2Fshop.example`. */
export const pageParameter = 'page';

/** In the frame's address: the frame shows the bank search of `createEmbedded` and no dialog. */
export const embeddedParameter = 'embedded';

export type ToFrame =
	| {
			type: 'open';
			token: string;
			webview: boolean;
			institution_id?: string;
			received_redirect_uri?: string;
	  }
	/** Shows the banks of this token, in an embedded frame. */
	| { type: 'list'; token: string }
	| { type: 'exit'; force: boolean }
	| { type: 'submit'; token: string; data: object };

export type FromFrame =
	| { type: 'ready' }
	| { type: 'event'; event: Event }
	/** The shopper chose a bank in an embedded frame. */
	| { type: 'chosen'; institution_id: string }
	/** The bank's page replaces the merchant's. */
	| { type: 'redirect'; address: string }
	| Outcome;
