import type { PlaidStripeConnect } from '../../widget/element.ts';
import { acceptedAt, calls, lastCall, offer, settled } from './helpers.ts';

export const part = <E extends HTMLElement = HTMLButtonElement>(element: PlaidStripeConnect, name: string) =>
	element.shadowRoot?.querySelector(`[part=${name}]`) as E;
export const press = async (element: PlaidStripeConnect, name: string) => {
	part(element, name).click();
	await settled();
};
export const asked = () => calls.filter(({ path }) => path === '/v1/authorizations');
export const kept = () => Object.keys(sessionStorage).filter((key) => !key.endsWith('away'));
export const focused = (element: PlaidStripeConnect) =>
	element.shadowRoot?.activeElement?.getAttribute('part');
export const paragraphs = (element: PlaidStripeConnect) =>
	[...part(element, 'text').querySelectorAll('p')].map(({ textContent }) => textContent);
/** What the file that the link saves would hold. */
export const copy = async (element: PlaidStripeConnect) => {
	const { href, download } = part<HTMLAnchorElement>(element, 'copy');
	const [type, text] = /^data:([^,]*),(.*)$/.exec(href)?.slice(1) ?? [];
	return { download, type, text: decodeURIComponent(text ?? '') };
};
export const accept = async (element: PlaidStripeConnect) => {
	await press(element, 'accept');
	await lastCall().answer(offer({ accepted_at: acceptedAt }));
};
