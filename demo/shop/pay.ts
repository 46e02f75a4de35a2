import { type Backend, BackendError } from './backend.ts';
import { bankOf } from './bank.ts';
import { type Attempt, isOver, type Order } from './orders.ts';
import { inWords, isFinal } from './refusals.ts';

/**
 * Takes the payment for an order from a connection that the page has named, under the authorization that it has named. How much it is, and whether the connection
 * is this customer's, the page has no say in.
 *
 * An order has one payment at a time. As long as one may be on its way, because it is, or because the Worker's answer was
 * lost, a second call gets that one, whatever connection it names.
 *
 * @throws BackendError as the Worker refuses; what that means for the order is in its last attempt then.
 */
export function pay(
	order: Order,
	{
		connection,
		authorization,
		clientUserId,
	}: { connection: string; authorization?: string | undefined; clientUserId: string },
	backend: Backend,
): Promise<Attempt> {
	order.underWay ??= takePayment().finally(() => {
		order.underWay = null;
	});
	return order.underWay;

	async function takePayment(): Promise<Attempt> {
		const last = order.attempts.at(-1);
		if (last?.payment && !isOver(last)) return last;
		const attempt = last && !isOver(last) ? last : await begin();
		try {
			attempt.payment = await backend.pay(
				{
					connection: attempt.connection,
					...(attempt.under && { authorization: attempt.under }),
					amount: order.amount,
					purpose: 'goods',
					description: `Example Shop, order ${order.number}`,
					metadata: { order: order.id },
					check_balance: 'preferred',
				},
				attempt.key,
			);
			return attempt;
		} catch (error) {
			if (isFinal(error)) {
				attempt.refusal = inWords(error);
				const { payment } = error as BackendError;
				attempt.payment = payment === null ? null : await backend.payment(payment).catch(() => null);
			}
			throw error;
		}
	}

	async function begin(): Promise<Attempt> {
		const known = await backend.connection(connection);
		if (known.client_user_id !== clientUserId) {
			throw new BackendError('connection_not_found', 'This connection is not this customer’s.');
		}
		const attempt: Attempt = {
			key: `${order.id}-${order.attempts.length + 1}`,
			connection: known.id,
			under: authorization ?? null,
			bank: bankOf(known),
			payment: null,
			authorization: null,
			refusal: null,
		};
		order.attempts.push(attempt);
		return attempt;
	}
}
