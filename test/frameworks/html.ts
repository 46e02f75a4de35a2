import { eventNames, hear, present, root, setting, values } from './probe.ts';

present({
	drawProbe(shown) {
		root.innerHTML = shown ? '<psc-probe bool num="42" str="custom"><b>child</b></psc-probe>' : '';
		const probe = root.querySelector('psc-probe');
		if (!probe) return;
		const { arr, obj, camelCaseObj } = values;
		Object.assign(probe, { arr, obj, camelCaseObj });
		for (const name of eventNames) probe.addEventListener(name, () => hear(name));
	},
	drawCheckout(shown) {
		root.innerHTML = shown
			? `<form><plaid-stripe-connect name="bank" required theme="${setting.theme}" backend="${setting.backend}" link-script="${setting.linkScript}"></plaid-stripe-connect></form>`
			: '';
		root
			.querySelector('plaid-stripe-connect')
			?.addEventListener('bank-token', ({ detail }) => hear(detail.connection));
	},
});
