/** How long a token takes, compared to the calls to Plaid that it needs. */
import { type Figure, figure, type RunOptions, type Table } from '../figure.ts';
import { type Client, clientOf } from '../processes/http.ts';
import { inTurns, timed } from '../turns.ts';
import { bankAccountToken, done, linkToken, newLinkToken, plaid } from './calls.ts';
import { type Delay, delays, type Stack } from './stack.ts';

const budget = { of: 'ratio', atMost: 1.15 } as const;

export async function measureAnswers(stack: Stack, { quick, report }: RunOptions): Promise<Table[]> {
	const rows: Figure[] = [];
	let inARow: Figure[] = [];
	for (const delay of delays) {
		report(`tokens with ${delay} ms upstream`);
		const group = `${delay} ms upstream`;
		const samples = await withDelay(stack, delay, quick ? 3 : 40);
		const linkAlone = figure({ group, name: 'the call for a Link token alone' }, samples.linkAlone);
		const bankAlone = figure(
			{ group, name: 'the two calls for a bank account token alone' },
			samples.bankAlone,
		);
		const link = figure({ group, name: 'a Link token', beside: linkAlone }, samples.link);
		const bank = figure(
			{
				group,
				name: 'a bank account token',
				beside: bankAlone,
				...(delay === 100 && { budget }),
			},
			samples.bank,
		);
		rows.push(linkAlone, link, bankAlone, bank);
		if (delay === 100) {
			// The fastest run: any other delay would count as a call.
			const waits = (taken: number[]) => Math.floor(Math.min(...taken) / delay);
			inARow = [
				figure({ name: 'a Link token', budget: { of: 'value', atMost: 1 } }, waits(samples.link)),
				figure({ name: 'a bank account token', budget: { of: 'value', atMost: 2 } }, waits(samples.bank)),
			];
		}
	}
	return [
		{
			part: 'worker',
			id: 'worker-answers',
			title: 'Time of a token',
			unit: 'ms',
			what: 'From a client on the same machine, one call at a time, with Plaid’s answers delayed by 0, 50 and 100 ms. Alone: the same client calls Plaid itself, without the Worker; for a bank account token the exchange, then the accounts and the Stripe token at once.',
			rows,
		},
		{
			part: 'worker',
			id: 'worker-calls-in-a-row',
			title: 'Calls to Plaid one after another',
			unit: 'count',
			what: 'How often the fastest of the runs above has waited for the delay of 100 ms.',
			rows: inARow,
			chart: 'none',
		},
	];
}

async function withDelay({ upstream, worker }: Stack, delay: Delay, runs: number) {
	const ours = clientOf(worker.url(delay));
	const direct = clientOf(upstream.url(delay));
	const link_token = await newLinkToken(ours);
	const fields = { link_token, account_id: upstream.accountId };
	const work = {
		linkAlone: () => timed(() => done(direct, plaid('/link/token/create'))),
		link: () => timed(() => done(ours, linkToken())),
		bankAlone: () => timed(() => exchange(direct)),
		bank: () => timed(() => done(ours, bankAccountToken(fields))),
	};
	try {
		// Warms up connections, compiled code and the database's pages.
		await inTurns(3, work);
		return await inTurns(runs, work);
	} finally {
		ours.close();
		direct.close();
	}
}

async function exchange(client: Client): Promise<void> {
	await done(client, plaid('/item/public_token/exchange'));
	await Promise.all([
		done(client, plaid('/accounts/get')),
		done(client, plaid('/processor/stripe/bank_account_token/create')),
	]);
}
