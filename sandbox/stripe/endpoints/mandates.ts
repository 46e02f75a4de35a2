/** Mandates. @see https://docs.stripe.com/api/mandates */
import type { StripeEndpoint } from '../endpoint.ts';
import { requireRecord } from '../requests/find-record.ts';

export const mandatesRetrieve: StripeEndpoint = {
	permission: 'rak_mandate_read',
	parameters: [],
	returns: 'mandate',
	handle: (call) =>
		requireRecord(call, call.state.mandates, { id: call.path.id, what: 'mandate', param: 'mandate' }),
};
