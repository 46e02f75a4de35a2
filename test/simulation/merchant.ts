/** The merchant's server: bills what is due under keys of its own, cancels, refunds, and takes events. */
import { Webhook } from 'standardwebhooks';
import { type Answer, type Clients, isRetryable } from './clients.ts';
import type { Weather } from './faults.ts';
import type { Connected } from './shopper.ts';
import type { Kernel } from './virtual-time.ts';

export const eventsUrl = 'https://shop.example/bank-events';
export const eventsSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** One thing that is to be paid once, however many requests and keys it takes. */
export type BillingAct = {
	/** In the payment's metadata, so that each PaymentIntent at Stripe names its act. */
	name: string;
	shopper: Connected;
	amount: number;
	/** The keys that were sent for it, oldest first: the next one only after the one before has ended for good. */
	keys: string[];
	/** Payment ids by key, as answered. */
	payments: Map<string, string>;
	/** Refund keys that were sent, with their amounts. */
	refunds: Map<string, { payment: string; amount: number }>;
};

export type Merchant = ReturnType<typeof createMerchant>;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export function createMerchant({
	kernel,
	clients,
	weather,
	disturb,
	trace,
}: {
	kernel: Kernel;
	clients: Clients;
	weather: Weather;
	/** Something changes at the bank or at Stripe for this connection, now. */
	disturb: (connection: string) => void;
	trace: (text: string) => void;
}) {
	const { random } = kernel;
	const acts: BillingAct[] = [];
	const received = new Set<string>();
	const badSignatures: string[] = [];
	const refusals: { act: BillingAct; code: string }[] = [];
	let outageUntil = 0;

	/** `POST` to the events URL. */
	async function receive(request: Request): Promise<Response> {
		if (kernel.now < outageUntil) return new Response('down', { status: 503 });
		if (weather.merchantOutage()) {
			outageUntil = kernel.now + random.integer(minuteMs, 30 * hourMs);
			trace(`the merchant's server is down for ${Math.round((outageUntil - kernel.now) / minuteMs)} minutes`);
			return new Response('down', { status: 503 });
		}
		const body = await request.text();
		try {
			const event = new Webhook(eventsSecret).verify(body, Object.fromEntries(request.headers)) as {
				id: string;
			};
			received.add(event.id);
		} catch (error) {
			badSignatures.push(String(error));
			return new Response('bad signature', { status: 400 });
		}
		return new Response('ok');
	}

	const fields = ({ name, shopper, amount }: BillingAct) => ({
		connection: shopper.connection,
		authorization: shopper.authorization,
		amount,
		purpose: 'goods',
		metadata: { act: name },
	});
	async function bill(act: BillingAct): Promise<void> {
		acts.push(act);
		for (let attempt = 1; attempt <= 3; attempt++) {
			const key = `${act.name}-${attempt}`;
			act.keys.push(key);
			const body = fields(act);
			// A job that runs twice; the same key from two processes.
			if (random.chance(0.15)) void clients.merchantOnce('/v1/payments', body, key).then(note(act, key));
			// A change at the bank that races with it.
			if (random.chance(weather.changes))
				kernel.setTimeout(() => disturb(act.shopper.connection), random.integer(0, 5_000));
			// A cancel that races with the creation.
			if (random.chance(weather.cancels)) void cancelSoon(act, key);
			const answer = await clients.merchant('/v1/payments', body, key);
			note(act, key)(answer);
			// Nobody knows how it ended: another key could pay twice, and a careful merchant sends this one again.
			if (answer === null) {
				await kernel.sleep(random.integer(hourMs, dayMs));
				attempt--;
				act.keys.pop();
				if (kernel.now > deadline) return;
				continue;
			}
			const payment = act.payments.get(key);
			if (payment === undefined) {
				const { code } = (answer.body.error ?? {}) as { code?: string };
				trace(`${key}: refused with ${code}`);
				refusals.push({ act, code: code ?? String(answer.status) });
				return;
			}
			const status = await follow(payment);
			trace(`${key}: ${payment} ${status}`);
			if (status === 'succeeded' || status === 'disputed' || status === 'refunded') {
				if (random.chance(0.3)) await refund(act, payment);
				return;
			}
			if (status !== 'failed' && status !== 'canceled') return;
			await kernel.sleep(random.integer(minuteMs, dayMs));
		}
	}

	let deadline = Number.POSITIVE_INFINITY;

	const note = (act: BillingAct, key: string) => (answer: Answer | null) => {
		const error = answer?.body.error as { payment?: string } | undefined;
		const id = (answer?.body.object === 'payment' ? answer.body.id : error?.payment) as string | undefined;
		if (id) act.payments.set(key, id);
	};

	async function cancelSoon(act: BillingAct, key: string): Promise<void> {
		await kernel.sleep(random.integer(500, 150_000));
		const id = act.payments.get(key) ?? (await newestPayment(act));
		if (id) await clients.merchantOnce(`/v1/payments/${id}/cancel`, {});
	}

	/** The payment that the list shows while its creation is not answered yet. */
	async function newestPayment(act: BillingAct): Promise<string | undefined> {
		const answer = await clients.read(`/v1/payments?connection=${act.shopper.connection}&limit=1`);
		const [payment] = (answer?.body.payments ?? []) as { id: string; metadata: Record<string, string> }[];
		return payment?.metadata.act === act.name ? payment.id : undefined;
	}

	/** Reads the payment now and then, until it has ended or a week has passed. */
	async function follow(payment: string): Promise<string> {
		let status = 'unknown';
		for (let read = 0; read < 20 && kernel.now < deadline; read++) {
			await kernel.sleep(random.integer(2 * hourMs, 14 * hourMs));
			const answer = await clients.read(`/v1/payments/${payment}`);
			status = (answer?.body.status as string | undefined) ?? status;
			if (!['unknown', 'pending', 'processing'].includes(status)) break;
		}
		return status;
	}

	async function refund(act: BillingAct, payment: string): Promise<void> {
		for (let part = 1; part <= random.integer(1, 2); part++) {
			const key = `${act.name}-refund-${part}`;
			const amount = random.integer(1, Math.floor(act.amount / 2));
			act.refunds.set(key, { payment, amount });
			if (random.chance(0.2)) void clients.merchantOnce(`/v1/payments/${payment}/refunds`, { amount }, key);
			await clients.merchant(`/v1/payments/${payment}/refunds`, { amount }, key);
			// An old job runs again, days later, with the old key.
			if (random.chance(0.2)) {
				await kernel.sleep(random.integer(hourMs, 4 * dayMs));
				await clients.merchant(`/v1/payments/${payment}/refunds`, { amount }, key);
			}
		}
	}

	/** Sends every key of every act once more, as after a restored backup of the merchant's own. */
	async function replayAll(): Promise<void> {
		for (const act of acts) {
			for (const key of act.keys) note(act, key)(await clients.merchant('/v1/payments', fields(act), key));
		}
	}

	return {
		acts,
		received,
		badSignatures,
		refusals,
		receive,
		bill,
		replayAll,
		/** No new attempt is made after this moment. */
		stopAt: (time: number) => {
			deadline = time;
		},
		isRetryable,
	};
}
