import type { PropertyDeclarations } from 'lit';
import { PlaidStripeConnect } from '../../widget/element.ts';
import type { Fixture } from './fixture.ts';

export { eventNames, values } from './names.ts';

/** The element, with a property of each kind that a framework may have to hand over. */
export class Probe extends PlaidStripeConnect {
	static override readonly properties: PropertyDeclarations = {
		bool: { type: Boolean },
		num: { type: Number },
		str: {},
		arr: { attribute: false },
		obj: { attribute: false },
		camelCaseObj: { attribute: false },
	};
	declare bool: boolean;
	declare num: number;
	declare str: string;
	declare arr: unknown;
	declare obj: unknown;
	declare camelCaseObj: unknown;
}

const page = window as unknown as { heard: string[]; fixture: Fixture };
page.heard = [];
export const hear = (what: string): void => {
	page.heard.push(what);
};
export const root = document.getElementById('root') as HTMLElement;

/** The attributes that the page of the test gives to the element. */
export const setting = {
	backend: 'https://bank.example',
	linkScript: '/link.js',
	successUrl: '',
	theme: 'dark',
} as const;

export function present(fixture: Fixture): void {
	PlaidStripeConnect.define();
	Probe.define('psc-probe');
	page.fixture = fixture;
}
