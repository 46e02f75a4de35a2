/** The parts of the shop's pages that its server writes: what is in the basket, and what it costs. */
import { html, raw } from 'hono/html';
import { type Basket, type Line, linesOf, mostOfOne, totalOf } from '../basket.ts';
import { type Order, paidBy } from '../orders.ts';
import { type Product, products } from '../products.ts';

/** HTML in which nothing is left to be escaped. */
export type Html = ReturnType<typeof html>;

const usd = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const money = (cents: number) => usd.format(cents / 100);

const picture = (product: Product) =>
	html`<span class="picture"><svg aria-hidden="true" viewBox="0 0 64 64">${raw(product.picture)}</svg></span>`;

const named = ({ name, note }: Product) =>
	html`<span class="item-name">${name} <span class="quiet">${note}</span></span>`;

const sums = (lines: readonly Line[]) => html`<dl class="sums">
	<div><dt>Subtotal</dt><dd class="money">${money(totalOf(lines))}</dd></div>
	<div><dt>Shipping</dt><dd>Free</dd></div>
	<div class="total"><dt class="total-name">Total</dt><dd class="total-sum money">${money(totalOf(lines))}</dd></div>
</dl>`;

/** An order, as it is paid for. */
export const orderLines = ({ lines }: Order): Html => html`<ul class="items">
	${lines.map(
		({ product, quantity, amount }) => html`<li class="item">
			${picture(product)} ${named(product)}
			<span class="item-sum"><span class="quiet">${quantity > 1 ? `${quantity} ×` : ''}</span> <span class="money">${money(amount)}</span></span>
		</li>`,
	)}
</ul>
${sums(lines)}`;

/** Why the last payment for the order came to nothing, where one did. */
export function lastFailure(order: Order): Html {
	const failure = paidBy(order)?.payment.failure;
	if (!failure) return html``;
	return html`<div class="failure before">
		<p><strong>The last payment for this order did not go through.</strong></p>
		<p>${failure.display_message}</p>
	</div>`;
}

/** What is in the basket, and what else there is. */
export function basketView(basket: Basket): Html {
	const lines = linesOf(basket);
	const others = products.filter(({ id }) => !basket.get(id));
	return html`<section class="card" aria-labelledby="basket-heading">
		<h2 id="basket-heading">In your basket</h2>
		${lines.length === 0 ? html`<p class="empty quiet">Nothing yet.</p>` : html`<ul class="items">${lines.map(basketLine)}</ul>`}
		${lines.length === 0 ? '' : html`${sums(lines)}<a class="button wide" href="/">Go to the checkout</a>`}
	</section>
	${
		others.length === 0
			? ''
			: html`<section class="card" aria-labelledby="others-heading">
		<h2 id="others-heading">${lines.length === 0 ? 'From our shelves' : 'Goes well with it'}</h2>
		<ul class="items">${others.map(
			(product) => html`<li class="item offered">
				${picture(product)} ${named(product)}
				<span class="item-sum"><span class="money">${money(product.price)}</span>
				${change(product, 1, 'Add', `Add ${product.name}`, 'button plain')}</span>
			</li>`,
		)}</ul>
	</section>`
	}`;
}

const basketLine = ({ product, quantity, amount }: Line) => html`<li class="item">
	${picture(product)} ${named(product)}
	<span class="item-sum">
		<span class="money">${money(amount)}</span>
		<span class="quantity">
			${change(product, quantity - 1, '−', quantity === 1 ? `Remove ${product.name}` : `One ${product.name} less`, 'step-button')}
			<span class="number">${quantity}</span>
			${change(product, Math.min(quantity + 1, mostOfOne), '+', `One ${product.name} more`, 'step-button', quantity === mostOfOne)}
		</span>
	</span>
</li>`;

/** A form of one button; it works without script. */
const change = (
	{ id }: Product,
	quantity: number,
	words: string,
	label: string,
	style: string,
	disabled = false,
) => html`<form method="post" action="/basket">
	<input type="hidden" name="product" value="${id}">
	<button class="${style}" name="quantity" value="${quantity}" aria-label="${label}" ${disabled ? raw('disabled') : ''}>${words}</button>
</form>`;
