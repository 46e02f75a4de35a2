/** After an upgrade from 0.1.0, its database reads and answers as it did. */
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { openFixture, requests } from './fixture.ts';

let fixture: Awaited<ReturnType<typeof openFixture>>;
beforeAll(async () => {
	for (const method of ['log', 'warn', 'error'] as const)
		vi.spyOn(console, method).mockImplementation(() => {});
	fixture = await openFixture();
}, 60_000);

/** Later versions may add fields and may word a message better; everything else stays. */
const wording = new Set(['message', 'display_message', 'documentation_url', 'request_id']);

/** `/health` checks more than it did: events that wait for long. */
const skippedOf = (path: string) => (path === '/health' ? new Set([...wording, 'checks']) : wording);

function comparable(value: unknown, shape: unknown, skipped: ReadonlySet<string>): unknown {
	if (Array.isArray(value) && Array.isArray(shape)) {
		return value.map((item, index) => comparable(item, shape[index], skipped));
	}
	if (typeof value !== 'object' || value === null || typeof shape !== 'object' || shape === null)
		return value;
	const known = shape as Record<string, unknown>;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([name]) => name in known && !skipped.has(name))
			.map(([name, item]) => [name, comparable(item, known[name], skipped)]),
	);
}

// The order matters: an answer may depend on what an earlier repeat has finished.
describe('a database of version 0.1.0', () => {
	for (const request of requests.reads) {
		test(`answers GET ${request.path} as before`, async () => {
			const expected = request.repeated ?? request.answered;
			const { status, body } = await fixture.send(request);
			expect(status).toBe(expected?.status);
			const shape = expected?.body;
			const skipped = skippedOf(request.path);
			expect(comparable(body, shape, skipped)).toEqual(comparable(shape, shape, skipped));
		});
	}
	for (const request of [...requests.keyed, ...requests.exchanges]) {
		test(`answers ${request.method} ${request.path} (${request.role}) again as before`, async () => {
			const expected = request.repeated;
			const answer = await fixture.send(request);
			expect(answer.status, answer.text).toBe(expected?.status);
			expect(answer.replayed).toBe(expected?.replayed);
			const skipped = new Set([...wording, ...(expected?.new_fields ?? [])]);
			const shape = expected?.body;
			if (answer.replayed) expect(answer.body).toEqual(shape);
			else expect(comparable(answer.body, shape, skipped)).toEqual(comparable(shape, shape, skipped));
		});
	}
});
