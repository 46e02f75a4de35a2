import { Webhook } from 'standardwebhooks';
import { beforeEach, describe, expect, it } from 'vitest';
import type { EventsAnswer, MerchantEvent } from '../../worker/contract.ts';
import type { EventMessage } from '../../worker/events/enqueue.ts';
import { pausesBetweenDeliveries as pauses } from '../../worker/events/retry-schedule.ts';
import wranglerToml from '../../wrangler.toml?raw';
import { type Backend, connectAs, type ErrorBody, openBackend, variables } from './backend.ts';

const secrets = ['whsec_b25lLW9mLXRoaXJ0eS10d28tYnl0ZXMtYXQtbGVhc3Q=', `whsec_${btoa('2'.repeat(32))}`];
const eventsUrl = 'https://shop.example/bank-events';

/** What was sent to the merchant, and a queue that keeps what it is given. */
let sent: { headers: Headers; body: string }[];
let answer: () => Response | Promise<Response>;
let queued: EventMessage[];
let queueWorks: boolean;
let backend: Backend;

beforeEach(async () => {
	sent = [];
	queued = [];
	queueWorks = true;
	answer = () => new Response(null, { status: 204 });
	const sendBatch = async (messages: Iterable<MessageSendRequest<EventMessage>>) => {
		if (!queueWorks) throw new Error('The queue is away.');
		for (const { body } of messages) queued.push(body);
	};
	backend = await openBackend({
		variables: { EVENTS_URL: eventsUrl, EVENTS_SECRET: secrets.join(',') },
		bindings: { EVENTS: { sendBatch } as unknown as Queue<EventMessage> },
		fetch: (sandbox) => async (input, init) => {
			if (String(input) !== eventsUrl) return sandbox.fetch(input, init);
			sent.push({ headers: new Headers(init?.headers), body: String(init?.body) });
			return answer();
		},
	});
});

const code = ({ body }: { body: unknown }) => (body as ErrorBody).error?.code;
const list = async (query = '') => (await backend.read<EventsAnswer>(`/v1/events${query}`)).body;
const deliveries = async () => (await list()).events.map(({ delivery }) => delivery);

/** One delivery by Cloudflare's queue: what became of the message. */
async function deliverOnce(body: EventMessage, attempts = 1, queue = 'plaid-stripe-connect-events') {
	const fate: { acked: boolean; delay: number | undefined } = { acked: false, delay: undefined };
	const message = {
		id: 'm1',
		body,
		attempts,
		timestamp: new Date(),
		ack: () => {
			fate.acked = true;
		},
		retry: (options?: QueueRetryOptions) => {
			fate.delay = options?.delaySeconds;
		},
	};
	await backend.queue({ queue, messages: [message] } as unknown as MessageBatch<EventMessage>);
	return fate;
}
const first = () => queued[0] as EventMessage;

