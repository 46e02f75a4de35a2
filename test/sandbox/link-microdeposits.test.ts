import { describe, expect, it } from 'vitest';
import { exchangePublicToken } from '../../sandbox/plaid/items.ts';
import { createToken, linkPerTest, type Visit, visitLink } from './link-visit.ts';

const link = linkPerTest();

const _namesOf = (outcome: Awaited<ReturnType<Visit['end']>>) =>
	outcome.events.map(({ name, metadata }) =>
		[name, metadata.view_name ?? metadata.mfa_type].filter(Boolean).join(' '),
	);

describe('micro-deposits', () => {
	const numbers = { name: 'Ada', subtype: 'checking' };

	it('that are automated leave the account pending', async () => {
		const { opened } = await link.openAt('ins_109512', { auth: { automated_microdeposits_enabled: true } });
		const screen = await opened.step('credentials', {
			username: 'user_good',
			password: 'microdeposits_good',
		});
		if (screen.step !== 'accounts') throw new Error(screen.step);
		await opened.step('accounts', { account_ids: [screen.accounts[0]?.id] });
		expect(await opened.step('numbers', { ...numbers, routing: '021000021', account: '1' })).toMatchObject({
			step: 'numbers',
			error: { error_code: 'INVALID_FIELD' },
		});
		await opened.step('numbers', { ...numbers, routing: '021000021', account: '1111222233330000' });
		expect(await opened.end('finish')).toMatchObject({
			metadata: { accounts: [{ mask: '0000', verification_status: 'pending_automatic_verification' }] },
		});
		const [item] = link.state.items.values();
		expect(item?.authMethod).toBe('AUTOMATED_MICRODEPOSITS');
		await link.state.clock.advance('25h');
		expect(item?.accounts[0]?.verification_status).toBe('automatically_verified');
	});

	it('that are instant are verified with their code', async () => {
		const { opened, screen } = await link.openAt('ins_135858');
		expect(screen).toMatchObject({ step: 'numbers', purpose: 'instant' });
		expect(
			await opened.step('numbers', { ...numbers, routing: '333333334', account: '1111222233330000' }),
		).toMatchObject({ step: 'code' });
		expect(await opened.step('code', { code: 'XYZ' })).toMatchObject({
			error: { error_code: 'INCORRECT_DEPOSIT_VERIFICATION' },
		});
		await opened.step('code', { code: 'abc' });
		expect(await opened.end('finish')).toMatchObject({
			metadata: {
				institution: { institution_id: 'ins_135858' },
				accounts: [{ verification_status: 'manually_verified' }],
			},
		});
	});

	describe('that are same-day', () => {
		async function linkByHand() {
			const opened = await link.visit({ auth: { same_day_microdeposits_enabled: true } });
			await opened.step('consent');
			await opened.step('method', { method: 'numbers' });
			await opened.step('numbers', { ...numbers, routing: '110000000', account: '1111222233330000' });
			const outcome = await opened.end('finish');
			if (outcome.type !== 'success') throw new Error('It did not succeed.');
			return { outcome, item: exchangePublicToken(link.state, 'client', outcome.public_token) };
		}
		const verify = async (itemId: string) => {
			const opened = await visitLink(link.app, createToken(link.state, { products: [] }, itemId).linkToken);
			await opened.step('consent');
			return opened;
		};

		it('are verified by their code in a later session', async () => {
			const { outcome, item } = await linkByHand();
			expect(outcome.metadata).toMatchObject({
				institution: null,
				accounts: [{ mask: '0000', verification_status: 'pending_manual_verification' }],
			});
			const opened = await verify(item.itemId);
			expect(await opened.step('code', { code: 'ABC' })).toMatchObject({ step: 'finish' });
			expect(await opened.end('finish')).toMatchObject({
				metadata: { accounts: [{ verification_status: 'manually_verified' }] },
			});
			expect(item.accounts[0]?.verification_status).toBe('manually_verified');
		});

		it('fail permanently after three wrong codes, across sessions', async () => {
			const { item } = await linkByHand();
			await (await verify(item.itemId)).step('code', { code: 'no' });
			const opened = await verify(item.itemId);
			await opened.step('code', { code: 'no' });
			expect(await opened.step('code', { code: 'no' })).toMatchObject({
				step: 'failed',
				error: { error_code: 'TOO_MANY_VERIFICATION_ATTEMPTS' },
			});
			expect(item.accounts[0]?.verification_status).toBe('verification_failed');
		});
	});
});
