/**
 * Disputes of bank debits. They are lost from the start. The first one revokes the account's mandates, the second one
 * blocks the account.
 * @see https://docs.stripe.com/payments/ach-direct-debit#disputed-payments
 */
import type { State } from '../../state.ts';
import { paymentMethodJson } from '../customers/json.ts';
import { revokeMandate } from '../customers/mandates.ts';
import { stripeTime, withoutRequest } from '../endpoint.ts';
import { emit, emitChange } from '../events/emit.ts';
import type { BlockedAccount, Charge, Dispute } from '../records.ts';
import { createBalanceTransaction } from './balance-transactions.ts';

export function openDispute(state: State, charge: Charge, reason: string): void {
	const cause = withoutRequest(state, charge.livemode);
	const id = state.ids.stripe('du', 24);
	charge.disputed = true;
	const dispute: Dispute = {
		id,
		object: 'dispute',
		amount: charge.amount,
		balance_transactions: [createBalanceTransaction(state, charge, { type: 'adjustment', source: id })],
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
	state.disputes.set(id, dispute);
	emit(cause, 'charge.dispute.created', dispute);
	// A debit by the Charges API has no mandate, and its dispute stays open, although no response is possible.
	if (charge.payment_intent === null) return;
	dispute.status = 'lost';
	emitChange(cause, 'charge.dispute.closed', { object: dispute, previous: { status: 'needs_response' } });
	for (const mandate of state.mandates.values()) {
		if (mandate.payment_method === charge.payment_method) revokeMandate(cause, mandate);
	}
	blockAfterSecondDispute(state, charge);
}

function blockAfterSecondDispute(state: State, { payment_method }: Charge): void {
	const disputed = [...state.charges.values()].filter(
		(charge) => charge.payment_method === payment_method && charge.disputed,
	);
	if (disputed.length < 2) return;
	blockAccount(state, payment_method, { network_code: 'R10', reason: 'debit_not_authorized' });
}

/** Stripe refuses all further debits from the account. */
export function blockAccount(state: State, id: string | null, blocked: BlockedAccount): void {
	const account = state.bankAccounts.get(id ?? '');
	if (!account || account.blocked) return;
	const { status_details } = paymentMethodJson(account).us_bank_account;
	account.blocked = blocked;
	emitChange(withoutRequest(state, account.livemode), 'payment_method.automatically_updated', {
		object: paymentMethodJson(account),
		previous: { us_bank_account: { status_details } },
	});
}

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