describe('an event', () => {
	it('is queued with the change, and delivered to the merchant with a signature', async () => {
		const { connection } = await connectAs(backend, 'user_1', { stripe_customer: 'cus_1' });
		await backend.settled();
		expect(queued).toEqual([{ event: expect.stringMatching(/^evt_[0-9a-f]{32}$/) }]);
		expect(await deliverOnce(first())).toEqual({ acked: true, delay: undefined });

		const [{ headers, body }] = sent as [{ headers: Headers; body: string }];
		const event = JSON.parse(body) as MerchantEvent;
		expect(event).toEqual({
			id: first().event,
			object: 'event',
			type: 'connection.created',
			created_at: expect.stringMatching(/Z$/),
			livemode: false,
			data: {
				connection,
				client_user_id: 'user_1',
				stripe_customer: 'cus_1',
				status: 'active',
				bank_account_token: 'fresh',
				disconnect_at: null,
			},
		});
		const given = Object.fromEntries(headers);
		for (const secret of secrets) expect(new Webhook(secret).verify(body, given)).toEqual(event);
		expect(() => new Webhook(secrets[0] as string).verify(`${body} `, given)).toThrow();
		expect(given['webhook-id']).toBe(event.id);
		expect(await deliveries()).toEqual(['delivered']);
	});

	it('that was delivered is not sent again if the queue delivers its message twice', async () => {
		await connectAs(backend, 'user_1');
		await backend.settled();
		await deliverOnce(first());
		expect(await deliverOnce(first(), 2)).toMatchObject({ acked: true });
		expect(sent).toHaveLength(1);
	});

	it.each([
		['a 500', () => new Response(null, { status: 500 })],
		['a redirect', () => new Response(null, { status: 302, headers: { Location: 'http://127.0.0.1/' } })],
		['a 404', () => new Response('nobody here', { status: 404 })],
		[
			'a cut',
			() => {
				throw new TypeError('cut');
			},
		],
	])('answered by %s comes again, later and later', async (_what, answers) => {
		await connectAs(backend, 'user_1');
		await backend.settled();
		answer = answers;
		const delays = [];
		for (let attempt = 1; attempt <= pauses.length; attempt++) {
			const { delay } = await deliverOnce(first());
			delays.push(delay);
			await backend.sandbox.clock.advance(`${delay}s`);
		}
		expect(delays).toEqual(pauses);
		expect(sent.every(({ headers }) => headers.get('webhook-id') === first().event)).toBe(true);
		expect(await deliveries()).toEqual(['waiting']);
	});

	it('is retried for three days, with pauses that the queue allows', () => {
		const hours = pauses.reduce((sum, pause) => sum + pause, 0) / 3600;
		expect(hours).toBeGreaterThan(70);
		expect(hours).toBeLessThan(74);
		expect(Math.max(...pauses)).toBeLessThanOrEqual(12 * 3600);
		// A message starts more attempts than there are pauses: the queue must not give it up before the row does.
		const retries = [...wranglerToml.matchAll(/^max_retries = (\d+)$/gm)].map(([, count]) => Number(count));
		expect(Math.min(...retries)).toBeGreaterThan(2 * pauses.length);
		const delays = [...wranglerToml.matchAll(/^retry_delay = (\d+)$/gm)].map(([, seconds]) =>
			Number(seconds),
		);
		expect(delays).toHaveLength(retries.length);
		expect(Math.min(...delays)).toBeGreaterThanOrEqual(60);
	});

	/** Every attempt fails until the event is given up. */
	async function failEveryAttempt() {
		answer = () => new Response(null, { status: 500 });
		for (const pause of pauses) {
			await deliverOnce(first());
			await backend.sandbox.clock.advance(`${pause}s`);
		}
		const last = await deliverOnce(first());
		answer = () => new Response(null, { status: 204 });
		return last;
	}

	it('whose last try failed is `failed`, reported in /health, and can be sent again', async () => {
		await connectAs(backend, 'user_1');
		await backend.settled();
		expect((await backend.health()).body).toMatchObject({ status: 'ok' });
		expect(await failEveryAttempt()).toEqual({ acked: true, delay: undefined });
		expect(await deliveries()).toEqual(['failed']);
		expect((await backend.health()).text).toContain('/v1/events/:id/send');

		const again = await backend.send(`/v1/events/${first().event}/send`);
		expect([again.status, again.body]).toMatchObject([202, { id: first().event, delivery: 'waiting' }]);
		expect(queued).toHaveLength(2);
		await deliverOnce(first());
		expect(await deliveries()).toEqual(['delivered']);
		expect((await backend.health()).body).toMatchObject({ status: 'ok' });
	});

	it('is queued later if the Worker dies between the change and the queue', async () => {
		queueWorks = false;
		await connectAs(backend, 'user_1');
		await backend.settled();
		expect([queued, await deliveries()]).toEqual([[], ['waiting']]);
		backend.restart();
		queueWorks = true;
		await backend.clock('* * * * *');
		expect(queued).toEqual([]);
		await backend.sandbox.clock.advance('2m');
		await backend.clock('* * * * *');
		await backend.clock('* * * * *');
		expect(queued).toHaveLength(1);
		await deliverOnce(first());
		expect(await deliveries()).toEqual(['delivered']);
	});

	it('is queued once, the oldest first, if more are waiting than the queue accepts at once', async () => {
		await backend.database
			.prepare(
				`with recursive n(i) as (select 1 union all select i + 1 from n where i < 250)
				 insert into events (id, type, connection_id, data, created_at)
				 select 'evt_' || printf('%032x', i), 'connection.updated', 'conn_1', '{}', ? + i from n`,
			)
			.bind(backend.sandbox.clock.now() - 5 * 60_000)
			.run();
		for (let minute = 0; minute < 4; minute++) await backend.clock('* * * * *');
		const ids = queued.map(({ event }) => event);
		expect([ids.length, ids]).toEqual([250, ids.toSorted()]);
		expect(new Set(ids).size).toBe(250);
		expect((await backend.rows('events')).every(({ queued_at }) => queued_at !== null)).toBe(true);
	});

	it('that failed and that the queue refuses stays `failed`, and the merchant gets store_unavailable', async () => {
		await connectAs(backend, 'user_1');
		await backend.settled();
		await failEveryAttempt();
		queueWorks = false;
		const again = () => backend.send(`/v1/events/${first().event}/send`, {}, { 'Idempotency-Key': 'once' });
		const refused = await again();
		expect([refused.status, code(refused)]).toEqual([503, 'store_unavailable']);
		expect(await deliveries()).toEqual(['failed']);
		queueWorks = true;
		expect((await again()).status).toBe(202);
		expect([queued.length, await deliveries()]).toEqual([2, ['waiting']]);
	});

	it('whose row cannot be read is retried', async () => {
		await connectAs(backend, 'user_1');
		await backend.settled();
		await backend.database.prepare('alter table events rename to elsewhere').run();
		try {
			expect((await deliverOnce(first())).delay).toBe(60);
		} finally {
			await backend.database.prepare('alter table elsewhere rename to events').run();
		}
	});

	it('whose message comes before the next attempt is due waits for it, and uses up no attempt', async () => {
		await connectAs(backend, 'user_1');
		await backend.settled();
		answer = () => new Response(null, { status: 500 });
		await deliverOnce(first());
		await backend.sandbox.clock.advance('5s');
		await deliverOnce(first());
		await backend.sandbox.clock.advance('1m');
		expect(await deliverOnce(first(), 1)).toEqual({ acked: false, delay: 240 });
		expect(sent).toHaveLength(2);
		expect(await backend.rows('events')).toMatchObject([{ attempts: 2 }]);
	});

	it('whose row was deleted is dropped', async () => {
		expect(await deliverOnce({ event: 'evt_gone' })).toMatchObject({ acked: true });
		expect(sent).toEqual([]);
	});
});

