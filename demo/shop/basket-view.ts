/** The parts of the shop's pages that its server renders: the basket and the order, with their totals. */
import { html, raw } from 'hono/html';
import { type Basket, type Line, linesOf, maxQuantity, type Product, products, totalOf } from './basket.ts';
import { type Order, paidAttempt } from './orders.ts';

/** HTML whose values have been escaped. */
export type Html = ReturnType<typeof html>;

const usd = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const money = (cents: number) => usd.format(cents / 100);

const picture = (product: Product) =>
	html`<span class="picture"><svg aria-hidden="true" viewBox="0 0 64 64">${raw(product.picture)}</svg></span>`;

const productName = ({ name, note }: Product) =>
	html`<span class="item-name">${name} <span class="quiet">${note}</span></span>`;

const sums = (lines: readonly Line[]) => html`<dl class="sums">
	<div><dt>Subtotal</dt><dd class="money">${money(totalOf(lines))}</dd></div>
	<div><dt>Shipping</dt><dd>Free</dd></div>
	<div class="total"><dt class="total-name">Total</dt><dd class="total-sum money">${money(totalOf(lines))}</dd></div>
</dl>`;

/** The lines of an order, on the checkout page. */
export const orderLines = ({ lines }: Order): Html => html`<ul class="items">
	${lines.map(
		({ product, quantity, amount }) => html`<li class="item">
			${picture(product)} ${productName(product)}
			<span class="item-sum"><span class="quiet">${quantity > 1 ? `${quantity} ×` : ''}</span> <span class="money">${money(amount)}</span></span>
		</li>`,
	)}
</ul>
${sums(lines)}`;

/** Why the order's last payment failed. Empty if it has not. */
export function lastFailure(order: Order): Html {
	const failure = paidAttempt(order)?.payment.failure;
	if (!failure) return html``;
	return html`<div class="failure previous">
		<p><strong>The last payment for this order did not go through.</strong></p>
		<p>${failure.display_message}</p>
	</div>`;
}

/** The basket, and the products that are not in it. */
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
				${picture(product)} ${productName(product)}
				<span class="item-sum"><span class="money">${money(product.price)}</span>
				${quantityButton(product, { quantity: 1, text: 'Add', label: `Add ${product.name}`, style: 'button plain' })}</span>
			</li>`,
		)}</ul>
	</section>`
	}`;
}

const basketLine = ({ product, quantity, amount }: Line) => html`<li class="item">
	${picture(product)} ${productName(product)}
	<span class="item-sum">
		<span class="money">${money(amount)}</span>
		<span class="quantity">
			${quantityButton(product, {
				quantity: quantity - 1,
				text: '−',
				label: quantity === 1 ? `Remove ${product.name}` : `One ${product.name} less`,
				style: 'step-button',
			})}
			<span class="number">${quantity}</span>
			${quantityButton(product, {
				quantity: Math.min(quantity + 1, maxQuantity),
				text: '+',
				label: `One ${product.name} more`,
				style: 'step-button',
				isDisabled: quantity === maxQuantity,
			})}
		</span>
	</span>
</li>`;

type QuantityButton = { quantity: number; text: string; label: string; style: string; isDisabled?: boolean };

/** A form with one button that sets the quantity of a product. It works without script. */
const quantityButton = (
	{ id }: Product,
	{ quantity, text, label, style, isDisabled = false }: QuantityButton,
) => html`<form method="post" action="/basket">
	<input type="hidden" name="product" value="${id}">
	<button class="${style}" name="quantity" value="${quantity}" aria-label="${label}" ${isDisabled ? raw('disabled') : ''}>${text}</button>
</form>`;
