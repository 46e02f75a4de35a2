/**
 * What Link's script, in the merchant's page, and Link's frame say to each other. The script hands the frame
 * one end of a `MessageChannel` in a message to the frame's origin only; everything else goes through that
 * channel, so neither side ever listens to strangers. The link token goes this way, never in an address.
 */
import type { Event, Outcome } from '../link-server/protocol.ts';

/** The first message, with the port; the frame's address names the page's origin, which it must come from. */
export const connectMessage = 'link-connect';

/** The frame's address says who frames it, e.g. `link.html?page=https%3A%2F%2Fshop.example`. */
export const pageParameter = 'page';

/** In the frame's address: it shows the bank search of `createEmbedded` and no dialog. */
export const embeddedParameter = 'embedded';

export type ToFrame =
	| {
			type: 'open';
			token: string;
			webview: boolean;
			institution_id?: string;
			received_redirect_uri?: string;
	  }
	/** Shows the banks of this token, in a frame that is embedded. */
	| { type: 'list'; token: string }
	| { type: 'exit'; force: boolean }
	| { type: 'submit'; token: string; data: object };

export type FromFrame =
	| { type: 'ready' }
	| { type: 'event'; event: Event }
	/** A bank was chosen in an embedded frame. */
	| { type: 'chosen'; institution_id: string }
	/** The page is to be left for the bank's. */
	| { type: 'redirect'; address: string }
	| Outcome;