describe('the outbox', () => {
	const minutes = async (count: number) => {
		for (let minute = 0; minute < count; minute++) {
			await backend.sandbox.clock.advance('1m');
			await backend.clock('* * * * *');
		}
	};

	it('survives a deployment whose configuration is wrong: the whole batch is retried later', async () => {
		await connectAs(backend, 'user_1');
		await backend.settled();
		backend.restart({ PLAID_SECRET: '' });
		expect(await deliverOnce(first())).toEqual({ acked: false, delay: 60 });
		backend.restart({ PLAID_SECRET: variables.PLAID_SECRET });
		await deliverOnce(first());
		expect(await deliveries()).toEqual(['delivered']);
	});

	it('delivers what the queue has lost, at any step of the schedule', async () => {
		await connectAs(backend, 'user_1');
		await backend.settled();
		answer = () => new Response(null, { status: 500 });
		for (const failures of [0, 1, 4]) {
			queued = queued.slice(-1);
			for (let attempt = 0; attempt < failures; attempt++) {
				const { delay } = await deliverOnce(first());
				await backend.sandbox.clock.advance(`${delay}s`);
			}
			// The message is gone: dropped, or a dead letter.
			expect(await deliverOnce(first(), 1, 'plaid-stripe-connect-events-dead')).toMatchObject({
				acked: true,
			});
			queued = [];
			await minutes(58);
			expect(queued).toEqual([]);
			await minutes(4);
			expect(queued).toHaveLength(1);
		}
		answer = () => new Response(null, { status: 204 });
		await deliverOnce(first());
		expect(await deliveries()).toEqual(['delivered']);
		await minutes(120);
		expect(queued).toHaveLength(1);
	});

	it('gives up an event that nothing could deliver, within four days, and /health reports it', async () => {
		await connectAs(backend, 'user_1');
		await backend.settled();
		await backend.sandbox.clock.advance('2h');
		expect((await backend.health()).text).toMatch(/An event of 20\S+ is not delivered yet/);
		await backend.sandbox.clock.advance('92h');
		await backend.clock('* * * * *');
		expect(await deliveries()).toEqual(['waiting']);
		await minutes(61);
		expect(await deliveries()).toEqual(['failed']);
		expect((await backend.health()).text).toContain('/v1/events/:id/send');
		// The merchant's own request starts the time again.
		queued = [];
		await backend.send(`/v1/events/${(await list()).events[0]?.id}/send`);
		await minutes(61);
		expect(await deliveries()).toEqual(['waiting']);
		await deliverOnce(first());
		expect(await deliveries()).toEqual(['delivered']);
	});

	it('gives up an event whose attempts would end after the four days', async () => {
		await connectAs(backend, 'user_1');
		await backend.settled();
		answer = () => new Response(null, { status: 500 });
		await backend.sandbox.clock.advance('94h');
		for (const pause of pauses.slice(0, 3)) {
			expect((await deliverOnce(first())).delay).toBe(pause);
			await backend.sandbox.clock.advance(`${pause}s`);
		}
		expect(await deliverOnce(first())).toEqual({ acked: true, delay: undefined });
		expect(await deliveries()).toEqual(['failed']);
	});
});

