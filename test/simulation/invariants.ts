/** What must hold in every run: while it goes on, and once everything has settled. */
import type { DatabaseSync } from 'node:sqlite';
import type { Sandbox } from '../../sandbox/index.ts';
import type { Merchant } from './merchant.ts';
import { canMoveMoney, isLive, type PaymentIntent, paymentIntents, refunds } from './stripe-view.ts';

export type Violation = { invariant: string; detail: string };

type PaymentRow = {
	id: string;
	status: string;
	amount: number;
	amount_refunded: number;
	authorization_id: string;
	payment_intent: string | null;
	created_at: number;
	status_since: number;
};

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
const paymentOf = ({ metadata }: PaymentIntent): string => metadata.plaid_stripe_connect_payment ?? '';

export type Subject = { database: DatabaseSync; sandbox: Sandbox; merchant: Merchant; now: number };

/** Holds at any moment. */
export async function checkAlways({ database, sandbox, merchant, now }: Subject): Promise<Violation[]> {
	const found: Violation[] = [];
	const violate = (invariant: string, detail: string) => void found.push({ invariant, detail });
	const intents = await paymentIntents(sandbox);
	const rows = database.prepare('select * from payments').all() as unknown as PaymentRow[];
	const byId = new Map(rows.map((row) => [row.id, row]));

	const live = intents.filter(isLive);
	for (const [act, debits] of Map.groupBy(live, ({ metadata }) => metadata.act ?? '')) {
		if (debits.length > 1) violate('one live debit per billing act', `${act}: ${debits.map(({ id }) => id)}`);
	}
	for (const { shopper, name } of merchant.acts) {
		if (shopper.kind !== 'one_time') continue;
		const debits = live.filter(({ metadata }) => metadata.act === name);
		if (debits.length > 1) violate('one live debit per one-time authorization', shopper.authorization);
	}
	for (const intent of intents.filter(canMoveMoney)) {
		const row = byId.get(paymentOf(intent));
		// A settled status is final a moment before Stripe reports it; an ended row must not have money behind it.
		if (row && (row.status === 'canceled' || row.status === 'failed')) {
			violate(
				'an ended payment cannot move money',
				`${row.id} is ${row.status}, ${intent.id} is ${intent.status}`,
			);
		}
	}
	for (const { act, code } of merchant.refusals) {
		if (code === 'idempotency_key_reused') violate('the same key and fields are the same request', act.name);
		if (code === 'authorization_revoked' && !wasTakenBack(intents, act.shopper.authorization, merchant))
			violate('an authorization that nobody revoked pays', `${act.name}: ${act.shopper.authorization}`);
	}
	for (const row of rows) {
		if (row.status === 'pending' && now - row.created_at > 3 * dayMs)
			violate(
				'nothing stays pending past its time',
				`${row.id} for ${Math.round((now - row.created_at) / hourMs)} h`,
			);
	}
	return found;
}

/** Whether the payer disputed a debit under this authorization, or the bank said that it was not authorized. */
function wasTakenBack(intents: PaymentIntent[], authorization: string, merchant: Merchant): boolean {
	const acts = new Set(
		merchant.acts.filter(({ shopper }) => shopper.authorization === authorization).map(({ name }) => name),
	);
	return intents.some(
		({ metadata, latest_charge: charge, last_payment_error: error }) =>
			acts.has(metadata.act ?? '') && (charge?.disputed || error?.code === 'debit_not_authorized'),
	);
}

/** Holds once nothing fails any more, everything was delivered, and the jobs have run. */
export async function checkSettled({ database, sandbox, merchant, now }: Subject): Promise<Violation[]> {
	const found: Violation[] = [];
	const violate = (invariant: string, detail: string) => void found.push({ invariant, detail });
	const intents = await paymentIntents(sandbox);
	const rows = database.prepare('select * from payments').all() as unknown as PaymentRow[];

	for (const row of rows) {
		const own = intents.filter((intent) => paymentOf(intent) === row.id);
		const intent = own.find(({ id }) => id === row.payment_intent) ?? own.find(isLive) ?? own.at(-1);
		const expected = intent ? statusAtStripe(intent) : row.status === 'canceled' ? 'canceled' : 'failed';
		// A debit that Stripe refused before it began is `failed`, and its PaymentIntent is canceled.
		const isRefused = row.status === 'failed' && expected === 'canceled';
		if (row.status !== expected && !isRefused)
			violate('a settled payment is what Stripe says', `${row.id} is ${row.status}, at Stripe ${expected}`);
		if (intent && intent.amount !== row.amount)
			violate(
				'a settled payment is what Stripe says',
				`${row.id}: ${row.amount}, at Stripe ${intent.amount}`,
			);
		const atStripe = intent?.latest_charge?.amount_refunded ?? 0;
		if (intent && atStripe !== row.amount_refunded)
			violate('refunds are what Stripe says', `${row.id}: ${row.amount_refunded}, at Stripe ${atStripe}`);
	}

	const known = new Set(rows.map(({ id }) => id));
	for (const intent of intents) {
		if (isLive(intent) && !known.has(paymentOf(intent)))
			violate('every debit has its payment', `${intent.id} names ${paymentOf(intent)}`);
	}

	const keys = Map.groupBy(
		await refunds(sandbox),
		({ metadata }) => metadata.plaid_stripe_connect_refund ?? '',
	);
	for (const [key, made] of keys) {
		if (key !== '' && made.filter(({ status }) => status !== 'failed' && status !== 'canceled').length > 1)
			violate('one refund per key', made.map(({ id }) => id).join());
	}

	const outdated = database
		.prepare(
			`select id from connections
				where status <> 'removed' and bank_account_token_state = 'renew' and payment_method is not null`,
		)
		.all();
	if (outdated.length > 0) violate('an outdated account is not debited again', JSON.stringify(outdated));

	const items = database
		.prepare('select item_id, count(*) as count from connections group by item_id having count > 1')
		.all();
	if (items.length > 0) violate('one connection per Item', JSON.stringify(items));

	const events = database
		.prepare('select id, type, created_at, queued_at, delivered_at, failed_at from events')
		.all() as unknown as {
		id: string;
		type: string;
		created_at: number;
		delivered_at: number | null;
		failed_at: number | null;
	}[];
	for (const event of events) {
		if (event.delivered_at === null && event.failed_at === null && now - event.created_at > 4 * dayMs)
			violate('every event is delivered or failed within four days', `${event.id} ${event.type}`);
		if (event.delivered_at !== null && !merchant.received.has(event.id))
			violate('a delivered event has arrived', event.id);
	}
	if (merchant.badSignatures.length > 0) violate('events are signed', merchant.badSignatures[0] ?? '');
	return found;
}

function statusAtStripe({ status, latest_charge: charge, last_payment_error: error }: PaymentIntent): string {
	if (status === 'succeeded') {
		if (charge?.disputed) return 'disputed';
		return charge?.refunded ? 'refunded' : 'succeeded';
	}
	if (status === 'requires_action') return 'processing';
	if (status === 'processing' || status === 'canceled') return status;
	if (status === 'requires_payment_method' && error) return 'failed';
	return status;
}
