/** Plaid's official client, unchanged, against the sandbox on a port. */
import { Configuration, CountryCode, PlaidApi, type PlaidError, Products } from 'plaid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';

let running: Awaited<ReturnType<typeof startSandbox>>;
let plaid: PlaidApi;

const clientFor = (secret: string) =>
	new PlaidApi(
		new Configuration({
			basePath: running.url,
			baseOptions: { headers: { 'PLAID-CLIENT-ID': 'client', 'PLAID-SECRET': secret } },
		}),
	);

beforeAll(async () => {
	running = await startSandbox({ port: 0, seed: 'the official client' });
	plaid = clientFor('secret');
});
beforeEach(() => running.sandbox.reset());
afterAll(() => running.close());

const linkTokenRequest = {
	client_name: 'Shop',
	language: 'en',
	country_codes: [CountryCode.Us],
	user: { client_user_id: 'shopper-1' },
	products: [Products.Auth],
};

async function linked() {
	const { data: made } = await plaid.sandboxPublicTokenCreate({
		institution_id: 'ins_109508',
		initial_products: [Products.Auth],
	});
	const { data } = await plaid.itemPublicTokenExchange({ public_token: made.public_token });
	return { ...data, public_token: made.public_token };
}

/** The client's error has the HTTP response, or none if the connection broke. */
type Thrown = { code?: string; response?: { status: number; data: PlaidError } };

const thrownBy = (call: Promise<unknown>): Promise<Thrown> =>
	call.then(
		() => Promise.reject(new Error('The call was not refused.')),
		(error: Thrown) => error,
	);

async function refusal(call: Promise<unknown>): Promise<{ status: number; error: PlaidError }> {
	const thrown = await thrownBy(call);
	if (!thrown.response) throw thrown;
	return { status: thrown.response.status, error: thrown.response.data };
}

describe('the official Plaid client', () => {
	it('goes from a link token to a Stripe bank account token', async () => {
		const { data: token } = await plaid.linkTokenCreate(linkTokenRequest);
		const { data: read } = await plaid.linkTokenGet({ link_token: token.link_token });
		expect(read.metadata.initial_products).toEqual(['auth']);

		const { access_token } = await linked();
		const { data: listed } = await plaid.accountsGet({ access_token });
		const checking = listed.accounts.find(({ subtype }) => subtype === 'checking');
		const { data: live } = await plaid.accountsBalanceGet({
			access_token,
			options: { account_ids: [checking?.account_id ?? ''] },
		});
		expect(live.accounts).toMatchObject([{ balances: { current: 110 } }]);

		const { data: made } = await plaid.processorStripeBankAccountTokenCreate({
			access_token,
			account_id: checking?.account_id ?? '',
		});
		expect(made.stripe_bank_account_token).toMatch(/^btok_/);
	});

	it('reads and removes an Item', async () => {
		const { access_token, item_id } = await linked();
		const { data } = await plaid.itemGet({ access_token });
		expect(data).toMatchObject({
			item: { item_id, institution_id: 'ins_109508', error: null },
			status: { last_webhook: null },
		});
		await plaid.itemRemove({ access_token });
		expect(await refusal(plaid.itemGet({ access_token }))).toMatchObject({
			status: 400,
			error: { error_code: 'ITEM_NOT_FOUND' },
		});
	});

	it('reads institutions by all three endpoints', async () => {
		const country_codes = [CountryCode.Us];
		const { data: page } = await plaid.institutionsGet({ count: 3, offset: 0, country_codes });
		expect([page.institutions.length, page.total > 3]).toEqual([3, true]);
		const { data: found } = await plaid.institutionsSearch({
			query: 'Houndstooth',
			country_codes,
			products: null,
		});
		expect(found.institutions.map(({ name }) => name)).toEqual(['Houndstooth Bank']);
		const { data: one } = await plaid.institutionsGetById({
			institution_id: 'ins_132361',
			country_codes,
			options: { include_status: true, include_auth_metadata: true },
		});
		expect(one.institution.status?.item_logins?.status).toBe('DOWN');
		expect(one.institution.auth_metadata?.supported_methods?.instant_auth).toBe(true);
	});

	it("gets Plaid's errors", async () => {
		const { public_token } = await linked();
		expect(await refusal(plaid.itemPublicTokenExchange({ public_token }))).toMatchObject({
			status: 400,
			error: { error_type: 'INVALID_INPUT', error_code: 'INVALID_PUBLIC_TOKEN', display_message: null },
		});
		expect(await refusal(clientFor('an invalid one').linkTokenCreate(linkTokenRequest))).toMatchObject({
			status: 400,
			error: { error_code: 'INVALID_API_KEYS', error_message: 'invalid client_id or secret provided' },
		});
		expect(await refusal(plaid.liabilitiesGet({ access_token: 'access-production-1' }))).toMatchObject({
			status: 404,
		});
	});

	it('gets no response when the connection is cut, whether the work was done or not', async () => {
		const { data: made } = await plaid.sandboxPublicTokenCreate({
			institution_id: 'ins_109508',
			initial_products: [Products.Auth],
		});
		const { public_token } = made;
		const path = '/item/public_token/exchange';
		for (const cut of ['before', 'after'] as const) {
			running.sandbox.faults.add({ path, times: 1, fault: { cut } });
			const { code, response } = await thrownBy(plaid.itemPublicTokenExchange({ public_token }));
			expect([code, response]).toEqual(['ECONNRESET', undefined]);
		}
		expect((await refusal(plaid.itemPublicTokenExchange({ public_token }))).error.error_code).toBe(
			'INVALID_PUBLIC_TOKEN',
		);
	});
});
