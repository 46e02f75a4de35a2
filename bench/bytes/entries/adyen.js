/** Its drop-in with the one component that takes a US bank account. */
import { Ach, AdyenCheckout, Dropin } from '@adyen/adyen-web';
import '@adyen/adyen-web/styles/adyen.css';

fetch('/sessions', { method: 'POST' })
	.then((answer) => answer.json())
	.then((session) =>
		AdyenCheckout({
			session,
			environment: 'test',
			clientKey: 'test_key',
			countryCode: 'US',
			locale: 'en-US',
		}),
	)
	.then((checkout) => new Dropin(checkout, { paymentMethodComponents: [Ach] }).mount('#root'));
