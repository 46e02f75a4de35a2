/**
 * A merchant's React page with `react-plaid-link`; the tests mount and change it through `window.react`.
 * Not TypeScript: the package's types declare `window.Plaid` for the whole program.
 */
import { createElement, StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { PlaidEmbeddedLink, PlaidLink, usePlaidLink } from 'react-plaid-link';

const calls = [];
const note =
	(callback) =>
	(...args) =>
		void calls.push({ callback, args });
const callbacks = { onSuccess: note('onSuccess'), onExit: note('onExit'), onEvent: note('onEvent') };
let change = () => {};
let leave = () => {};

function Hook({ token }) {
	const { open, ready, exit } = usePlaidLink({ token, ...callbacks });
	leave = () => exit({ force: true });
	return createElement('button', { type: 'button', disabled: !ready, onClick: () => open() }, 'Connect');
}

function App({ kind, token: first }) {
	const [token, setToken] = useState(first);
	change = setToken;
	if (kind === 'hook') return createElement(Hook, { token });
	if (kind === 'embedded') return createElement(PlaidEmbeddedLink, { token, ...callbacks });
	return createElement(PlaidLink, { token, ...callbacks }, 'Connect');
}

let root;

window.react = {
	calls,
	mount(kind, token, strict) {
		root = createRoot(document.querySelector('#root'));
		const app = createElement(App, { kind, token });
		root.render(strict ? createElement(StrictMode, null, app) : app);
	},
	setToken: (token) => change(token),
	exit: () => leave(),
	unmount: () => root?.unmount(),
};
