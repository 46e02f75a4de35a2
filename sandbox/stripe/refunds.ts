/** Refunds of bank debits. @see https://docs.stripe.com/api/refunds */
import type { State } from '../state.ts';
import { emit } from './emit.ts';
import { type StripeCall, type StripeEndpoint, stripeTime } from './endpoint.ts';
import { invalidRequest, missingParameter } from './errors.ts';
import { createdFilter, listPage, listParameters } from './lists.ts';
import { requireRecord } from './lookup.ts';
import { mergeMetadata, optionalChoice, optionalText, requiredAmount } from './parameters.ts';
import type { Charge, Refund } from './records.ts';
import { beginRefund, refundsOf } from './refund-settlement.ts';

/** Older payments cannot be refunded. */
const refundableDays = 180;

const dollars = (cents: number): string => `$${(cents / 100).toFixed(2)}`;

const modeOf = (state: State) => (refund: Refund) => state.charges.get(refund.charge)?.livemode ?? false;

const requireRefund = ({ state, livemode, path }: StripeCall): Refund =>
	requireRecord(state.refunds, path.id, { what: 'refund', param: 'id', livemode, modeOf: modeOf(state) });

/** The charge that the request names, by itself or by its PaymentIntent. */
function chargeOf({ state, livemode, parameters }: StripeCall): Charge {
	const named = optionalText(parameters, 'charge');
	const intentId = optionalText(parameters, 'payment_intent');
	if (named) {
		return requireRecord(state.charges, named, {
			...{ what: 'charge', param: 'charge', livemode, status: 400 },
		});
	}
	if (!intentId) throw missingParameter('charge');
	const intent = requireRecord(state.paymentIntents, intentId, {
		...{ what: 'payment_intent', param: 'payment_intent', livemode, status: 400 },
	});
	const charge = state.charges.get(intent.latest_charge ?? '');
	if (!charge || charge.status === 'failed') {
		throw invalidRequest(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
			param: 'payment_intent',
		});
	}
	return charge;
}

/**
 * All of a payment, or a part. A payment that is still on its way may be refunded as well: the refund waits for
 * it. Throws charge_already_refunded, charge_disputed, and for too much, too late and a failed payment.
 */
export const refundsCreate: StripeEndpoint = {
	method: 'POST',
	path: '/v1/refunds',
	permission: 'rak_charge_write',
	parameters: [
		...['amount', 'charge', 'currency', 'customer', 'instructions_email', 'metadata', 'origin'],
		...['payment_intent', 'reason', 'refund_application_fee', 'reverse_transfer'],
	],
	returns: 'refund',
	answer: (call) => {
		const { state, parameters } = call;
		const asked = parameters.amount === undefined ? null : requiredAmount(parameters, 1);
		const reasons = ['duplicate', 'fraudulent', 'requested_by_customer'] as const;
		const reason = optionalChoice(parameters, 'reason', reasons);
		const metadata = mergeMetadata({}, parameters.metadata);
		const charge = chargeOf(call);
		const left = refundable(state, charge);
		const amount = asked ?? left;
		if (amount > left) {
			const what =
				left === charge.amount
					? `charge amount (${dollars(charge.amount)})`
					: `unrefunded amount on charge (${dollars(left)})`;
			throw invalidRequest(`Refund amount (${dollars(amount)}) is greater than ${what}`, { param: 'amount' });
		}
		const refund: Refund = {
			id: state.ids.stripe('pyr', 24),
			object: 'refund',
			amount,
			balance_transaction: null,
			charge: charge.id,
			created: stripeTime(state.clock.now()),
			currency: charge.currency,
			customer: charge.customer,
			customer_account: null,
			destination_details: {
				type: 'us_bank_transfer',
				us_bank_transfer: { reference: null, reference_status: 'pending' },
			},
			metadata,
			payment_intent: charge.payment_intent,
			payment_method: charge.payment_method,
			pending_reason: 'charge_pending',
			reason: reason ?? null,
			receipt_number: null,
			source_transfer_reversal: null,
			status: 'pending',
			transfer_reversal: null,
		};
		state.refunds.set(refund.id, refund);
		if (charge.status === 'succeeded') beginRefund(call, charge, refund);
		emit(call, 'refund.created', refund);
		return refund;
	},
};

/** What can still be refunded, those refunds counted that wait. */
function refundable(state: State, charge: Charge): number {
	const { id } = charge;
	if (charge.status === 'failed') {
		throw invalidRequest(`Charge ${id} did not succeed: there is nothing to refund.`, { param: 'charge' });
	}
	if (charge.disputed) {
		throw invalidRequest(`Charge ${id} has been charged back; cannot issue a refund.`, {
			code: 'charge_disputed',
		});
	}
	if (state.clock.now() / 1000 - charge.created > refundableDays * 86_400) {
		throw invalidRequest(
			`Charge ${id} is too old to be refunded: ACH payments can be refunded for ${refundableDays} days.`,
			{ code: 'charge_not_refundable', param: 'charge' },
		);
	}
	const asked = refundsOf(state, charge)
		.filter(({ status }) => status !== 'failed' && status !== 'canceled')
		.reduce((sum, { amount }) => sum + amount, 0);
	if (asked >= charge.amount) {
		throw invalidRequest(`Charge ${id} has already been refunded.`, { code: 'charge_already_refunded' });
	}
	return charge.amount - asked;
}

export const refundsRetrieve: StripeEndpoint = {
	method: 'GET',
	path: '/v1/refunds/:id',
	permission: 'rak_charge_read',
	parameters: [],
	returns: 'refund',
	answer: requireRefund,
};

export const refundsUpdate: StripeEndpoint = {
	method: 'POST',
	path: '/v1/refunds/:id',
	permission: 'rak_charge_write',
	parameters: ['metadata'],
	returns: 'refund',
	answer: (call) => {
		const refund = requireRefund(call);
		refund.metadata = mergeMetadata(refund.metadata ?? {}, call.parameters.metadata);
		emit(call, 'refund.updated', refund);
		return refund;
	},
};

/** Only refunds that wait for something that the customer must do can be canceled; those of debits never do. */
export const refundsCancel: StripeEndpoint = {
	method: 'POST',
	path: '/v1/refunds/:id/cancel',
	permission: 'rak_charge_write',
	parameters: [],
	returns: 'refund',
	answer: (call) => {
		const { status } = requireRefund(call);
		throw invalidRequest(
			`You cannot cancel this Refund because it has a status of ${status}. Only a Refund with a status of requires_action may be canceled.`,
		);
	},
};

const listAt = (path: string): StripeEndpoint => ({
	method: 'GET',
	path,
	permission: 'rak_charge_read',
	parameters: ['charge', 'created', 'payment_intent', ...listParameters],
	returns: 'list of refund',
	answer: ({ state, livemode, path, parameters }) => {
		const charge = path.charge ?? optionalText(parameters, 'charge');
		const intent = optionalText(parameters, 'payment_intent');
		const inTime = createdFilter(parameters);
		const found = [...state.refunds.values()]
			.filter((refund) => modeOf(state)(refund) === livemode && inTime(refund))
			.filter((refund) => !charge || refund.charge === charge)
			.filter((refund) => !intent || refund.payment_intent === intent)
			.reverse();
		const url = path.charge ? `/v1/charges/${path.charge}/refunds` : '/v1/refunds';
		return listPage(found, { url, what: 'refund', parameters, show: (refund) => refund });
	},
});

export const refundsList = listAt('/v1/refunds');
export const chargeRefundsList = listAt('/v1/charges/:charge/refunds');
