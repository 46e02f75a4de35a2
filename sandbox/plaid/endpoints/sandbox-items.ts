/** `/sandbox/…` endpoints that change an Item. @see https://plaid.com/docs/api/sandbox/ */
import type {
	SandboxItemResetLoginResponse,
	SandboxItemSetVerificationStatusResponse,
	SandboxTransactionsCreateResponse,
} from 'plaid';
import * as v from 'valibot';
import { endpoint } from '../endpoint.ts';
import { refuse } from '../errors.ts';
import { accountId, date, listOf, oneOf, text } from '../fields.ts';
import { finishVerification, requireLogin } from '../item-lifecycle.ts';
import { findHealthyItem, findItem } from '../items.ts';
import { requireProduct } from '../products.ts';
import { customBooking, dayOf, parseDay } from '../transactions/bookings.ts';
import { isDynamicUser } from '../transactions/dynamic-user.ts';
import { addBookings, startFeed, updateFeed } from '../transactions/feed.ts';
import type { Wire } from '../wire.ts';
import { selectAccounts } from './accounts.ts';

export const sandboxItemResetLogin = endpoint(
	v.strictObject({ access_token: text }),
	({ state, clientId, requestId }, { access_token }) => {
		requireLogin(state, findItem(state, clientId, access_token));
		return { reset_login: true, request_id: requestId } satisfies Wire<SandboxItemResetLoginResponse>;
	},
);

export const sandboxItemSetVerificationStatus = endpoint(
	v.strictObject({
		access_token: text,
		account_id: accountId,
		verification_status: oneOf(['automatically_verified', 'verification_expired']),
	}),
	({ state, clientId, requestId }, { access_token, account_id, verification_status }) => {
		const item = findItem(state, clientId, access_token);
		const [account] = selectAccounts(item, [account_id]);
		if (account?.verification_status !== 'pending_automatic_verification') {
			throw refuse(
				'INVALID_FIELD',
				'account_id must be of an account that is pending automatic verification',
			);
		}
		finishVerification(state, item, { accountId: account_id, status: verification_status });
		return { request_id: requestId } satisfies Wire<SandboxItemSetVerificationStatusResponse>;
	},
);

const recentDays = 14;

export const sandboxTransactionsCreate = endpoint(
	v.strictObject({
		access_token: text,
		transactions: v.pipe(
			listOf(
				v.strictObject({
					date_transacted: date,
					date_posted: date,
					amount: v.number('must be a number'),
					description: text,
					iso_currency_code: v.exactOptional(text),
				}),
			),
			v.maxLength(10, 'must have at most 10 elements'),
		),
	}),
	({ state, clientId, requestId }, { access_token, transactions }) => {
		const item = findHealthyItem(state, clientId, access_token);
		if (!isDynamicUser(item)) {
			throw refuse('INVALID_FIELD', 'access_token must be of an Item of the user user_transactions_dynamic');
		}
		const today = dayOf(state.clock.now());
		for (const { date_transacted, date_posted } of transactions) {
			for (const [name, value] of Object.entries({ date_transacted, date_posted })) {
				const day = parseDay(value);
				if (day > today || day < today - recentDays) {
					throw refuse(
						'INVALID_FIELD',
						`${name} must be the present date or a date up to ${recentDays} days in the past`,
					);
				}
			}
		}
		const account = item.accounts.find(({ type }) => type === 'depository');
		if (!account) throw refuse('NO_ACCOUNTS');
		requireProduct(item, 'transactions');
		if (startFeed(state, item).status !== 'HISTORICAL_UPDATE_COMPLETE') throw refuse('PRODUCT_NOT_READY');
		updateFeed(state, item, (feed) =>
			addBookings(
				state,
				feed,
				transactions.map(({ iso_currency_code: currency = 'USD', ...transaction }) =>
					customBooking(account, { ...transaction, currency }),
				),
			),
		);
		return { request_id: requestId } satisfies Wire<SandboxTransactionsCreateResponse>;
	},
);
