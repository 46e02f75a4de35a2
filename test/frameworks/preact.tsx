/** @jsxImportSource preact */
import { type ComponentChild, render } from 'preact';
import type {} from '../../widget/types/preact.ts';
import { hear, present, root, setting, values } from './probe.ts';

declare module 'preact' {
	// biome-ignore lint/style/noNamespace: JSX is looked up there.
	namespace JSX {
		interface IntrinsicElements {
			'psc-probe': Partial<typeof values> & { children?: ComponentChild } & Record<`on${string}`, () => void>;
		}
	}
}

present({
	drawProbe: (shown) =>
		render(
			shown && (
				<psc-probe
					{...values}
					onlowercaseevent={() => hear('lowercaseevent')}
					onkebab-event={() => hear('kebab-event')}
					oncamelEvent={() => hear('camelEvent')}
					onCAPSevent={() => hear('CAPSevent')}
					onPascalEvent={() => hear('PascalEvent')}
				>
					<b>child</b>
				</psc-probe>
			),
			root,
		),
	drawCheckout: (shown) =>
		render(
			shown && (
				<form>
					<plaid-stripe-connect
						name="bank"
						required
						theme={setting.theme}
						backend={setting.backend}
						linkScript={setting.linkScript}
						onbank-token={({ detail }) => hear(detail.connection)}
					/>
				</form>
			),
			root,
		),
});
