/** A double of the Worker with the routes that a shop calls, on a port. Tests change what it answers. */
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { Webhook } from 'standardwebhooks';
import type {
	AccountsAnswer,
	Authorization,
	Connection,
	EventType,
	Payment,
	PaymentRequest,
	SessionAnswer,
	SessionRequest,
} from '../../worker/contract.ts';
import { type Listening, listen } from './listening.ts';

export const apiKey = 'psc_the_only_key_of_this_test';
export const eventsSecret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;

type Refusal = {
	status?: number;
	code: string;
	message?: string;
	display_message?: string;
	retryable?: boolean;
	payment?: string;
};
type Debit = { key: string; request: PaymentRequest; payment: Payment };

export type WorkerDouble = Listening & {
	/** Every request with the right key: method and path. */
	requests: string[];
	sessions: SessionRequest[];
	/** Every debit: one for each idempotency key. */
	debits: Debit[];
	/** Makes a connection of the newest session's user, as the element would, or of another owner. */
	connect(owner?: string): string;
	/** Refuses the next requests to this path, or loses their answers after the work was done. */
	refuse(path: RegExp, refusal: Refusal | 'answer lost', times?: number): void;
	/** Runs while a payment is made. */
	onPayment(run: () => Promise<void>): void;
	/** Changes a payment. */
	changePayment(payment: string, change: Partial<Payment>): Payment;
	/** The request that the Worker sends to EVENTS_URL about a payment. */
	event(
		type: EventType,
		payment: string,
		secret?: string,
	): { method: string; headers: Record<string, string>; body: string };
};

const at = '2026-11-21T08:00:00.000Z';

