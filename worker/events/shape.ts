import type { MerchantEvent } from '../contract.ts';
import type { EventRow } from '../store/schema.ts';

/** An event as the merchant reads it, whether it is sent or listed. */
export const merchantEvent = (row: EventRow, livemode: boolean): MerchantEvent => ({
	id: row.id,
	object: 'event',
	type: row.type,
	created_at: new Date(row.createdAt).toISOString(),
	livemode,
	data: row.data,
});
