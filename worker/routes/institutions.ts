import type { Context } from 'hono';
import type { CountryCode, InstitutionsSearchRequest, Products } from 'plaid';
import type { AppEnv } from '../app-env.ts';
import { type InstitutionsAnswer, institutionsQuery } from '../contract.ts';
import type { Plaid } from '../plaid/client.ts';
import { queryOf } from './parameters.ts';

const pageSize = 50;

/**
 * `GET /v1/institutions`: banks by a part of their name, or page by page.
 * @see https://plaid.com/docs/api/institutions/
 */
export async function listInstitutions(c: Context<AppEnv>): Promise<Response> {
	const { query, products, offset = 0 } = queryOf(c, institutionsQuery);
	const config = c.get('config');
	const plaid = c.get('plaid');
	const wanted = (products?.split(',').map((product) => product.trim()) ?? config.products) as Products[];
	const country_codes = config.countryCodes as CountryCode[];

	const found =
		query === undefined
			? await plaid.institutionsGet({ count: pageSize, offset, country_codes, options: { products: wanted } })
			: await search(plaid, { query, products: wanted, country_codes });
	const answer: InstitutionsAnswer = {
		institutions: found.institutions.map(({ institution_id, name, products }) => ({
			institution_id,
			name,
			products,
		})),
		total: found.total,
		request_id: c.get('requestId'),
	};
	return c.json(answer);
}

/** A search has one page. */
async function search(plaid: Plaid, request: InstitutionsSearchRequest) {
	const { institutions } = await plaid.institutionsSearch(request);
	return { institutions, total: institutions.length };
}
