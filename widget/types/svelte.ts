/** `import type {} from 'plaid-stripe-connect/svelte'`: the tag in Svelte's templates. */
import type { HTMLAttributes } from 'svelte/elements';
import type { PlaidStripeConnect } from '../element.ts';
import type { ElementAttributes, ElementListeners, ElementProperties } from './attributes.ts';

declare module 'svelte/elements' {
	interface SvelteHTMLElements {
		'plaid-stripe-connect': ElementAttributes &
			ElementProperties &
			ElementListeners &
			Omit<HTMLAttributes<PlaidStripeConnect>, keyof ElementAttributes>;
	}
}
