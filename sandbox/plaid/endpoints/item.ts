/**
 * `/item/…`: exchanges the public token, reads and removes the Item, changes its webhook URL and access token.
 * @see https://plaid.com/docs/api/items/
 */
import type {
	ItemAccessTokenInvalidateResponse,
	ItemGetResponse,
	ItemPublicTokenExchangeResponse,
	ItemRemoveResponse,
	ItemWebhookUpdateResponse,
	Item as PlaidItem,
} from 'plaid';
import * as v from 'valibot';
import { endpoint, plaidTime } from '../endpoint.ts';
import { anyText, oneOf, text, url } from '../fields.ts';
import { findInstitution } from '../institutions.ts';
import { exchangePublicToken, findItem, removeItem } from '../items.ts';
import type { Item, Product } from '../records.ts';
import { sendItemWebhook } from '../webhooks.ts';
import type { Wire } from '../wire.ts';

export const itemPublicTokenExchange = endpoint(
	v.strictObject({ public_token: text }),
	({ state, clientId, requestId }, { public_token }) => {
		const item = exchangePublicToken(state, clientId, public_token);
		return {
			access_token: item.accessToken,
			item_id: item.itemId,
			request_id: requestId,
		} satisfies Wire<ItemPublicTokenExchangeResponse>;
	},
);

/** The Item as every endpoint returns it. Only `/item/get` includes its error. */
export function itemJson(item: Item) {
	const offered: readonly Product[] = findInstitution(item.institutionId ?? '')?.products ?? [];
	return {
		available_products: offered.filter((product) => !item.products.includes(product)),
		billed_products: item.products,
		consent_expiration_time: null,
		error: null,
		institution_id: item.institutionId,
		institution_name: item.institutionName,
		item_id: item.itemId,
		products: item.products,
		update_type: 'background' as const,
		webhook: item.webhook,
		...(item.authMethod === null ? {} : { auth_method: item.authMethod }),
	} satisfies Wire<PlaidItem>;
}

export const itemGet = endpoint(
	v.strictObject({ access_token: text }),
	({ state, clientId, requestId }, { access_token }) => {
		const item = findItem(state, clientId, access_token);
		return {
			item: { ...itemJson(item), created_at: plaidTime(item.createdAt), error: item.error },
			status: {
				investments: { last_successful_update: null, last_failed_update: null },
				transactions: {
					last_successful_update: item.feed?.updatedAt ? plaidTime(item.feed.updatedAt) : null,
					last_failed_update: null,
				},
				last_webhook: item.lastWebhook && {
					sent_at: plaidTime(item.lastWebhook.sentAt),
					code_sent: item.lastWebhook.code,
				},
			},
			request_id: requestId,
		} satisfies Wire<ItemGetResponse>;
	},
);

const reasonCodes = [
	...(['FRAUD_FIRST_PARTY', 'FRAUD_FALSE_IDENTITY', 'FRAUD_ABUSE', 'FRAUD_OTHER'] as const),
	...(['CONNECTION_IS_NON_FUNCTIONAL', 'OTHER'] as const),
] as const;

export const itemRemove = endpoint(
	v.strictObject({
		access_token: text,
		reason_code: v.exactOptional(v.nullable(oneOf(reasonCodes))),
		reason_note: v.exactOptional(
			v.nullable(v.pipe(anyText, v.maxLength(512, 'must be at most 512 characters'))),
		),
	}),
	({ state, clientId, requestId }, { access_token }) => {
		removeItem(state, findItem(state, clientId, access_token));
		return { request_id: requestId } satisfies Wire<ItemRemoveResponse>;
	},
);

/** The acknowledgment goes to the new URL. */
export const itemWebhookUpdate = endpoint(
	v.strictObject({ access_token: text, webhook: v.exactOptional(v.nullable(url)) }),
	({ state, clientId, requestId }, { access_token, webhook = null }) => {
		const item = findItem(state, clientId, access_token);
		item.webhook = webhook;
		sendItemWebhook(state, item, {
			webhook_type: 'ITEM',
			webhook_code: 'WEBHOOK_UPDATE_ACKNOWLEDGED',
			error: null,
			new_webhook_url: webhook,
		});
		return { item: itemJson(item), request_id: requestId } satisfies Wire<ItemWebhookUpdateResponse>;
	},
);

/** The old access token becomes invalid immediately. */
export const itemAccessTokenInvalidate = endpoint(
	v.strictObject({ access_token: text }),
	({ state, clientId, requestId }, { access_token }) => {
		const item = findItem(state, clientId, access_token);
		const accessToken = state.ids.accessToken();
		state.accessTokens.delete(access_token);
		state.accessTokens.set(accessToken, item.itemId);
		item.accessToken = accessToken;
		return {
			new_access_token: accessToken,
			request_id: requestId,
		} satisfies Wire<ItemAccessTokenInvalidateResponse>;
	},
);
