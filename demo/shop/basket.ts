import { type Product, products } from './products.ts';

/** How many of each product, by its id. */
export type Basket = Map<string, number>;
export type Line = { product: Product; quantity: number; amount: number };

/** Of one product; what a demo needs, and not what a stranger might send. */
export const mostOfOne = 9;

/** The demo begins with something in the basket. */
export const filledBasket = (): Basket =>
	new Map([
		['mug', 1],
		['towels', 1],
	]);

export const linesOf = (basket: Basket): Line[] =>
	products.flatMap((product) => {
		const quantity = basket.get(product.id) ?? 0;
		return quantity > 0 ? [{ product, quantity, amount: quantity * product.price }] : [];
	});

/** In cents. Only the shop's server counts it: no page ever sends an amount. */
export const totalOf = (lines: readonly Line[]): number => lines.reduce((sum, { amount }) => sum + amount, 0);
