/**
 * `import type {} from 'plaid-stripe-connect/react'`: the tag in JSX of React 19. In React 18 the attributes are typed, too,
 * but it does not listen to the events of a custom element: add listeners through a `ref`.
 */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { PlaidStripeConnect } from '../element.ts';
import type { ElementAttributes, ElementListeners, ElementProperties } from './attributes.ts';

declare module 'react' {
	// biome-ignore lint/style/noNamespace: JSX is looked up there.
	namespace JSX {
		interface IntrinsicElements {
			'plaid-stripe-connect': ElementAttributes &
				ElementProperties &
				ElementListeners &
				Omit<
					DetailedHTMLProps<HTMLAttributes<PlaidStripeConnect>, PlaidStripeConnect>,
					keyof ElementAttributes
				>;
		}
	}
}
