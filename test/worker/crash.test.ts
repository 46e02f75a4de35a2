/** The Worker dying at any of its steps: whatever it had begun, the end is right after it was started again. */
import { expect, it } from 'vitest';
import type { EventsAnswer } from '../../worker/contract.ts';
import type { EventMessage } from '../../worker/events/enqueue.ts';
import { connectAs, type ErrorBody, exchangePath, finishLink, openBackend, stripePath } from './backend.ts';
import { mortal, mortalDatabase } from './mortal.ts';
import { createSigner, keysOf } from './plaid-signer.ts';

async function openMortal() {
	const life = mortal();
	const signer = await createSigner();
	const queued: EventMessage[] = [];
	const delivered: string[] = [];
	const eventsUrl = 'http://localhost:1/events';
	const EVENTS = {
		sendBatch: (messages: Iterable<MessageSendRequest<EventMessage>>) =>
			life.step(async () => {
				for (const { body } of messages) queued.push(body);
			}),
	} as unknown as Queue<EventMessage>;
	const backend = await openBackend({
		bindings: { EVENTS },
		variables: { EVENTS_URL: eventsUrl, EVENTS_SECRET: `whsec_${btoa('2'.repeat(32))}` },
		database: (database) => mortalDatabase(database, life),
		fetch: (sandbox) => {
			const plaid = keysOf(() => [signer], [])(sandbox);
			return (input, init) =>
				life.step(async () => {
					if (String(input) !== eventsUrl) return plaid(input, init);
					delivered.push(new Headers(init?.headers).get('webhook-id') ?? '');
					return new Response(null, { status: 200 });
				});
		},
	});
	/** Started again, and everything done that the clock and the queue do. */
	async function startAgain() {
		await backend.settled();
		life.revive();
		backend.restart();
		for (let minute = 0; minute < 3; minute++) {
			await backend.sandbox.clock.advance('2m');
			await backend.clock('* * * * *');
		}
		for (const body of queued.splice(0)) await deliver(body);
	}
	async function deliver(body: EventMessage, attempts = 1): Promise<'acked' | 'again'> {
		let fate: 'acked' | 'again' = 'again';
		const message = {
			body,
			attempts,
			ack: () => {
				fate = 'acked';
			},
			retry: () => {},
		};
		await backend.queue({ queue: 'events', messages: [message] } as unknown as MessageBatch<EventMessage>);
		return fate;
	}
	const told = async () => (await backend.read<EventsAnswer>('/v1/events')).body.events;
	return { backend, life, signer, queued, delivered, startAgain, deliver, told };
}

/** Everything anew for each step, until one is later than the last. Gives how many there are. */
async function atEachStep(
	live: (mortal: Awaited<ReturnType<typeof openMortal>>, step: number) => Promise<void>,
): Promise<number> {
	for (let step = 1; ; step++) {
		const mortal = await openMortal();
		await live(mortal, step);
		if (mortal.life.outlived) return step - 1;
	}
}

const eventsTold = async ({ told }: Awaited<ReturnType<typeof openMortal>>) =>
	(await told()).map(({ type, delivery }) => [type, delivery]);

it('in an exchange: one exchange, one connection and one event, or exchange_lost', async () => {
	const ends = new Set<string>();
	const steps = await atEachStep(async (mortal, step) => {
		const { backend, life, startAgain, delivered } = mortal;
		const tokens = await finishLink(backend);
		life.dieAt(step);
		await backend.post('/v1/bank_account_tokens', tokens);
		await startAgain();
		const retried = await backend.post<ErrorBody>('/v1/bank_account_tokens', tokens);
		await startAgain();
		const exchanged = backend.calls(exchangePath).filter(({ status }) => status === 200);
		expect(exchanged.length, `step ${step}`).toBe(1);
		const connections = await backend.rows('connections');
		if (retried.status === 200) {
			expect(connections, `step ${step}`).toHaveLength(1);
			expect(await eventsTold(mortal)).toEqual([['connection.created', 'delivered']]);
			expect(delivered.length).toBeGreaterThanOrEqual(1);
			ends.add('connected');
		} else {
			expect([retried.status, retried.body.error.code], `step ${step}`).toEqual([409, 'exchange_lost']);
			expect(connections).toEqual([]);
			ends.add('lost');
		}
	});
	expect(steps).toBeGreaterThanOrEqual(16);
	// It has died in the one window that cannot be closed, and everywhere else.
	expect([...ends].toSorted()).toEqual(['connected', 'lost']);
}, 60_000);

