/** Refunds. @see https://docs.stripe.com/api/refunds */
import type { StripeCall, StripeEndpoint } from '../endpoint.ts';
import { invalidRequest, missingParameter } from '../errors.ts';
import { emit } from '../events/emit.ts';
import { createRefund, refundMode } from '../payments/refunds.ts';
import type { Charge, Refund } from '../records.ts';
import { mergeMetadata, requiredAmount } from '../requests/common-fields.ts';
import { requireRecord } from '../requests/find-record.ts';
import { createdFilter, listPage, listParameters } from '../requests/pagination.ts';
import { optionalChoice, optionalText } from '../requests/parameters.ts';

const readPermission = 'rak_charge_read';
const writePermission = 'rak_charge_write';

export const refundsCreate: StripeEndpoint = {
	permission: writePermission,
	parameters: [
		...['amount', 'charge', 'currency', 'customer', 'instructions_email', 'metadata', 'origin'],
		...['payment_intent', 'reason', 'refund_application_fee', 'reverse_transfer'],
	],
	returns: 'refund',
	handle: (call) => {
		const { parameters } = call;
		const amount = parameters.amount === undefined ? null : requiredAmount(parameters);
		const reasons = ['duplicate', 'fraudulent', 'requested_by_customer'] as const;
		const reason = optionalChoice(parameters, 'reason', reasons) ?? null;
		const metadata = mergeMetadata({}, parameters.metadata);
		return createRefund(call, requireNamedCharge(call), { amount, reason, metadata });
	},
};

/** The charge in `charge`, or the latest one of the intent in `payment_intent`. */
function requireNamedCharge(call: StripeCall): Charge {
	const { state, parameters } = call;
	const chargeId = optionalText(parameters, 'charge');
	const intentId = optionalText(parameters, 'payment_intent');
	if (chargeId) {
		return requireRecord(call, state.charges, {
			id: chargeId,
			what: 'charge',
			param: 'charge',
			status: 400,
		});
	}
	if (!intentId) throw missingParameter('charge');
	const intent = requireRecord(call, state.paymentIntents, {
		id: intentId,
		what: 'payment_intent',
		param: 'payment_intent',
		status: 400,
	});
	const charge = state.charges.get(intent.latest_charge ?? '');
	if (charge && charge.status !== 'failed') return charge;
	throw invalidRequest(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
		param: 'payment_intent',
	});
}

/** The refund that the path names. */
const requireRefund = (call: StripeCall): Refund =>
	requireRecord(call, call.state.refunds, {
		id: call.path.id,
		what: 'refund',
		param: 'id',
		modeOf: refundMode(call.state),
	});

export const refundsRetrieve: StripeEndpoint = {
	permission: readPermission,
	parameters: [],
	returns: 'refund',
	handle: requireRefund,
};

export const refundsUpdate: StripeEndpoint = {
	permission: writePermission,
	parameters: ['metadata'],
	returns: 'refund',
	handle: (call) => {
		const refund = requireRefund(call);
		refund.metadata = mergeMetadata(refund.metadata ?? {}, call.parameters.metadata);
		emit(call, 'refund.updated', refund);
		return refund;
	},
};

/** Always refused: a refund of a bank debit never requires an action of the customer. */
export const refundsCancel: StripeEndpoint = {
	permission: writePermission,
	parameters: [],
	returns: 'refund',
	handle: (call) => {
		const { status } = requireRefund(call);
		throw invalidRequest(
			`You cannot cancel this Refund because it has a status of ${status}. Only a Refund with a status of requires_action may be canceled.`,
		);
	},
};

export const refundsList: StripeEndpoint = {
	permission: readPermission,
	parameters: ['charge', 'created', 'payment_intent', ...listParameters],
	returns: { listOf: 'refund' },
	handle: ({ state, livemode, path, parameters }) => {
		const charge = path.charge ?? optionalText(parameters, 'charge');
		const intent = optionalText(parameters, 'payment_intent');
		const wasCreated = createdFilter(parameters);
		const modeOf = refundMode(state);
		const found = [...state.refunds.values()]
			.filter((refund) => modeOf(refund) === livemode && wasCreated(refund))
			.filter((refund) => !charge || refund.charge === charge)
			.filter((refund) => !intent || refund.payment_intent === intent)
			.reverse();
		const url = path.charge ? `/v1/charges/${path.charge}/refunds` : '/v1/refunds';
		return listPage(found, { url, what: 'refund', parameters, toJson: (refund) => refund });
	},
};

/** The older path, which names the charge. The official client no longer has it. */
export const chargesListRefunds: StripeEndpoint = refundsList;
