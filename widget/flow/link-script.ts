import { toUrl, warnIgnored } from '../attributes.ts';
import { Failure } from './errors.ts';
import type { Plaid } from './link.ts';

/** @see https://plaid.com/docs/link/web/#installation */
const plaidScript = 'https://cdn.plaid.com/link/v2/stable/link-initialize.js';
/** How often we check whether the script has run, in ms, and how many times before we give up. */
const checkInterval = 200;
const maxChecks = 100;

/** The address of Link's script: the `link-script` attribute if it is allowed, else Plaid's. */
export function linkScriptUrl(attribute: string): string {
	if (!attribute) return plaidScript;
	const url = toUrl(attribute)?.href;
	if (url && isAllowed(url)) return url;
	warnIgnored('link-script', attribute, 'neither loopback nor same origin');
	return plaidScript;
}

/** A script runs with the page's rights: only Plaid's own, the page's origin and a developer's machine may serve it. */
function isAllowed(url: string): boolean {
	const { origin, hostname } = new URL(url);
	return (
		url === plaidScript ||
		origin === location.origin ||
		/^(.+\.)?localhost$|^127(\.\d+){3}$|^\[::1]$/.test(hostname)
	);
}

const loading = new Map<string, Promise<Plaid>>();

/** Loads Link's script once for the whole page. A failed load is forgotten, so that the next call tries again. */
export function loadLinkScript(url: string, nonce: string): Promise<Plaid> {
	let promise = loading.get(url);
	if (!promise) {
		promise = waitForPlaid(url, nonce);
		loading.set(url, promise);
		promise.catch(() => loading.delete(url));
	}
	return promise;
}

const plaidGlobal = () => (window as { Plaid?: Plaid }).Plaid;

/** Adopts a script tag that is in the page already, or adds one. */
function waitForPlaid(url: string, nonce: string): Promise<Plaid> {
	return new Promise<Plaid>((resolve, reject) => {
		const existing = plaidGlobal();
		if (existing) return resolve(existing);
		let script = [...document.scripts].find(({ src }) => src === url);
		const fail = () => {
			clearInterval(timer);
			script?.remove();
			reject(new Failure('link_script_blocked', `${url} did not load: check script-src and blockers.`));
		};
		// The `load` event is not enough: an adopted tag may have fired it, or `error`, before we came.
		let checks = 0;
		const check = () => {
			const plaid = plaidGlobal();
			if (plaid) {
				clearInterval(timer);
				resolve(plaid);
			} else if (++checks > maxChecks) fail();
		};
		const timer = setInterval(check, checkInterval);
		try {
			if (!script) {
				script = document.createElement('script');
				script.nonce = nonce;
				script.src = trustedUrl(url);
				document.head.append(script);
			}
			script.addEventListener('load', check);
			script.addEventListener('error', fail);
		} catch {
			// The page's trusted types refuse our policy.
			fail();
		}
	});
}

type Policy = { createScriptURL(url: string): string };
let policy: Policy | undefined;

/**
 * Under `require-trusted-types-for 'script'` a page allows our policy by its name. The policy passes only what
 * `isAllowed` passes.
 */
function trustedUrl(url: string): string {
	const { trustedTypes } = window as {
		trustedTypes?: { createPolicy(name: string, rules: Policy): Policy };
	};
	policy ??= trustedTypes?.createPolicy('plaid-stripe-connect', {
		createScriptURL: (url) => (isAllowed(url) ? url : ''),
	});
	return policy?.createScriptURL(url) ?? url;
}
