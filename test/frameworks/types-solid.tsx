/** @jsxImportSource solid-js */
import type {} from '../../widget/types/solid.ts';

/** What Solid's checker must take, and what it must refuse. Nothing of it is ever run. */
export const solid = () => (
	<>
		<plaid-stripe-connect
			ref={(element) => void element.open()}
			success-url="/thanks"
			prop:linkScript="/link.js"
			embedded
			class="bank"
			on:bank-error={({ detail }) => detail.displayMessage}
		>
			Pay by bank
		</plaid-stripe-connect>
		{/* @ts-expect-error: it is none of the values */}
		<plaid-stripe-connect preload="sometimes" />
		{/* @ts-expect-error: there is no such detail */}
		<plaid-stripe-connect on:bank-exit={({ detail }) => detail.connection} />
	</>
);
