import { Failure } from './failure.ts';
import type { Plaid } from './link.ts';
import { warn } from './warn.ts';

/** @see https://plaid.com/docs/link/web/#installation */
const plaidScript = 'https://cdn.plaid.com/link/v2/stable/link-initialize.js';

const plaid = () => (window as { Plaid?: Plaid }).Plaid;

/** Script runs with the page's rights: only Plaid's own, the page's origin and a developer's machine may serve it. */
const permitted = (url: string) => {
	const { origin, hostname } = new URL(url);
	return (
		url === plaidScript ||
		origin === location.origin ||
		/^(.+\.)?localhost$|^127(\.\d+){3}$|^\[::1]$/.test(hostname)
	);
};

/** The address of Link's script: the `link-script` attribute where it is permitted, else Plaid's. */
export function scriptAddress(linkScript: string): string {
	if (!linkScript) return plaidScript;
	try {
		const { href } = new URL(linkScript, document.baseURI);
		if (permitted(href)) return href;
	} catch {}
	warn(`link-script is ignored: ${linkScript} is neither loopback nor same origin.`);
	return plaidScript;
}

const loading = new Map<string, Promise<Plaid>>();

/** Loads Link's script once for the whole page, adopting a tag that is there. A failed load is forgotten. */
export function loadPlaid(url: string, nonce: string): Promise<Plaid> {
	let promise = loading.get(url);
	if (!promise) {
		promise = insert(url, nonce);
		loading.set(url, promise);
		promise.catch(() => loading.delete(url));
	}
	return promise;
}

const insert = (url: string, nonce: string) =>
	new Promise<Plaid>((resolve, reject) => {
		const found = plaid();
		if (found) return resolve(found);
		let script = [...document.scripts].find(({ src }) => src === url);
		const fail = () => {
			clearInterval(timer);
			script?.remove();
			reject(new Failure('link_script_blocked', `${url} did not load: check script-src and blockers.`));
		};
		// `load` alone does not do: an adopted tag may have fired it, or `error`, before we came.
		let looks = 0;
		const look = () => {
			const found = plaid();
			if (found) {
				clearInterval(timer);
				resolve(found);
			} else if (++looks > 100) fail();
		};
		const timer = setInterval(look, 200);
		try {
			if (!script) {
				script = document.createElement('script');
				script.nonce = nonce;
				script.src = trusted(url);
				document.head.append(script);
			}
			script.addEventListener('load', look);
			script.addEventListener('error', fail);
		} catch {
			fail();
		}
	});

type Policy = { createScriptURL(url: string): string };
let policy: Policy | undefined;

/** A page under `require-trusted-types-for 'script'` allows this policy by its name, and it only what is permitted. */
function trusted(url: string): string {
	const { trustedTypes } = window as {
		trustedTypes?: { createPolicy(name: string, rules: Policy): Policy };
	};
	policy ??= trustedTypes?.createPolicy('plaid-stripe-connect', {
		createScriptURL: (url) => (permitted(url) ? url : ''),
	});
	return policy?.createScriptURL(url) ?? url;
}
