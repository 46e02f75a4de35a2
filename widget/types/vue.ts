/** `import type {} from 'plaid-stripe-connect/vue'`: the tag in Vue's templates. */
import type { EmitFn, HTMLAttributes, PublicProps } from 'vue';
import type { PlaidStripeConnect } from '../element.ts';
import type { ElementAttributes, ElementProperties, EventsByName } from './attributes.ts';

type Emits = { [Name in keyof EventsByName]: (event: EventsByName[Name]) => void };

/** What Vue's tools read of a component. */
type VueElement = new () => PlaidStripeConnect & {
	/** @deprecated Only for the type checker. */
	$props: ElementAttributes & ElementProperties & Omit<HTMLAttributes, keyof ElementAttributes> & PublicProps;
	/** @deprecated Only for the type checker. */
	$emit: EmitFn<Emits>;
};

declare module 'vue' {
	interface GlobalComponents {
		'plaid-stripe-connect': VueElement;
	}
}
