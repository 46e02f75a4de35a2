/** The Worker dying at any of its steps: whatever it had begun, the end is right after it was started again. */
import { expect, it } from 'vitest';
import type { EventsAnswer } from '../../worker/contract.ts';
import type { EventMessage } from '../../worker/events/announce.ts';
import { connectAs, type ErrorBody, exchangePath, finishLink, openBackend } from './backend.ts';
import { createSigner, keysOf } from './plaid-signer.ts';

/** Counts what a Worker does outside of itself; from the step on that kills it, it can do nothing more. */
function mortal() {
	let steps = 0;
	let dies = Number.POSITIVE_INFINITY;
	return {
		/** Before the step that bears this number; twice as many, so that it may also be right after it. */
		dieAt(step: number) {
			steps = 0;
			dies = step;
		},
		revive() {
			dies = Number.POSITIVE_INFINITY;
		},
		get steps() {
			return steps;
		},
		async step<T>(work: () => Promise<T>): Promise<T> {
			if (++steps >= dies) throw new TypeError('The Worker is dead.');
			const result = await work();
			if (++steps >= dies) throw new TypeError('The Worker is dead.');
			return result;
		},
	};
}
type Life = ReturnType<typeof mortal>;

const mortalDatabase = (database: D1Database, life: Life): D1Database =>
	new Proxy(database, {
		get(target, name) {
			if (name === 'batch')
				return (statements: D1PreparedStatement[]) => life.step(() => target.batch(statements));
			const value = Reflect.get(target, name);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});

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

it('in an exchange: one exchange, one connection and one event, or a plain word that it is lost', async () => {
	const ends = new Set<string>();
	for (let step = 1; step <= 24; step++) {
		const { backend, life, startAgain, told, delivered } = await openMortal();
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
			expect((await told()).map(({ type, delivery }) => [type, delivery])).toEqual([
				['connection.created', 'delivered'],
			]);
			expect(delivered.length).toBeGreaterThanOrEqual(1);
			ends.add('connected');
		} else {
			expect([retried.status, retried.body.error.code], `step ${step}`).toEqual([409, 'exchange_lost']);
			expect(connections).toEqual([]);
			ends.add('lost');
		}
	}
	// It has died in the one window that cannot be closed, and everywhere else.
	expect([...ends].toSorted()).toEqual(['connected', 'lost']);
}, 60_000);

it('in a webhook: it is taken when Plaid sends it again, once in effect', async () => {
	for (let step = 1; step <= 8; step++) {
		const { backend, life, signer, startAgain, told } = await openMortal();
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
		expect(
			(await told()).map(({ type, delivery }) => [type, delivery]),
			`step ${step}`,
		).toEqual([
			['connection.pending_disconnect', 'delivered'],
			['connection.created', 'delivered'],
		]);
	}
}, 60_000);

it('in a delivery: the event arrives, by the queue giving it again', async () => {
	for (let step = 1; step <= 6; step++) {
		const { backend, life, queued, delivered, deliver, told } = await openMortal();
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
	}
});

it('in a removal, or in a change by the merchant’s server: the same request again does the rest', async () => {
	for (let step = 1; step <= 8; step++) {
		const { backend, life, startAgain, told } = await openMortal();
		const { connection } = await connectAs(backend, 'user_1');
		await backend.settled();
		const change = () =>
			backend.send(
				`/v1/connections/${connection}`,
				{ metadata: { a: 'b' } },
				{ 'Idempotency-Key': 'the-key' },
			);
		const remove = () => backend.send(`/v1/connections/${connection}`, {}, { method: 'DELETE' });
		for (const send of [change, remove]) {
			life.dieAt(step);
			await send();
			await startAgain();
			expect((await send()).status, `step ${step}`).toBe(200);
		}
		await startAgain();
		expect((await backend.read(`/v1/connections/${connection}`)).body).toMatchObject({
			status: 'removed',
			metadata: { a: 'b' },
		});
		const types = (await told()).map(({ type }) => type);
		expect(
			types.filter((type) => type === 'connection.removed'),
			`step ${step}`,
		).toHaveLength(1);
		expect((await told()).every(({ delivery }) => delivery === 'delivered')).toBe(true);
	}
}, 60_000);
