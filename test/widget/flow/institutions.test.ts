import { expect } from 'chai';
import { calls, clock, lastCall, mount, refusal, until } from '../helpers.ts';

describe('institutions()', () => {
	it('searches the backend’s institutions by name, products and offset', async () => {
		const element = await mount();
		const found = element.institutions({ query: 'plat & co', products: ['auth', 'identity'], offset: 50 });
		await until(() => calls.length);
		const url = new URL(lastCall().url);
		expect([url.pathname, Object.fromEntries(url.searchParams)]).to.deep.equal([
			'/v1/institutions',
			{ query: 'plat & co', products: 'auth,identity', offset: '50' },
		]);
		await lastCall().answer({
			institutions: [{ institution_id: 'ins_1', name: 'First Platypus Bank', products: ['auth'] }],
			total: 1,
			request_id: 'req_1',
		});
		expect(await found).to.deep.equal({
			institutions: [{ id: 'ins_1', name: 'First Platypus Bank', products: ['auth'] }],
			total: 1,
		});
		expect(element.status).to.equal('idle');
	});

	it('rejects with the code of the failure (plaid_unavailable), or when its signal is aborted', async () => {
		const element = await mount();
		const failed = element.institutions().then(
			() => undefined,
			(error) => error,
		);
		await until(() => calls.length);
		await lastCall().answer(refusal('plaid_unavailable', { retryable: true }), 503);
		expect(await failed).to.include({ code: 'plaid_unavailable', retryable: true, requestId: 'req_refused' });
		const giveUp = new AbortController();
		const given = element.institutions({ signal: giveUp.signal }).then(
			() => undefined,
			(error) => error,
		);
		await until(() => calls.length === 2);
		giveUp.abort();
		expect((await given).name).to.equal('AbortError');
		expect([element.status, clock.timers.size]).to.deep.equal(['idle', 0]);
	});
});
