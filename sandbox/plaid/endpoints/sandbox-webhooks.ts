/** `/sandbox/item/fire_webhook`: sends an example of a webhook. @see https://plaid.com/docs/api/sandbox/#sandboxitemfire_webhook */
import type { SandboxItemFireWebhookResponse } from 'plaid';
import * as v from 'valibot';
import type { State } from '../../state.ts';
import { isAuthAccount } from '../accounts.ts';
import { endpoint } from '../endpoint.ts';
import { refuse } from '../errors.ts';
import { oneOf, text } from '../fields.ts';
import { findItem } from '../items.ts';
import type { Item, Product } from '../records.ts';
import { sendItemWebhook, webhookError } from '../webhooks.ts';
import type { Wire } from '../wire.ts';

const types = [
	...(['AUTH', 'HOLDINGS', 'INVESTMENTS_TRANSACTIONS', 'ITEM', 'LIABILITIES', 'TRANSACTIONS'] as const),
	...(['ASSETS', 'IDENTITY'] as const),
] as const;

const codes = [
	...(['DEFAULT_UPDATE', 'NEW_ACCOUNTS_AVAILABLE', 'SMS_MICRODEPOSITS_VERIFICATION'] as const),
	...(['AUTHORIZATION_GRANTED', 'USER_PERMISSION_REVOKED', 'USER_ACCOUNT_REVOKED'] as const),
	...(['PENDING_DISCONNECT', 'RECURRING_TRANSACTIONS_UPDATE', 'LOGIN_REPAIRED'] as const),
	...(['SYNC_UPDATES_AVAILABLE', 'PRODUCT_READY', 'ERROR'] as const),
] as const;

type Type = (typeof types)[number];
type Code = (typeof codes)[number];

/** `product` is the product that the Item must have for this webhook. */
type ExampleWebhook = { type: string; product?: Product; details: Record<string, unknown> };

export const sandboxItemFireWebhook = endpoint(
	v.strictObject({
		access_token: text,
		webhook_type: v.exactOptional(oneOf(types)),
		webhook_code: oneOf(codes),
	}),
	({ state, clientId, requestId }, { access_token, webhook_type, webhook_code }) => {
		const item = findItem(state, clientId, access_token);
		if (item.webhook === null) throw refuse('SANDBOX_WEBHOOK_INVALID');
		const { type, product, details } = exampleWebhook(state, item, {
			code: webhook_code,
			type: webhook_type,
		});
		if (webhook_type !== undefined && webhook_type !== type) {
			throw refuse('INVALID_FIELD', `webhook_code ${webhook_code} is of the webhook_type ${type}`);
		}
		if (product !== undefined && !item.products.includes(product)) {
			throw refuse('SANDBOX_PRODUCT_NOT_ENABLED', `The ${product} product is not enabled on this item`);
		}
		sendItemWebhook(state, item, { webhook_type: type, webhook_code, ...details });
		return { webhook_fired: true, request_id: requestId } satisfies Wire<SandboxItemFireWebhookResponse>;
	},
);

function exampleWebhook(
	state: State,
	item: Item,
	{ code, type }: { code: Code; type: Type | undefined },
): ExampleWebhook {
	const account = item.accounts.find(isAuthAccount) ?? item.accounts[0];
	const account_id = account?.account_id ?? '';
	switch (code) {
		case 'DEFAULT_UPDATE':
			return defaultUpdate(type ?? 'TRANSACTIONS', account_id);
		case 'NEW_ACCOUNTS_AVAILABLE':
			return { type: 'ITEM', details: { error: null } };
		case 'SMS_MICRODEPOSITS_VERIFICATION':
			return { type: 'AUTH', product: 'auth', details: { account_id, status: 'MANUALLY_VERIFIED' } };
		case 'AUTHORIZATION_GRANTED':
			return { type: 'ITEM', details: {} };
		case 'USER_PERMISSION_REVOKED': {
			const { request_id: _, ...error } = refuse('USER_PERMISSION_REVOKED').body('');
			// In this webhook the type is ITEM_ERROR, as in Plaid's example.
			return { type: 'ITEM', details: { error: { ...webhookError(error), error_type: 'ITEM_ERROR' } } };
		}
		case 'USER_ACCOUNT_REVOKED':
			return { type: 'ITEM', details: { account_id } };
		case 'PENDING_DISCONNECT': {
			const disconnectTime = new Date(state.clock.now() + 7 * 86_400_000).toISOString();
			return {
				type: 'ITEM',
				details: { reason: 'INSTITUTION_MIGRATION', disconnect_time: disconnectTime },
			};
		}
		case 'LOGIN_REPAIRED':
			return { type: 'ITEM', details: {} };
		case 'RECURRING_TRANSACTIONS_UPDATE': {
			const account_ids = item.accounts.map(({ account_id }) => account_id);
			return { type: 'TRANSACTIONS', product: 'transactions', details: { account_ids } };
		}
		case 'SYNC_UPDATES_AVAILABLE':
			return {
				type: 'TRANSACTIONS',
				product: 'transactions',
				details: { initial_update_complete: true, historical_update_complete: true },
			};
		case 'PRODUCT_READY':
			return {
				type: 'ASSETS',
				product: 'assets',
				details: { asset_report_id: state.ids.uuid('asset report') },
			};
		case 'ERROR': {
			const error = {
				error_type: 'ASSET_REPORT_ERROR',
				error_code: 'PRODUCT_NOT_ENABLED',
				error_message: "the 'assets' product is not enabled for the following access tokens",
				display_message: null,
				status: 400,
			};
			return {
				type: 'ASSETS',
				product: 'assets',
				details: { asset_report_id: state.ids.uuid('asset report'), error },
			};
		}
	}
}

function defaultUpdate(type: Type, accountId: string): ExampleWebhook {
	switch (type) {
		case 'AUTH':
			return {
				type,
				product: 'auth',
				details: {
					account_ids_with_new_auth: [],
					account_ids_with_updated_auth: { [accountId]: ['ACCOUNT_NUMBER'] },
					error: null,
				},
			};
		case 'IDENTITY':
			return {
				type,
				product: 'identity',
				details: { account_ids_with_updated_identity: { [accountId]: ['PHONES'] }, error: null },
			};
		case 'TRANSACTIONS':
			return { type, product: 'transactions', details: { new_transactions: 0, error: null } };
		case 'HOLDINGS':
			return {
				type,
				product: 'investments',
				details: { new_holdings: 0, updated_holdings: 1, error: null },
			};
		case 'INVESTMENTS_TRANSACTIONS':
			return {
				type,
				product: 'investments',
				details: { new_investments_transactions: 1, cancelled_investments_transactions: 0, error: null },
			};
		case 'LIABILITIES':
			return {
				type,
				product: 'liabilities',
				details: {
					account_ids_with_new_liabilities: [],
					account_ids_with_updated_liabilities: { [accountId]: ['past_amount_due'] },
					error: null,
				},
			};
		default:
			throw refuse(
				'INVALID_FIELD',
				`webhook_type must be one of AUTH, IDENTITY, TRANSACTIONS, INVESTMENTS_TRANSACTIONS, LIABILITIES, HOLDINGS for DEFAULT_UPDATE`,
			);
	}
}