export async function startWorkerDouble(): Promise<WorkerDouble> {
	const requests: string[] = [];
	const sessions: SessionRequest[] = [];
	const connections = new Map<string, string | null>();
	const debits: Debit[] = [];
	let refusals: { path: RegExp; refusal: Refusal | 'answer lost'; times: number }[] = [];
	let whilePaying = async () => {};
	const account = {
		id: 'acc_1',
		name: 'Plaid Checking',
		mask: '0000',
		type: 'depository',
		subtype: 'checking',
	};
	const institution = { id: 'ins_109508', name: 'First Platypus Bank' };
	const error = ({ status: _, ...refusal }: Refusal) => ({
		error: { message: 'The Worker refuses.', display_message: null, retryable: false, ...refusal },
	});
	const find = (id: string) => debits.find(({ payment }) => payment.id === id)?.payment;

	const app = new Hono();
	app.use(async (c, next) => {
		if (c.req.header('authorization') !== `Bearer ${apiKey}`) {
			return c.json(error({ code: 'api_key_invalid' }), 401);
		}
		requests.push(`${c.req.method} ${c.req.path}`);
		const met = refusals.find(({ path }) => path.test(`${c.req.method} ${c.req.path}`));
		if (met && --met.times === 0) refusals = refusals.filter((one) => one !== met);
		if (met && met.refusal !== 'answer lost') {
			return c.json(error(met.refusal), (met.refusal.status ?? 409) as 409);
		}
		await next();
		if (met) c.res = new Response('Bad Gateway', { status: 502 });
	});
	app.post('/v1/sessions', async (c) => {
		const request = (await c.req.json()) as SessionRequest;
		sessions.push(request);
		return c.json({
			id: `session_${sessions.length}`,
			object: 'session',
			session: `ss_${String(sessions.length).padStart(43, '0')}`,
			client_user_id: request.client_user_id,
			stripe_customer: null,
			allow_duplicates: request.allow_duplicates ?? false,
			authorization: { kind: 'one_time', amount: request.authorization?.amount ?? null },
			expires_at: new Date(Date.now() + 3_600_000).toISOString(),
			request_id: 'req_1',
		} satisfies SessionAnswer);
	});
	app.use('/v1/connections/:id/*', async (c, next) => {
		if (connections.has(c.req.param('id'))) return next();
		return c.json(error({ code: 'connection_not_found', message: 'There is no such connection.' }), 404);
	});
	app.get('/v1/connections/:id', (c) =>
		c.json({
			id: c.req.param('id'),
			object: 'connection',
			client_user_id: connections.get(c.req.param('id')) ?? null,
			stripe_customer: null,
			metadata: {},
			disconnect_at: null,
			bank_account_token: 'fresh',
			status: 'active',
			status_since: at,
			account,
			institution,
			authorization: 'auth_1',
			livemode: false,
			created_at: at,
			request_id: 'req_1',
		} satisfies Connection),
	);
	app.get('/v1/connections/:id/accounts', async (c) => {
		return c.json({
			accounts: [
				{
					...account,
					official_name: 'Plaid Gold Standard 0% Interest Checking',
					balances: { available: 10_000, current: 11_000, limit: null, currency: 'usd' },
				},
			],
			balances: 'cached',
			institution,
			request_id: 'req_2',
		} satisfies AccountsAnswer);
	});
	app.post('/v1/payments', async (c) => {
		const request = (await c.req.json()) as PaymentRequest;
		const key = c.req.header('idempotency-key') ?? '';
		await whilePaying();
		const existing = debits.find((one) => one.key === key);
		if (existing) return c.json(existing.payment);
		const payment: Payment = {
			id: `pay_${debits.length + 1}`,
			object: 'payment',
			connection: request.connection,
			authorization: 'auth_1',
			amount: request.amount,
			amount_refunded: 0,
			currency: 'usd',
			purpose: request.purpose,
			description: request.description ?? null,
			metadata: request.metadata ?? {},
			status: 'processing',
			status_since: at,
			failure: null,
			next_action: null,
			refunds: [],
			history: [{ type: 'payment.processing', at }],
			stripe: {
				payment_intent: `pi_${debits.length + 1}`,
				customer: 'cus_1',
				payment_method: 'ba_1',
				mandate: 'mandate_1',
				dispute: null,
			},
			livemode: false,
			created_at: at,
			request_id: 'req_3',
		};
		debits.push({ key, request, payment });
		return c.json(payment, 201);
	});
	app.get('/v1/payments/:id', (c) => {
		const payment = find(c.req.param('id'));
		return payment ? c.json(payment) : c.json(error({ code: 'payment_not_found' }), 404);
	});
	app.post('/v1/payments/:id/cancel', (c) =>
		c.json(changePayment(c.req.param('id'), { status: 'canceled' })),
	);
	app.post('/v1/payments/:id/refunds', async (c) => {
		const id = c.req.param('id');
		const payment = find(id);
		const left = (payment?.amount ?? 0) - (payment?.amount_refunded ?? 0);
		const { amount = left } = (await c.req.json()) as { amount?: number };
		const refundId = `re_${c.req.header('idempotency-key')}`;
		const refunds = payment?.refunds ?? [];
		if (refunds.some((refund) => refund.id === refundId)) return c.json(payment);
		return c.json(
			changePayment(id, {
				amount_refunded: (payment?.amount_refunded ?? 0) + amount,
				refunds: [
					...refunds,
					{ id: refundId, amount, status: 'pending', failure_reason: null, created_at: at },
				],
			}),
		);
	});
	app.get('/v1/authorizations/:id', (c) =>
		c.json({
			id: c.req.param('id'),
			object: 'authorization',
			connection: 'conn_1',
			status: 'used',
			kind: 'one_time',
			amount: 6000,
			currency: 'usd',
			text: 'Account holder: Jenny Rosen',
			text_version: '2026-11-21',
			name: 'Jenny Rosen',
			accepted_at: at,
			ip_address: '127.0.0.1',
			user_agent: 'Mozilla/5.0',
			revoked_at: null,
			mandate: 'mandate_1',
			livemode: false,
			created_at: at,
			request_id: 'req_4',
		} satisfies Authorization),
	);

	function changePayment(id: string, change: Partial<Payment>): Payment {
		const one = debits.find(({ payment }) => payment.id === id);
		if (!one) throw new Error(`There is no payment ${id}.`);
		one.payment = { ...one.payment, ...change };
		return one.payment;
	}

	return {
		...(await listen(createAdaptorServer({ fetch: app.fetch }))),
		requests,
		sessions,
		debits,
		connect: (owner = sessions.at(-1)?.client_user_id) => {
			const id = `conn_${connections.size + 1}`;
			connections.set(id, owner ?? null);
			return id;
		},
		refuse: (path, refusal, times = 1) => void refusals.push({ path, refusal, times }),
		onPayment: (run) => {
			whilePaying = run;
		},
		changePayment,
		event: (type, payment, secret = eventsSecret) => {
			const id = `evt_${crypto.randomUUID()}`;
			const { metadata, ...rest } = find(payment) ?? { metadata: {} };
			const body = JSON.stringify({ id, object: 'event', type, data: { payment: { ...rest, metadata } } });
			const now = new Date();
			return {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					'webhook-id': id,
					'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
					'webhook-signature': new Webhook(secret).sign(id, now, body),
				},
				body,
			};
		},
	};
}
