/** @jsxImportSource react */
import { StrictMode, useEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type {} from '../../widget/types/react.ts';
import { eventNames, hear, type Probe, present, root, setting, values } from './probe.ts';

/**
 * React 18 writes whatever it is given on a custom element as an attribute, and listens to none of its events. So
 * objects and listeners go through a ref, as its documentation advises; of ours, that concerns the listeners alone.
 */
function ProbeByRef() {
	const probe = useRef<Probe>(null);
	useEffect(() => {
		const { arr, obj, camelCaseObj } = values;
		Object.assign(probe.current as Probe, { arr, obj, camelCaseObj });
		return listen(probe.current, (name) => () => hear(name));
	}, []);
	const { bool, num, str } = values;
	return (
		<psc-probe ref={probe} bool={bool} num={num} str={str}>
			<b>child</b>
		</psc-probe>
	);
}

/** Without it, for the test to see what React 18 does. */
function ProbeByJsx() {
	const listeners = Object.fromEntries(eventNames.map((name) => [`on${name}`, () => hear(name)]));
	return (
		<>
			<psc-probe {...values} {...listeners}>
				<b>child</b>
			</psc-probe>
			<psc-probe bool={false} />
			<psc-probe bool={undefined} />
		</>
	);
}

function Checkout() {
	const bank = useRef<HTMLElementTagNameMap['plaid-stripe-connect']>(null);
	useEffect(() => {
		const controller = new AbortController();
		bank.current?.addEventListener('bank-token', ({ detail }) => hear(detail.connection), controller);
		return () => controller.abort();
	}, []);
	return (
		<form>
			<plaid-stripe-connect
				ref={bank}
				name="bank"
				required
				theme={setting.theme}
				backend={setting.backend}
				link-script={setting.linkScript}
			/>
		</form>
	);
}

function listen(element: Element | null, listener: (name: string) => () => void): () => void {
	const controller = new AbortController();
	for (const name of eventNames) element?.addEventListener(name, listener(name), controller);
	return () => controller.abort();
}

const app = createRoot(root);
const draw = (node: React.ReactNode) => flushSync(() => app.render(<StrictMode>{node}</StrictMode>));

present({
	drawProbe: (shown) => draw(shown && <ProbeByRef />),
	drawProbeWithoutRef: (shown) => draw(shown && <ProbeByJsx />),
	drawCheckout: (shown) => draw(shown && <Checkout />),
});
