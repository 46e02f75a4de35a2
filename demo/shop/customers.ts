import Stripe from 'stripe';

/** Makes a Stripe Customer out of a connection's bank account token. */
export type Customers = {
	/**
	 * The Customer that pays by this connection: the same one, however often it is asked for.
	 *
	 * @throws Stripe.errors.StripeError as Stripe refuses: `resource_missing` for a token of another account or mode.
	 * @see https://docs.stripe.com/api/customers/create
	 */
	fromToken(connection: string, bankAccountToken: string): Promise<Stripe.Customer>;
};

/** Who buys in this demo. */
export const shopper = { name: 'Jenny Rosen', email: 'jenny.rosen@shop.example' };

export function createCustomers(secretKey: string, baseUrl: string | null, send: typeof fetch): Customers {
	const stripe = new Stripe(secretKey, {
		httpClient: Stripe.createFetchHttpClient(send),
		maxNetworkRetries: 2,
		timeout: 20_000,
		telemetry: false,
		...(baseUrl ? at(new URL(baseUrl)) : {}),
	});

	return {
		async fromToken(connection, bankAccountToken) {
			try {
				return await stripe.customers.create(
					{ ...shopper, source: bankAccountToken, metadata: { connection } },
					// A lost answer and a second press get the first Customer again, for a day.
					{ idempotencyKey: `shop-customer-${connection}` },
				);
			} catch (error) {
				const used = error instanceof Stripe.errors.StripeError && error.code === 'token_already_used';
				const standing = used ? await madeEarlier(connection) : undefined;
				if (standing) return standing;
				throw error;
			}
		},
	};

	/** After the day is over: the Customer that the token was used for bears the connection's id. */
	async function madeEarlier(connection: string): Promise<Stripe.Customer | undefined> {
		const { data } = await stripe.customers.list({ email: shopper.email, limit: 100 });
		return data.find(({ metadata: { connection: bears } }) => bears === connection);
	}
}

function at(url: URL): { protocol: 'http' | 'https'; host: string; port: string } {
	const protocol = url.protocol === 'http:' ? 'http' : 'https';
	return { protocol, host: url.hostname, port: url.port || (protocol === 'http' ? '80' : '443') };
}
