/** `/institutions/…`. @see https://plaid.com/docs/api/institutions/ */
import type {
	Institution,
	InstitutionStatus,
	InstitutionsGetByIdResponse,
	InstitutionsGetResponse,
	InstitutionsSearchResponse,
} from 'plaid';
import * as v from 'valibot';
import { endpoint, plaidTime } from '../endpoint.ts';
import { refuse } from '../errors.ts';
import { anyObject, boolean, countryCodes, integer, listOf, product, text } from '../fields.ts';
import { findInstitution, matchingInstitutions, type SandboxInstitution } from '../institutions.ts';
import type { Wire } from '../wire.ts';

const include = {
	include_optional_metadata: v.exactOptional(boolean),
	include_auth_metadata: v.exactOptional(v.nullable(boolean)),
	include_payment_initiation_metadata: v.exactOptional(v.nullable(boolean)),
};

export const institutionsGet = endpoint(
	v.strictObject({
		count: integer(1, 500),
		offset: integer(0, Number.MAX_SAFE_INTEGER),
		country_codes: countryCodes,
		options: v.exactOptional(
			v.strictObject({
				products: v.exactOptional(v.nullable(listOf(product))),
				routing_numbers: v.exactOptional(v.nullable(v.array(text, 'must be an array'))),
				oauth: v.exactOptional(v.nullable(boolean)),
				...include,
			}),
		),
	}),
	({ requestId }, { count, offset, country_codes, options = {} }) => {
		const found = matchingInstitutions({
			countries: country_codes,
			products: options.products,
			routingNumbers: options.routing_numbers,
			oauth: options.oauth,
		});
		return {
			institutions: found.slice(offset, offset + count).map((each) => institutionJson(each, options)),
			total: found.length,
			request_id: requestId,
		} satisfies Wire<InstitutionsGetResponse>;
	},
);

export const institutionsSearch = endpoint(
	v.strictObject({
		query: text,
		country_codes: countryCodes,
		products: v.exactOptional(v.nullable(listOf(product))),
		options: v.exactOptional(
			v.strictObject({
				oauth: v.exactOptional(v.nullable(boolean)),
				payment_initiation: v.exactOptional(v.nullable(anyObject)),
				...include,
			}),
		),
	}),
	({ requestId }, { query, country_codes, products, options = {} }) =>
		({
			institutions: matchingInstitutions({ countries: country_codes, products, oauth: options.oauth, query })
				.slice(0, 10)
				.map((each) => institutionJson(each, options)),
			request_id: requestId,
		}) satisfies Wire<InstitutionsSearchResponse>,
);

export const institutionsGetById = endpoint(
	v.strictObject({
		institution_id: text,
		country_codes: countryCodes,
		options: v.exactOptional(v.strictObject({ include_status: v.exactOptional(boolean), ...include })),
	}),
	({ state, requestId }, { institution_id, country_codes, options = {} }) => {
		const found = findInstitution(institution_id);
		if (!found?.countries.some((country) => country_codes.includes(country))) {
			throw refuse('INVALID_INSTITUTION');
		}
		return {
			institution: {
				...institutionJson(found, options),
				...(options.include_status ? { status: statusOf(found, state.clock.now()) } : {}),
			},
			request_id: requestId,
		} satisfies Wire<InstitutionsGetByIdResponse>;
	},
);

/** Optional parts are absent unless they were requested. */
function institutionJson(
	institution: SandboxInstitution,
	options: {
		include_optional_metadata?: boolean;
		include_auth_metadata?: boolean | null;
		include_payment_initiation_metadata?: boolean | null;
	},
) {
	const { auth } = institution;
	return {
		country_codes: institution.countries,
		institution_id: institution.id,
		name: institution.name,
		oauth: institution.oauth,
		products: institution.products,
		routing_numbers: institution.routingNumbers,
		dtc_numbers: [],
		...(options.include_optional_metadata
			? { logo: null, primary_color: institution.color, url: institution.url }
			: {}),
		...(options.include_auth_metadata
			? {
					auth_metadata: {
						supported_methods: {
							instant_auth: auth.instant,
							instant_match: auth.match,
							automated_micro_deposits: auth.automatedMicrodeposits,
							instant_micro_deposits: auth.instantMicrodeposits,
						},
					},
				}
			: {}),
		...(options.include_payment_initiation_metadata ? { payment_initiation_metadata: null } : {}),
	} satisfies Wire<Institution>;
}

/** The share of requests that succeed. */
const successRate = { healthy: 0.98, degraded: 0.6, down: 0.02, unsupported: 0 };
const statusName = { healthy: 'HEALTHY', degraded: 'DEGRADED', down: 'DOWN', unsupported: 'DOWN' } as const;

function statusOf(institution: SandboxInstitution, now: number): Wire<InstitutionStatus> {
	const share = successRate[institution.health];
	const failed = Math.round((1 - share) * 100) / 100;
	const service = {
		status: statusName[institution.health],
		last_status_change: plaidTime(now - 86_400_000),
		breakdown: { success: share, error_plaid: 0, error_institution: failed },
	};
	return { item_logins: service, auth: service, identity: service, transactions_updates: service };
}
