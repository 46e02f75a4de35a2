import { PlaidLink } from '@jcss/vue-plaid-link';
import { createApp, h, ref } from 'vue';

const token = ref('');

createApp({
	setup() {
		fetch('/api/create_link_token', { method: 'POST' })
			.then((answer) => answer.json())
			.then(({ link_token }) => {
				token.value = link_token;
			});
		const onSuccess = (public_token) =>
			fetch('/api/set_access_token', { method: 'POST', body: new URLSearchParams({ public_token }) });
		return () => h(PlaidLink, { token: token.value, onSuccess }, () => 'Connect');
	},
}).mount('#root');
