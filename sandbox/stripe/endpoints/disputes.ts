/** Disputes. @see https://docs.stripe.com/api/disputes */
import type { StripeCall, StripeEndpoint } from '../endpoint.ts';
import { invalidRequest } from '../errors.ts';
import type { Dispute } from '../records.ts';
import { findRecords, requireRecord } from '../requests/find-record.ts';
import { listPage, listParameters } from '../requests/pagination.ts';

const readPermission = 'rak_dispute_read';
const writePermission = 'rak_dispute_write';

/** The dispute that the path names. */
const requireDispute = (call: StripeCall): Dispute =>
	requireRecord(call, call.state.disputes, { id: call.path.id, what: 'dispute', param: 'dispute' });

export const disputesRetrieve: StripeEndpoint = {
	permission: readPermission,
	parameters: [],
	returns: 'dispute',
	handle: requireDispute,
};

export const disputesList: StripeEndpoint = {
	permission: readPermission,
	parameters: ['charge', 'created', 'payment_intent', ...listParameters],
	returns: { listOf: 'dispute' },
	handle: (call) =>
		listPage(findRecords(call, call.state.disputes, ['charge', 'payment_intent']), {
			url: '/v1/disputes',
			what: 'dispute',
			parameters: call.parameters,
			toJson: (dispute) => dispute,
		}),
};

/** Always refused: a merchant can neither contest nor accept a bank's return. */
const refuseResponse = (call: StripeCall): never => {
	const { id } = requireDispute(call);
	throw invalidRequest(`This dispute is already closed: ${id}. Disputes of ACH Direct Debit are final.`);
};

export const disputesUpdate: StripeEndpoint = {
	permission: writePermission,
	parameters: ['evidence', 'metadata', 'submit'],
	returns: 'dispute',
	handle: refuseResponse,
};

export const disputesClose: StripeEndpoint = {
	permission: writePermission,
	parameters: [],
	returns: 'dispute',
	handle: refuseResponse,
};
