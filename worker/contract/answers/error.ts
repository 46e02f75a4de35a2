/** The body of every answer that is not 2xx. */
import * as v from 'valibot';
import { described, nullable } from '../describe.ts';
import { recoveries } from '../error-catalog/row.ts';
import { type ErrorCode, errorCatalog } from '../errors.ts';
import { id, requestId } from './fields.ts';

const upstreamRequestId = nullable(
	v.string(),
	'The id of the request there, for a support ticket. Null if there was none.',
);

const errorCodes = Object.keys(errorCatalog) as ErrorCode[];

export const errorAnswer = described(
	v.strictObject({
		error: described(
			v.strictObject({
				code: described(
					v.picklist(errorCodes),
					'What went wrong, one of a closed list. Decide by this.',
					'link_token_expired',
				),
				message: described(
					v.string(),
					'For a developer: what happened and what to do. It can change at any time.',
				),
				display_message: nullable(
					v.string(),
					'For the shopper, in English. Null if a shopper can do nothing about it.',
				),
				retryable: described(
					v.boolean(),
					'Whether the same request may succeed after the seconds in the header `Retry-After`. Sending it again does nothing twice.',
				),
				recovery: described(
					v.picklist(recoveries),
					'What gets the shopper past it. `retry`: the same request can succeed later. `new_link_session`: open Link with a new Link token. `repair`: open Link in update mode for this connection. `reload`: load the page again. `none`: nothing that the shopper does helps. Treat other values as `none`.',
				),
				param: nullable(
					v.string(),
					'The field or header that is wrong, as a path such as `authorization.amount`. Null if it is none.',
					'account_id',
				),
				documentation_url: described(v.pipe(v.string(), v.url()), 'Where this code is explained.'),
				request_id: requestId,
				plaid: nullable(
					v.strictObject({
						error_type: described(v.string(), 'Plaid’s error type.', 'ITEM_ERROR'),
						error_code: described(v.string(), 'Plaid’s error code.', 'ITEM_LOGIN_REQUIRED'),
						request_id: upstreamRequestId,
					}),
					'What Plaid said. Null if Plaid did not refuse.',
				),
				stripe: v.exactOptional(
					described(
						v.strictObject({
							type: described(v.string(), 'Stripe’s error type.', 'card_error'),
							code: nullable(v.string(), 'Stripe’s error code. Null if it has none.'),
							request_id: upstreamRequestId,
						}),
						'What Stripe said. Present only if Stripe refused.',
					),
				),
				payment: v.exactOptional(id('pay', 'The payment that failed. Present only with `payment_refused`.')),
				connection: v.exactOptional(
					id(
						'conn',
						'The existing connection to the same account. Present only with `duplicate_connection`.',
					),
				),
			}),
			'The error.',
		),
	}),
	'An error.',
);
export type ErrorAnswer = v.InferOutput<typeof errorAnswer>;
