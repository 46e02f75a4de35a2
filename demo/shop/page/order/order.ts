import { render } from 'lit/html.js';
import type { OrderView } from '../../order-views.ts';
import { byId, notLoaded } from '../shared/dom.ts';
import { createMerchantPanel } from './merchant.ts';
import { createSandboxPanel } from './sandbox.ts';
import { createShopperPanel } from './shopper.ts';
import { shopperText } from './status-texts.ts';

const id = location.pathname.split('/').at(-1) ?? '';
const main = byId('order');
/** The server leaves this panel out where there is no sandbox. */
const sandbox = document.getElementById('sandbox');
const panels = [
	createShopperPanel(byId('shopper'), id),
	createMerchantPanel(byId('merchant'), id),
	...(sandbox ? [createSandboxPanel(sandbox, id)] : []),
];

let isShown = false;
function show(view: OrderView): void {
	isShown = true;
	document.title = `${shopperText(view).title} · Order ${view.order.number} · Example Shop`;
	byId('order-number').textContent = `Order ${view.order.number}`;
	for (const panel of panels) panel.show(view);
	main.setAttribute('aria-busy', 'false');
}

async function load(): Promise<void> {
	try {
		const response = await fetch(`/orders/${id}/state`);
		if (!response.ok) throw new Error(`The shop answered ${response.status}`);
		show((await response.json()) as OrderView);
	} catch {
		// The stream of changes may have shown the order in the meantime.
		if (!isShown) render(notLoaded(load), byId('shopper'));
	}
}

// After a lost connection the browser reconnects by itself, and the first message has the order as it is then.
const changes = new EventSource(`/orders/${id}/changes`);
changes.addEventListener('change', ({ data }) => show(JSON.parse(data) as OrderView));
load();