it('in a repair: the same connection, active again, and one event', async () => {
	const steps = await atEachStep(async (mortal, step) => {
		const { backend, life, startAgain } = mortal;
		const { session, connection, tokens } = await connectAs(backend, 'user_1');
		await backend.settled();
		await backend.database.prepare("update connections set status = 'login_required'").run();
		const { body } = await backend.post<{ link_token: string }>('/v1/link_tokens', { session, connection });
		const repair = () =>
			backend.post('/v1/bank_account_tokens', {
				...tokens,
				link_token: body.link_token,
				public_token: 'public-of-the-repair',
			});
		await backend.sandbox.clock.advance('1m');
		life.dieAt(step);
		await repair();
		await startAgain();
		expect([(await repair()).status, step]).toEqual([200, step]);
		await startAgain();
		expect((await backend.read(`/v1/connections/${connection}`)).body).toMatchObject({ status: 'active' });
		expect(backend.calls(exchangePath)).toHaveLength(1);
		expect(await eventsTold(mortal), `step ${step}`).toEqual([
			['connection.repaired', 'delivered'],
			['connection.created', 'delivered'],
		]);
	});
	expect(steps).toBeGreaterThanOrEqual(12);
}, 60_000);

it('in the job that finishes an exchange: the next run finishes it', async () => {
	const steps = await atEachStep(async (mortal, step) => {
		const { backend, life, startAgain } = mortal;
		const tokens = await finishLink(backend);
		backend.sandbox.faults.add({ path: stripePath, fault: { cut: 'before' } });
		await backend.post('/v1/bank_account_tokens', tokens);
		backend.sandbox.faults.clear();
		await backend.sandbox.clock.advance('2m');
		life.dieAt(step);
		await backend.clock('* * * * *');
		await startAgain();
		expect(await backend.rows('exchanges'), `step ${step}`).toMatchObject([{ step: 'tokenized' }]);
		expect(backend.calls(exchangePath)).toHaveLength(1);
		await startAgain();
		expect(await eventsTold(mortal), `step ${step}`).toEqual([['connection.created', 'delivered']]);
	});
	expect(steps).toBeGreaterThanOrEqual(12);
}, 60_000);

it('in a webhook: Plaid’s repeat is accepted, and takes effect once', async () => {
	const steps = await atEachStep(async (mortal, step) => {
		const { backend, life, signer, startAgain } = mortal;
		const { connection } = await connectAs(backend, 'user_1');
		await backend.settled();
		const [row] = await backend.rows('connections');
		const body = JSON.stringify({
			webhook_type: 'ITEM',
			webhook_code: 'PENDING_DISCONNECT',
			item_id: row?.item_id,
			disconnect_time: '2027-01-01T00:00:00Z',
		});
		const send = async () => {
			const iat = Math.floor(backend.sandbox.clock.now() / 1000);
			return backend.ask('/webhooks/plaid', {
				method: 'POST',
				headers: { 'Plaid-Verification': await signer.sign(body, { iat }) },
				body,
			});
		};
		await backend.sandbox.clock.advance('1m');
		life.dieAt(step);
		const { status } = await send();
		await startAgain();
		if (status !== 200) expect((await send()).status, `step ${step}`).toBe(200);
		await startAgain();
		expect((await backend.read(`/v1/connections/${connection}`)).body).toMatchObject({
			status: 'pending_disconnect',
		});
		expect(await eventsTold(mortal), `step ${step}`).toEqual([
			['connection.pending_disconnect', 'delivered'],
			['connection.created', 'delivered'],
		]);
	});
	expect(steps).toBeGreaterThanOrEqual(8);
}, 60_000);

it('in a delivery: the queue repeats it, and the event arrives', async () => {
	const steps = await atEachStep(async ({ backend, life, queued, delivered, deliver, told }, step) => {
		await connectAs(backend, 'user_1');
		await backend.settled();
		const [message] = queued as [EventMessage];
		life.dieAt(step);
		const fate = await deliver(message);
		life.revive();
		backend.restart();
		if (fate === 'again') expect(await deliver(message, 2)).toBe('acked');
		expect((await told())[0]?.delivery, `step ${step}`).toBe('delivered');
		expect(new Set(delivered)).toEqual(new Set([message.event]));
	});
	expect(steps).toBeGreaterThanOrEqual(6);
}, 60_000);

it.each([
	['in a change by the merchant’s server', 'POST'],
	['in a removal', 'DELETE'],
])(
	'%s: the same request again does the rest',
	async (_what, method) => {
		const steps = await atEachStep(async (mortal, step) => {
			const { backend, life, startAgain } = mortal;
			const { connection } = await connectAs(backend, 'user_1');
			await backend.settled();
			const path = `/v1/connections/${connection}`;
			const send = () =>
				method === 'POST'
					? backend.send(path, { metadata: { a: 'b' } }, { 'Idempotency-Key': 'the-key' })
					: backend.send(path, {}, { method });
			life.dieAt(step);
			await send();
			await startAgain();
			expect([(await send()).status, step]).toEqual([200, step]);
			await startAgain();
			expect((await backend.read(path)).body).toMatchObject(
				method === 'POST' ? { metadata: { a: 'b' } } : { status: 'removed' },
			);
			const events = await eventsTold(mortal);
			expect(
				events.every(([, delivery]) => delivery === 'delivered'),
				`step ${step}`,
			).toBe(true);
			if (method === 'DELETE') expect(events).toHaveLength(2);
		});
		expect(steps).toBeGreaterThanOrEqual(8);
	},
	60_000,
);
