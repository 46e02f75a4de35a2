import { describe, expect, it } from 'vitest';
import { createItem } from '../../sandbox/plaid/items.ts';
import { createToken, linkPerTest, namesOf, signIn, visitLink } from './link-visit.ts';

const link = linkPerTest();

describe('an institution that is', () => {
	it('degraded shows a warning, and can be used', async () => {
		const { opened, screen } = await link.openAt('ins_132363');
		expect(screen).toMatchObject({ step: 'degraded' });
		expect(await opened.step('onward')).toMatchObject({ step: 'credentials' });
		expect(namesOf(await opened.end('exit'))).toContain('SELECT_DEGRADED_INSTITUTION');
	});

	it.each([
		['down', 'ins_132361', 'INSTITUTION_DOWN', null],
		['unsupported', 'ins_133402', 'INSTITUTION_NO_LONGER_SUPPORTED', 'institution_not_supported'],
	])('%s ends in its error, and leads back to the others', async (_health, id, code, status) => {
		const { opened, screen } = await link.openAt(id);
		expect(screen).toMatchObject({ step: 'failed', error: { error_code: code }, can_retry: false });
		expect(await opened.step('back')).toMatchObject({ step: 'search' });
		await opened.step('institution', { institution_id: id });
		expect(await opened.end('exit')).toMatchObject({ error: { error_code: code }, metadata: { status } });
	});
});

describe('MFA', () => {
	it.each([
		['mfa_device', ['choose_device', 'requires_code'], ['device', 'code']],
		['mfa_questions_2_2', ['requires_questions', 'requires_questions'], ['questions', 'questions']],
		['mfa_selections', ['requires_selections'], ['selections']],
		['mfa_selections_1_2_3', ['requires_selections'], ['selections']],
	])('of %s has rounds, each with its exit status', async (password, statuses, types) => {
		for (const [stop, status] of statuses.entries()) {
			const opened = await link.visit();
			await opened.step('consent');
			await opened.step('institution', { institution_id: 'ins_109508' });
			let screen = await opened.step('credentials', { username: 'user_good', password });
			for (let round = 0; round < stop; round++) {
				if (screen.step !== 'mfa') throw new Error(screen.step);
				screen = await opened.step('mfa', { answers: screen.test_answer });
			}
			expect(screen).toMatchObject({ step: 'mfa', type: types[stop], rounds: types.length });
			expect(await opened.end('exit')).toMatchObject({ metadata: { status } });
		}
	});

	it('accepts only the correct answers', async () => {
		const { opened } = await link.openAt('ins_109508');
		let screen = await opened.step('credentials', { username: 'user_good', password: 'mfa_questions_1_2' });
		screen = await opened.step('mfa', { answers: ['answer_0_0', 'no'] });
		expect(screen).toMatchObject({ step: 'mfa', error: { error_code: 'INVALID_MFA' } });
		expect(await opened.step('mfa', { answers: ['answer_0_0', 'answer_0_1'] })).toMatchObject({
			step: 'accounts',
		});
	});
});

it.each([
	'ITEM_LOCKED',
	'MFA_NOT_SUPPORTED',
	'INSTITUTION_NOT_RESPONDING',
	'PAYMENT_BLOCKED',
	'USER_SETUP_REQUIRED',
])('the password error_%s ends in that error, and can be retried', async (code) => {
	const { opened } = await link.openAt('ins_109508');
	expect(
		await opened.step('credentials', { username: 'user_good', password: `error_${code}` }),
	).toMatchObject({
		step: 'failed',
		error: { error_code: code },
		can_retry: true,
	});
	expect(await opened.step('retry')).toMatchObject({ step: 'credentials', error: null });
});

describe('selecting accounts', () => {
	it('allows several if the customization does', async () => {
		const opened = await link.visit({ link_customization_name: 'multi-account' });
		const accounts = await signIn(opened);
		expect(await opened.step('accounts', { account_ids: accounts.map(({ id }) => id) })).toMatchObject({
			accounts,
		});
	});

	it('in update mode starts from the shared accounts, and can change them', async () => {
		const { item } = createItem(link.state, {
			institutionId: 'ins_109508',
			products: ['auth'],
			clientId: 'client',
		});
		const [checking, saving] = item.accounts;
		item.accounts = checking ? [checking] : [];
		const token = createToken(
			link.state,
			{ products: [], update: { account_selection_enabled: true } },
			item.itemId,
		);
		const opened = await visitLink(link.app, token.linkToken);
		await opened.step('consent');
		const screen = await opened.step('credentials', { username: 'user_good', password: 'pass_good' });
		if (screen.step !== 'accounts') throw new Error(screen.step);
		expect(screen.selected).toEqual([checking?.account_id]);
		const other = screen.accounts.find(({ mask }) => mask === saving?.mask);
		await opened.step('accounts', { account_ids: [other?.id] });
		await opened.end('finish');
		expect(item.accounts.map(({ mask }) => mask)).toEqual(['1111']);
	});
});
