/** @jsxImportSource react */
import { StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type {} from '../../widget/types/react.ts';
import { hear, type Probe, present, root, setting, values } from './probe.ts';

type Given = { [Name in keyof typeof values]?: (typeof values)[Name] | undefined };

declare module 'react' {
	// biome-ignore lint/style/noNamespace: JSX is looked up there.
	namespace JSX {
		interface IntrinsicElements {
			'psc-probe': Given &
				React.ClassAttributes<Probe> & {
					children?: React.ReactNode;
				} & Record<`on${string}`, () => void>;
		}
	}
}

const app = createRoot(root);
const draw = (node: React.ReactNode) => flushSync(() => app.render(<StrictMode>{node}</StrictMode>));

present({
	drawProbe: (shown) =>
		draw(
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
		),
	drawCheckout: (shown) =>
		draw(
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
		),
});
