/** `/link/token/create` and `/link/token/get`. @see https://plaid.com/docs/api/link/ */
import type { LinkTokenCreateResponse, LinkTokenGetResponse } from 'plaid';
import * as v from 'valibot';
import type { State } from '../../state.ts';
import { endpoint, type PlaidEndpoint, plaidTime } from '../endpoint.ts';
import { refuse } from '../errors.ts';
import { text } from '../fields.ts';
import { findInstitution } from '../institutions.ts';
import { findItem } from '../items.ts';
import { checkLinkTokenRequest } from '../link-token-request.ts';
import { createLinkToken } from '../link-tokens.ts';
import type { LinkSession, LinkToken } from '../records.ts';
import type { Wire } from '../wire.ts';

/** How long `/link/token/get` returns a session after its end, in milliseconds. */
const sessionRetention = 6 * 3_600_000;

export const linkTokenCreate: PlaidEndpoint = ({ state, clientId, requestId, fields }) => {
	const request = checkLinkTokenRequest(fields);
	if (request.institution_id && !findInstitution(request.institution_id)) throw refuse('INVALID_INSTITUTION');
	if (
		request.user_id &&
		![...state.plaidUsers.values()].some(
			(user) => user.userId === request.user_id && user.clientId === clientId,
		)
	) {
		throw refuse('INVALID_USER_ID');
	}
	requireAllowedRedirect(state, request.redirect_uri);
	const updated = request.access_token ? findItem(state, clientId, request.access_token) : null;
	const token = createLinkToken(state, { clientId, request, updateItemId: updated?.itemId ?? null });
	return {
		expiration: plaidTime(token.expiresAt),
		link_token: token.linkToken,
		...(request.hosted_link
			? { hosted_link_url: `https://secure.plaid.com/link/${token.linkToken.slice(-36)}` }
			: {}),
		...(request.user_id ? { user_id: request.user_id } : {}),
		request_id: requestId,
	} satisfies Wire<LinkTokenCreateResponse>;
};

export const linkTokenGet = endpoint(
	v.strictObject({ link_token: text }),
	({ state, clientId, requestId }, request) => {
		const token = state.linkTokens.get(request.link_token);
		if (!token || token.clientId !== clientId) throw refuse('INVALID_LINK_TOKEN');
		const { request: created } = token;
		const now = state.clock.now();
		const sessions = token.sessions.filter(
			({ finishedAt }) => finishedAt === null || now - finishedAt < sessionRetention,
		);
		return {
			created_at: plaidTime(token.createdAt),
			expiration: plaidTime(token.expiresAt),
			...(sessions.length > 0
				? { link_sessions: sessions.map((session) => sessionJson(state, token, session)).reverse() }
				: {}),
			link_token: token.linkToken,
			metadata: {
				initial_products: created.products ?? [],
				webhook: created.webhook ?? null,
				country_codes: created.country_codes,
				language: created.language as string,
				...(created.institution_data ? { institution_data: created.institution_data } : {}),
				...(created.account_filters ? { account_filters: created.account_filters } : {}),
				redirect_uri: created.redirect_uri ?? null,
				client_name: created.client_name,
			},
			...(created.user_id ? { user_id: created.user_id } : {}),
			request_id: requestId,
		} satisfies Wire<LinkTokenGetResponse>;
	},
);

type SessionJson = NonNullable<Wire<LinkTokenGetResponse>['link_sessions']>[number];

/** Results are always included, events (newest first) for Hosted Link only. */
function sessionJson(state: State, token: LinkToken, session: LinkSession): SessionJson {
	return {
		link_session_id: session.linkSessionId,
		started_at: plaidTime(session.startedAt),
		finished_at: session.finishedAt === null ? null : plaidTime(session.finishedAt),
		exit: session.exit,
		...(token.request.hosted_link ? { events: [...session.events].reverse() } : {}),
		results: {
			item_add_results: session.itemAddResults.map(({ publicToken, itemId }) => {
				const item = state.items.get(itemId);
				return {
					public_token: publicToken,
					accounts: (item?.accounts ?? []).map((account) => ({
						id: account.account_id,
						name: account.name,
						mask: account.mask,
						type: account.type,
						subtype: account.subtype ?? '',
						verification_status: account.verification_status ?? null,
						class_type: null,
					})),
					institution:
						item?.institutionId && item.institutionName
							? { name: item.institutionName, institution_id: item.institutionId }
							: null,
				};
			}),
			cra_item_add_results: [],
			cra_update_results: [],
			bank_income_results: [],
			payroll_income_results: [],
			document_income_results: null,
		},
	};
}

/** If redirect URIs are registered, as in Plaid's dashboard, throws INVALID_FIELD for any other. */
function requireAllowedRedirect(state: State, redirect: string | undefined): void {
	const { redirect_uris: allowed } = state.plaid;
	if (redirect === undefined || allowed === null) return;
	if (!allowed.some((entry) => matchesWildcard(entry, redirect))) {
		throw refuse(
			'INVALID_FIELD',
			'OAuth redirect URI must be configured in the developer dashboard. See https://plaid.com/docs/#oauth-redirect-uris',
		);
	}
}

/** In a registered URI, `*` matches one or more labels of the host. */
function matchesWildcard(entry: string, redirect: string): boolean {
	const [before, after] = entry.split('*', 2);
	if (before === undefined || after === undefined) return entry === redirect;
	const middle = redirect.slice(before.length, redirect.length - after.length);
	return redirect.startsWith(before) && redirect.endsWith(after) && /^[a-z0-9.-]+$/i.test(middle);
}
