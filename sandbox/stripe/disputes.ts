/**
 * Disputes: of a bank debit final as soon as they are there. The first takes the account's mandates away, the
 * second blocks the account.
 * @see https://docs.stripe.com/payments/ach-direct-debit#disputed-payments
 */
import type { State } from '../state.ts';
import { createBalanceTransaction } from './balance-transactions.ts';
import { byItself, emit } from './emit.ts';
import { type StripeEndpoint, stripeTime } from './endpoint.ts';
import { invalidRequest } from './errors.ts';
import { createdFilter, listPage, listParameters } from './lists.ts';
import { requireRecord } from './lookup.ts';
import { revokeMandate } from './mandates.ts';
import { paymentMethodObject } from './objects.ts';
import { optionalText } from './parameters.ts';
import type { Charge, Dispute } from './records.ts';

export function openDispute(state: State, charge: Charge, reason: string): void {
	const cause = byItself(state, charge.livemode);
	const id = state.ids.stripe('du', 24);
	charge.disputed = true;
	const record: Dispute = {
		id,
		object: 'dispute',
		amount: charge.amount,
		balance_transactions: [createBalanceTransaction(state, charge, 'adjustment', { source: id })],
		charge: charge.id,
		created: stripeTime(state.clock.now()),
		currency: charge.currency,
		enhanced_eligibility_types: [],
		evidence: noEvidence,
		evidence_details: {
			due_by: null,
			enhanced_eligibility: {},
			has_evidence: false,
			past_due: false,
			submission_count: 0,
			submission_method: 'not_submitted',
		},
		intended_submission_method: null,
		is_charge_refundable: false,
		livemode: charge.livemode,
		metadata: {},
		payment_intent: charge.payment_intent,
		reason,
		status: 'needs_response',
	};
	state.disputes.set(id, record);
	emit(cause, 'charge.dispute.created', record);
	// A debit by the old way stays open; nobody can answer it all the same.
	if (charge.payment_intent === null) return;
	record.status = 'lost';
	emit(cause, 'charge.dispute.closed', record, { status: 'needs_response' });
	for (const mandate of state.mandates.values()) {
		if (mandate.payment_method === charge.payment_method) revokeMandate(cause, mandate);
	}
	blockAfterSecond(state, charge);
}

function blockAfterSecond(state: State, charge: Charge): void {
	const account = state.bankAccounts.get(charge.payment_method ?? '');
	const disputed = [...state.charges.values()].filter(
		(one) => one.payment_method === charge.payment_method && one.disputed,
	);
	if (account && disputed.length > 1) {
		blockAccount(state, account.id, { network_code: 'R10', reason: 'debit_not_authorized' });
	}
}

/** No debit is taken from the account any more. */
export function blockAccount(
	state: State,
	id: string,
	blocked: NonNullable<Parameters<typeof paymentMethodObject>[0]['blocked']>,
): void {
	const account = state.bankAccounts.get(id);
	if (!account || account.blocked) return;
	const before = paymentMethodObject(account).us_bank_account;
	account.blocked = blocked;
	const cause = byItself(state, account.livemode);
	emit(cause, 'payment_method.automatically_updated', paymentMethodObject(account), {
		us_bank_account: { status_details: before.status_details },
	});
}

const disputeOf = { what: 'dispute', param: 'dispute' };

export const disputesRetrieve: StripeEndpoint = {
	method: 'GET',
	path: '/v1/disputes/:id',
	permission: 'rak_dispute_read',
	parameters: [],
	returns: 'dispute',
	answer: ({ state, livemode, path }) => requireRecord(state.disputes, path.id, { ...disputeOf, livemode }),
};

export const disputesList: StripeEndpoint = {
	method: 'GET',
	path: '/v1/disputes',
	permission: 'rak_dispute_read',
	parameters: ['charge', 'created', 'payment_intent', ...listParameters],
	returns: 'list of dispute',
	answer: ({ state, livemode, parameters }) => {
		const charge = optionalText(parameters, 'charge');
		const intent = optionalText(parameters, 'payment_intent');
		const inTime = createdFilter(parameters);
		const found = [...state.disputes.values()]
			.filter((one) => one.livemode === livemode && inTime(one))
			.filter((one) => !charge || one.charge === charge)
			.filter((one) => !intent || one.payment_intent === intent)
			.reverse();
		return listPage(found, { url: '/v1/disputes', what: 'dispute', parameters, show: (one) => one });
	},
};

/** There is no appeal: neither evidence nor giving in changes a bank's return. */
const finalAt = (path: string, parameters: string[]): StripeEndpoint => ({
	method: 'POST',
	path,
	permission: 'rak_dispute_write',
	parameters,
	returns: 'dispute',
	answer: ({ state, livemode, path }) => {
		const { id } = requireRecord(state.disputes, path.id, { ...disputeOf, livemode });
		throw invalidRequest(`This dispute is already closed: ${id}. Disputes of ACH Direct Debit are final.`);
	},
});

export const disputesUpdate = finalAt('/v1/disputes/:id', ['evidence', 'metadata', 'submit']);
export const disputesClose = finalAt('/v1/disputes/:id/close', []);

const noEvidence: Dispute['evidence'] = {
	access_activity_log: null,
	billing_address: null,
	cancellation_policy: null,
	cancellation_policy_disclosure: null,
	cancellation_rebuttal: null,
	customer_communication: null,
	customer_email_address: null,
	customer_name: null,
	customer_purchase_ip: null,
	customer_signature: null,
	duplicate_charge_documentation: null,
	duplicate_charge_explanation: null,
	duplicate_charge_id: null,
	enhanced_evidence: {},
	product_description: null,
	receipt: null,
	refund_policy: null,
	refund_policy_disclosure: null,
	refund_refusal_explanation: null,
	service_date: null,
	service_documentation: null,
	shipping_address: null,
	shipping_carrier: null,
	shipping_date: null,
	shipping_documentation: null,
	shipping_tracking_number: null,
	uncategorized_file: null,
	uncategorized_text: null,
};
