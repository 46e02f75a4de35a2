/** `import type {} from 'plaid-stripe-connect/solid'`: the tag in Solid's JSX. */
import type { JSX } from 'solid-js';
import type { PlaidStripeConnect } from '../element.ts';
import type { ElementAttributes, ElementProperties, EventsByName } from './attributes.ts';

/** `on:bank-token={…}` */
type SolidListeners = {
	[Name in keyof EventsByName as `on:${Name}`]?: (event: EventsByName[Name]) => void;
};
/** `prop:successUrl={…}` */
type SolidProperties = { [Name in keyof ElementProperties as `prop:${Name}`]?: ElementProperties[Name] };

declare module 'solid-js' {
	// biome-ignore lint/style/noNamespace: JSX is looked up there.
	namespace JSX {
		interface IntrinsicElements {
			'plaid-stripe-connect': ElementAttributes &
				SolidProperties &
				SolidListeners &
				Omit<JSX.HTMLAttributes<PlaidStripeConnect>, keyof ElementAttributes>;
		}
	}
}
