import type { OrderView } from '../../order-view.ts';
import { byId, element } from '../dom.ts';
import { createMerchantPart } from './merchant.ts';
import { createSandboxPart } from './sandbox.ts';
import { createShopperPart } from './shopper.ts';
import { statusWords } from './words.ts';

const id = location.pathname.split('/').at(-1) ?? '';
const place = byId('order');
/** The sandbox's part is only there where the shop knows one. */
const sandbox = document.getElementById('sandbox');
const parts = [
	createShopperPart(byId('shopper'), id),
	createMerchantPart(byId('merchant'), id),
	...(sandbox ? [createSandboxPart(sandbox, id)] : []),
];

let shown = '';
function show(view: OrderView): void {
	const now = JSON.stringify(view);
	if (now === shown) return;
	shown = now;
	document.title = `${statusWords(view).title} · Order ${view.order.number} · Example Shop`;
	byId('order-number').textContent = `Order ${view.order.number}`;
	for (const part of parts) part(view);
	place.setAttribute('aria-busy', 'false');
}

async function read(): Promise<void> {
	try {
		const answer = await fetch(`/orders/${id}/state`);
		if (!answer.ok) throw new Error(`The shop answered ${answer.status}`);
		show((await answer.json()) as OrderView);
	} catch {
		if (shown !== '') return;
		const again = element('button', { type: 'button', class: 'button' }, 'Try again');
		again.addEventListener('click', read, { once: true });
		byId('shopper').replaceChildren(element('p', {}, 'The shop does not answer.'), again);
	}
}

// The browser connects again by itself; what was missed meanwhile comes with the first message.
const changes = new EventSource(`/orders/${id}/changes`);
changes.addEventListener('change', ({ data }) => show(JSON.parse(data) as OrderView));
read();
