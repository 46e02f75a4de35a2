/** The card of the authorization, as a test reads and uses it. */
import type { PlaidStripeConnect } from '../../../widget/element.ts';
import { acceptedAt, calls, lastCall, offer, settled, storedKeys } from '../helpers.ts';

export const part = <E extends HTMLElement = HTMLButtonElement>(element: PlaidStripeConnect, name: string) =>
	element.shadowRoot?.querySelector(`[part=${name}]`) as E;
export const press = async (element: PlaidStripeConnect, name: string) => {
	part(element, name).click();
	await settled();
};
export const authorizationCalls = () => calls.filter(({ path }) => path === '/v1/authorizations');
/** The keys of pending work. The session of an open Link has a key of its own. */
export const storedWork = () => storedKeys().filter((key) => !key.endsWith('away'));
export const focusedPart = (element: PlaidStripeConnect) =>
	element.shadowRoot?.activeElement?.getAttribute('part');
export const paragraphs = (element: PlaidStripeConnect) =>
	[...part(element, 'text').querySelectorAll('p')].map(({ textContent }) => textContent);
/** The file that the link saves. */
export const savedCopy = (element: PlaidStripeConnect) => {
	const { href, download } = part<HTMLAnchorElement>(element, 'copy');
	const [type, text] = /^data:([^,]*),(.*)$/.exec(href)?.slice(1) ?? [];
	return { download, type, text: decodeURIComponent(text ?? '') };
};
/** Presses Accept, and the backend confirms it. */
export const accept = async (element: PlaidStripeConnect) => {
	await press(element, 'accept');
	await lastCall().answer(offer({ accepted_at: acceptedAt }));
};
