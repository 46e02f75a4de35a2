/** `import type {} from 'plaid-stripe-connect/preact'`: the tag in Preact's JSX. */
import type { HTMLAttributes } from 'preact';
import type { PlaidStripeConnect } from '../element.ts';
import type { ElementAttributes, ElementListeners, ElementProperties } from './attributes.ts';

declare module 'preact' {
	// biome-ignore lint/style/noNamespace: JSX is looked up there.
	namespace JSX {
		interface IntrinsicElements {
			'plaid-stripe-connect': ElementAttributes &
				ElementProperties &
				ElementListeners &
				Omit<HTMLAttributes<PlaidStripeConnect>, keyof ElementAttributes>;
		}
	}
}
