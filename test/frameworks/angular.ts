import '@angular/compiler';
import {
	ApplicationRef,
	Component,
	CUSTOM_ELEMENTS_SCHEMA,
	provideZonelessChangeDetection,
	signal,
} from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { hear, present, root, setting, values } from './probe.ts';

class Page {
	readonly probe = signal(false);
	readonly checkout = signal(false);
	readonly values = values;
	readonly setting = setting;
	readonly hear = hear;
}
/** As the decorator does, without the syntax. */
Component({
	selector: '#root',
	schemas: [CUSTOM_ELEMENTS_SCHEMA],
	template: `
		@if (probe()) {
			<psc-probe [bool]="values.bool" [num]="values.num" [str]="values.str" [arr]="values.arr" [obj]="values.obj"
				[camelCaseObj]="values.camelCaseObj" (lowercaseevent)="hear('lowercaseevent')"
				(kebab-event)="hear('kebab-event')" (camelEvent)="hear('camelEvent')" (CAPSevent)="hear('CAPSevent')"
				(PascalEvent)="hear('PascalEvent')"><b>child</b></psc-probe>
		}
		@if (checkout()) {
			<form>
				<plaid-stripe-connect name="bank" required [theme]="setting.theme" [backend]="setting.backend"
					[linkScript]="setting.linkScript" (bank-token)="hear($event.detail.connection)"></plaid-stripe-connect>
			</form>
		}`,
})(Page);

const app = await bootstrapApplication(Page, { providers: [provideZonelessChangeDetection()] });
const page = app.components[0]?.instance as Page;
const stable = () => app.injector.get(ApplicationRef).whenStable();
root.toggleAttribute('data-angular', true);

present({
	async drawProbe(now) {
		page.probe.set(now);
		await stable();
	},
	async drawCheckout(now) {
		page.checkout.set(now);
		await stable();
	},
});
