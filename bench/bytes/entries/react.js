/** As Plaid's quickstart: a hook, and a link token that is fetched when the page is there. */
import { createElement, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { usePlaidLink } from 'react-plaid-link';

function Connect() {
	const [token, setToken] = useState(null);
	useEffect(() => {
		fetch('/api/create_link_token', { method: 'POST' })
			.then((answer) => answer.json())
			.then(({ link_token }) => setToken(link_token));
	}, []);
	const { open, ready } = usePlaidLink({
		token,
		onSuccess: (public_token) =>
			fetch('/api/set_access_token', { method: 'POST', body: new URLSearchParams({ public_token }) }),
	});
	return createElement('button', { type: 'button', onClick: () => open(), disabled: !ready }, 'Connect');
}

createRoot(document.querySelector('#root')).render(createElement(Connect));
