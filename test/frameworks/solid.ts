import { createSignal } from 'solid-js';
import html from 'solid-js/html';
import { render } from 'solid-js/web';
import { hear, present, root, setting, values } from './probe.ts';

const [probe, showProbe] = createSignal(false);
const [checkout, showCheckout] = createSignal(false);

/** Solid's templates set and listen as what its compiler makes of JSX: properties of a custom element, `on:` by the letter. */
const page = () => html`
	${() =>
		probe() &&
		html`<psc-probe bool=${values.bool} num=${values.num} str=${values.str} arr=${values.arr} obj=${values.obj}
			prop:camelCaseObj=${values.camelCaseObj} on:lowercaseevent=${() => hear('lowercaseevent')}
			on:kebab-event=${() => hear('kebab-event')} on:camelEvent=${() => hear('camelEvent')}
			on:CAPSevent=${() => hear('CAPSevent')} on:PascalEvent=${() => hear('PascalEvent')}><b>child</b></psc-probe>`}
	${() =>
		checkout() &&
		html`<form><plaid-stripe-connect name="bank" required theme=${setting.theme} backend=${setting.backend}
			link-script=${setting.linkScript}
			on:bank-token=${(event: HTMLElementEventMap['bank-token']) => hear(event.detail.connection)}
		></plaid-stripe-connect></form>`}`;
render(page, root);

present({
	drawProbe: (shown) => void showProbe(shown),
	drawCheckout: (shown) => void showCheckout(shown),
});
