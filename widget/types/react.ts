/**
 * `import type {} from 'plaid-stripe-connect/react'`: the tag in JSX of React 19. React 18 knows the attributes by it, too,
 * but listens to no event of a custom element: add the listeners through a `ref` there.
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
