/** A shopper: a session from the merchant's server, Link at the bank, the exchange, the authorization. */
import type { Sandbox } from '../../sandbox/index.ts';
import type { Clients } from './clients.ts';
import type { Kernel } from './virtual-time.ts';

export type AuthorizationKind = 'one_time' | 'recurring';
export type Connected = {
	user: string;
	connection: string;
	authorization: string;
	kind: AuthorizationKind;
	/** Cents, for one-time authorizations. */
	amount: number;
};

const plaidHeaders = { 'Content-Type': 'application/json' };

/** Null when the shopper gave up on the way. */
export async function connectShopper(
	{ kernel, clients, sandbox }: { kernel: Kernel; clients: Clients; sandbox: Sandbox },
	{ user, kind, amount }: { user: string; kind: AuthorizationKind; amount: number },
): Promise<Connected | null> {
	const { random } = kernel;
	const session = await clients.merchant('/v1/sessions', {
		client_user_id: user,
		name: 'Ada Byron',
		allow_duplicates: true,
		authorization: { kind, ...(kind === 'one_time' && { amount }) },
	});
	if (session?.status !== 201 && session?.status !== 200) return null;
	const secret = session.body.session as string;

	for (let attempt = 0; attempt < 3; attempt++) {
		const token = await clients.page('/v1/link_tokens', { session: secret });
		if (token?.status !== 200) continue;
		const link_token = token.body.link_token as string;
		const picked = await signIn(sandbox, link_token);
		const body = { link_token, ...picked, session: secret };
		// A second tab, or a double click that the page did not stop.
		if (random.chance(0.1)) void clients.page('/v1/bank_account_tokens', body);
		let exchanged = await clients.page('/v1/bank_account_tokens', body);
		// The shopper comes back to the page some minutes later.
		if (exchanged === null) {
			await kernel.sleep(random.integer(60_000, 20 * 60_000));
			exchanged = await clients.page('/v1/bank_account_tokens', body);
		}
		if (exchanged?.status !== 200) continue;
		const connection = exchanged.body.connection as string;
		const about = { link_token, connection, session: secret };
		const offer = await clients.page('/v1/authorizations', about);
		if (offer?.status !== 200) continue;
		const authorization = offer.body.authorization as string;
		const accepted = await clients.page('/v1/authorizations', { ...about, accept: authorization });
		if (accepted?.status !== 200) continue;
		return { user, connection, authorization, kind, amount };
	}
	return null;
}

/** What Link does in the browser: it talks to Plaid alone. */
async function signIn(
	sandbox: Sandbox,
	link_token: string,
): Promise<{ public_token: string; account_id: string }> {
	const ask = async <Body>(step: string, fields: object): Promise<Body> => {
		const response = await sandbox.fetch(`http://localhost:8788/link/session${step}`, {
			method: 'POST',
			headers: plaidHeaders,
			body: JSON.stringify(fields),
		});
		if (!response.ok) throw new Error(`Link: ${step} answered ${response.status} ${await response.text()}`);
		return (await response.json()) as Body;
	};
	const { link_session_id: id } = await ask<{ link_session_id: string }>('', { link_token });
	await ask(`/${id}/consent`, {});
	await ask(`/${id}/institution`, { institution_id: 'ins_109508' });
	const { screen } = await ask<{ screen: { accounts: { id: string; name: string }[] } }>(
		`/${id}/credentials`,
		{
			username: 'user_good',
			password: 'pass_good',
		},
	);
	const account_id = screen.accounts.find(({ name }) => name === 'Plaid Checking')?.id;
	if (!account_id) throw new Error('Link: no checking account');
	await ask(`/${id}/accounts`, { account_ids: [account_id] });
	const { public_token } = await ask<{ public_token: string }>(`/${id}/finish`, {});
	return { public_token, account_id };
}
