import Vue from 'vue-2';
import PlaidLink from 'vue-plaid-link';

new Vue({
	el: '#root',
	render: (createElement) =>
		createElement(
			PlaidLink,
			{
				props: {
					clientName: 'Shop',
					env: 'sandbox',
					products: ['auth'],
					onSuccess: (public_token) =>
						fetch('/api/set_access_token', { method: 'POST', body: new URLSearchParams({ public_token }) }),
				},
			},
			'Connect',
		),
});
