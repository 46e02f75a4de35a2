/** What the shop sells. */
export type Product = {
	id: string;
	name: string;
	note: string;
	/** In cents. */
	price: number;
	/** The paths of an SVG drawing, 64 by 64. */
	picture: string;
};

export const products: readonly Product[] = [
	{
		id: 'mug',
		name: 'Stoneware mug',
		note: 'Oat glaze, 350 ml',
		price: 34_00,
		picture:
			'<path class="tone-2" d="M14 23h30v15a12 12 0 0 1-12 12h-6a12 12 0 0 1-12-12z"/><path class="tone-1" d="M14 23h30v8c-8 4-22-2-30 3z"/><path class="line" d="M44 27h3a7 7 0 0 1 0 14h-3.5"/><ellipse class="tone-3" cx="29" cy="23" rx="15" ry="3.5"/>',
	},
	{
		id: 'towels',
		name: 'Linen tea towels',
		note: 'Set of two, striped',
		price: 26_00,
		picture:
			'<path class="tone-3" d="M16 14h24v38H16z"/><path class="tone-2" d="M24 12h24v36H24z"/><path class="stripe" d="M24 20h24M24 24h24M24 40h24"/>',
	},
	{
		id: 'board',
		name: 'Bread board',
		note: 'Oiled walnut, 30 cm',
		price: 48_00,
		picture:
			'<path class="tone-1" d="M27 8h10v12h-10z"/><rect class="tone-1" x="14" y="18" width="36" height="38" rx="9"/><path class="grain" d="M22 28c8 4 12-3 20 1M21 38c9 3 13-4 22 0M24 47c6 2 10-2 16 0"/><circle class="hole" cx="32" cy="13" r="2.5"/>',
	},
	{
		id: 'candles',
		name: 'Beeswax candles',
		note: 'Three, burn for nine hours each',
		price: 18_00,
		picture:
			'<path class="tone-3" d="M14 28h8v28h-8zM28 20h8v36h-8zM42 32h8v24h-8z"/><path class="tone-1" d="M18 16c3 4 3 8 0 9-3-1-3-5 0-9zM32 8c3 4 3 8 0 9-3-1-3-5 0-9zM46 20c3 4 3 8 0 9-3-1-3-5 0-9z"/>',
	},
];

/** The quantity of each product, by its id. */
export type Basket = Map<string, number>;

/** One product of a basket. The amount is in cents. */
export type Line = { product: Product; quantity: number; amount: number };

/** The largest quantity of one product. */
export const maxQuantity = 9;

/** The demo starts with something in the basket. */
export const createBasket = (): Basket =>
	new Map([
		['mug', 1],
		['towels', 1],
	]);

export const linesOf = (basket: Basket): Line[] =>
	products.flatMap((product) => {
		const quantity = basket.get(product.id) ?? 0;
		return quantity > 0 ? [{ product, quantity, amount: quantity * product.price }] : [];
	});

/** The total in cents. Only the shop's server computes it: no page ever sends an amount. */
export const totalOf = (lines: readonly Line[]): number => lines.reduce((sum, { amount }) => sum + amount, 0);
