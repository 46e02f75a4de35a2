/** The attributes: what they may be, and what the flow makes of them. */
import { findLanguage } from './messages/index.ts';

export type PreloadMode = 'none' | 'intent' | 'visible' | 'eager';
export type Theme = 'auto' | 'light' | 'dark';

/** The element's properties that the flow reads. */
export type ElementSettings = {
	id: string;
	name: string;
	nonce?: string | undefined;
	backend: string;
	session: string;
	connection: string;
	preload: string;
	language: string;
	theme: string;
	embedded: boolean;
	authorize: boolean;
	linkScript: string;
	redirectUri: string;
	successUrl: string;
};

/** Properties that a link token or Link depends on: with another value, what was prepared is dropped. */
export const flowProperties = [
	'backend',
	'session',
	'connection',
	'language',
	'embedded',
	'linkScript',
	'redirectUri',
] as const satisfies (keyof ElementSettings)[];

/** The settings of one element at one moment, with addresses resolved and checked. */
export type Settings = {
	/** The Worker's address: origin and path, without a slash at the end. */
	backend: string;
	/** Empty without a session. */
	session: string;
	/** The connection to repair, or empty. */
	connection: string;
	/** Whether Plaid's bank search takes the place of the button. */
	embedded: boolean;
	authorize: boolean;
	/** Where an OAuth bank sends the shopper back to; undefined leaves it to the backend's configuration. */
	redirectUri: string | undefined;
	/** As written on the tag; checked when it is followed. */
	successUrl: string;
	linkScript: string;
	nonce: string;
	/** Where in `sessionStorage` this element stores what must survive a reload. */
	storageKey: string;
};

/** Reads the settings. A value that cannot be used is reported once in the console and ignored. */
export function readSettings(element: ElementSettings, defaultBackend: string): Settings {
	warnAboutUnknownValues(element);
	const { session, connection, authorize, successUrl, linkScript, nonce = '' } = element;
	return {
		backend: resolveBackend(element.backend, defaultBackend || location.origin),
		session,
		connection,
		embedded: isEmbedded(element),
		authorize,
		redirectUri: resolveRedirectUri(element.redirectUri),
		successUrl,
		linkScript,
		nonce,
		storageKey: storageKeyOf(element),
	};
}

/** Plaid has no bank search for a repair: the bank is known. */
export function isEmbedded({ embedded, connection }: { embedded: boolean; connection: string }): boolean {
	return embedded && !connection;
}

/** Each element has its own key, so that none resumes what another one started. */
export function storageKeyOf({ id, name }: { id: string; name: string }): string {
	return `plaid-stripe-connect ${location.pathname} ${id || name}`;
}

/** Leaves the page for `success-url`. Only https and the page's own origin are allowed. */
export function goToSuccessUrl(successUrl: string, connection: string, page: Location = location): void {
	if (!successUrl) return;
	const url = toUrl(successUrl);
	if (url && (url.protocol === 'https:' || url.origin === location.origin)) {
		url.searchParams.set('connection', connection);
		page.assign(url);
	} else warnIgnored('success-url', successUrl, 'neither same origin nor https');
}

const warned = new Set<string>();

/** Reports an attribute that is ignored to the developer, once for the whole page. */
export function warnIgnored(name: string, value: string, whatItIs: string): void {
	const message = `<plaid-stripe-connect> ${name} is ignored: ${value} is ${whatItIs}.`;
	if (!warned.has(message)) console.warn(message);
	warned.add(message);
}

function resolveBackend(attribute: string, fallback: string): string {
	const url = toUrl(attribute || fallback);
	if (url) return url.origin + url.pathname.replace(/\/+$/, '');
	warnIgnored('backend', attribute, 'not an address');
	return fallback;
}

/** Only this origin: a page of another one would find nothing of the session. Plaid takes no query and no fragment. */
function resolveRedirectUri(attribute: string): string | undefined {
	if (!attribute) return;
	const url = toUrl(attribute);
	if (url?.origin === location.origin) return url.origin + url.pathname;
	warnIgnored('redirect-uri', attribute, 'not of this origin');
	return;
}

/** Undefined if it is not an address. */
export function toUrl(address: string): URL | undefined {
	try {
		return new URL(address, document.baseURI);
	} catch {
		return;
	}
}

const preloadModes: readonly string[] = ['none', 'intent', 'visible', 'eager'] satisfies PreloadMode[];
const themes: readonly string[] = ['auto', 'light', 'dark'] satisfies Theme[];

function warnAboutUnknownValues({ preload, theme, language }: ElementSettings): void {
	const unknown = 'none of its values';
	if (!preloadModes.includes(preload)) warnIgnored('preload', preload, unknown);
	if (!themes.includes(theme)) warnIgnored('theme', theme, unknown);
	if (language && !findLanguage(language)) warnIgnored('language', language, unknown);
}
