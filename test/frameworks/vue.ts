import { createApp, nextTick, reactive } from 'vue';
import { hear, present, root, setting, values } from './probe.ts';

const shown = reactive({ probe: false, checkout: false });
const app = createApp({
	setup: () => ({ shown, values, setting, hear }),
	template: `
		<psc-probe v-if="shown.probe" v-bind="values" @lowercaseevent="hear('lowercaseevent')"
			@kebab-event="hear('kebab-event')" @camelEvent="hear('camelEvent')" @CAPSevent="hear('CAPSevent')"
			@PascalEvent="hear('PascalEvent')"><b>child</b></psc-probe>
		<form v-if="shown.checkout">
			<plaid-stripe-connect name="bank" required :theme="setting.theme" :backend="setting.backend"
				:link-script="setting.linkScript" @bank-token="hear($event.detail.connection)"></plaid-stripe-connect>
		</form>`,
});
app.config.compilerOptions.isCustomElement = (tag: string) => tag.includes('-');
app.mount(root);

present({
	async drawProbe(now) {
		shown.probe = now;
		await nextTick();
	},
	async drawCheckout(now) {
		shown.checkout = now;
		await nextTick();
	},
});
