import type { InstitutionsAnswer } from '../../worker/contract.ts';
import { request } from './backend.ts';

export type InstitutionsQuery = {
	/** Part of a name; without it, Plaid's list, page by page. */
	query?: string;
	/** Plaid's products; by default those that the backend is configured for. */
	products?: string[];
	/** How many to skip. */
	offset?: number;
	signal?: AbortSignal;
};

export type InstitutionList = {
	institutions: { id: string; name: string; products: string[] }[];
	/** How many there are in all; a search finds at most ten. */
	total: number;
};

/** Throws what `post` throws. */
export async function findInstitutions(
	backend: string,
	{ query, products, offset, signal = new AbortController().signal }: InstitutionsQuery,
): Promise<InstitutionList> {
	const parameters = new URLSearchParams({
		...(query && { query }),
		...(products && { products: products.join() }),
		...(offset && { offset: String(offset) }),
	});
	const answer = await request<InstitutionsAnswer>(`institutions?${parameters}`, { backend, signal });
	return {
		institutions: answer.institutions.map(({ institution_id, name, products }) => ({
			id: institution_id,
			name,
			products,
		})),
		total: answer.total,
	};
}