describe('the list of events', () => {
	it('is paged, newest first, and can be limited to one connection', async () => {
		const { connection } = await connectAs(backend, 'user_1');
		await backend.sandbox.clock.advance('1s');
		await backend.send(`/v1/connections/${connection}`, { metadata: { a: '1' } });
		await backend.sandbox.clock.advance('1s');
		await connectAs(backend, 'user_2');
		const all = await list();
		expect(all.events.map(({ type }) => type)).toEqual([
			'connection.created',
			'connection.updated',
			'connection.created',
		]);
		const pages = await list('?limit=2');
		const rest = await list(`?limit=2&cursor=${pages.next_cursor}`);
		expect([...pages.events, ...rest.events]).toEqual(all.events);
		expect(rest.next_cursor).toBeNull();
		expect((await list(`?connection=${connection}`)).events).toHaveLength(2);
	});

	it('works without EVENTS_URL', async () => {
		backend = await openBackend();
		await connectAs(backend, 'user_1');
		const [event] = (await list()).events;
		expect(event?.delivery).toBe('none');
		expect(code(await backend.send(`/v1/events/${event?.id}/send`))).toBe('events_not_configured');
	});

	it('has no other event (event_not_found)', async () => {
		for (const id of ['evt_0', 'x', "evt_' or 1=1"]) {
			const answer = await backend.send(`/v1/events/${encodeURIComponent(id)}/send`);
			expect([answer.status, code(answer)]).toEqual([404, 'event_not_found']);
		}
	});

	it('ends after thirty days', async () => {
		await connectAs(backend, 'user_1');
		await backend.sandbox.clock.advance('31d');
		await backend.clock('17 * * * *');
		expect((await list()).events).toEqual([]);
	});
});
