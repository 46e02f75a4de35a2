/** @jsxImportSource react */
import type { SvelteHTMLElements } from 'svelte/elements';
import type { GlobalComponents } from 'vue';
import type {} from '../../widget/types/react.ts';
import type {} from '../../widget/types/svelte.ts';
import type {} from '../../widget/types/vue.ts';
import '../../widget/element.ts';

/** What the compiler must take, and what it must refuse. Nothing of it is ever run. */
export function page() {
	const element = document.createElement('plaid-stripe-connect');
	element.addEventListener('bank-token', ({ detail }) => detail.bankAccountToken.startsWith('btok_'));
	document.addEventListener('bank-error', (event) => event);
	// @ts-expect-error: there is no such detail
	element.addEventListener('bank-exit', ({ detail }) => detail.bankAccountToken);
	// @ts-expect-error: only one place changes the status
	element.status = 'idle';
	// @ts-expect-error: it is none of the values
	element.preload = 'sometimes';
	element.institutions({ query: 'a' }).then(({ institutions, total }) => [institutions[0]?.id, total]);
	const mask: string | null | undefined = element.account?.mask;
	return mask;
}

export const react = (
	<>
		<plaid-stripe-connect
			ref={(element) => void element?.open()}
			success-url="/thanks"
			embedded
			className="bank"
			onbank-error={({ detail }) => detail.displayMessage}
		>
			Pay by bank
		</plaid-stripe-connect>
		{/* @ts-expect-error: it is none of the values */}
		<plaid-stripe-connect preload="sometimes" />
		{/* @ts-expect-error: there is no such detail */}
		<plaid-stripe-connect onbank-exit={({ detail }) => detail.connection} />
	</>
);

type Svelte = SvelteHTMLElements['plaid-stripe-connect'];
export const svelte: Svelte = {
	preload: 'visible',
	'onbank-token': ({ detail }) => detail.connection,
	class: 'bank',
};
// @ts-expect-error: it is none of the values
export const wrongSvelte: Svelte = { theme: 'blue' };

type Vue = InstanceType<GlobalComponents['plaid-stripe-connect']>['$props'];
export const vue: Vue = { 'link-script': '/link.js', required: true, class: 'bank' };
// @ts-expect-error: it is none of the values
export const wrongVue: Vue = { preload: 'sometimes' };
