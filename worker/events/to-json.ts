/** An event as the merchant reads it, both in a delivery and in a list. */
import type { MerchantEvent } from '../contract.ts';
import type { EventRow } from '../store/schema.ts';

export const eventToJson = (row: EventRow, livemode: boolean): MerchantEvent => ({
	id: row.id,
	object: 'event',
	type: row.type,
	created_at: new Date(row.createdAt).toISOString(),
	livemode,
	data: row.data,
});
