import { describe, expect, it } from 'vitest';
import { createItem } from '../../sandbox/plaid/items.ts';
import { createToken, linkPerTest, visitLink } from './link-visit.ts';

const link = linkPerTest();

describe('update mode', () => {
	it('goes to the login at the Item’s institution, repairs the Item and keeps its accounts', async () => {
		const { item } = createItem(link.state, {
			institutionId: 'ins_109511',
			products: ['auth'],
			clientId: 'client',
		});
		item.error = {
			error_type: 'ITEM_ERROR',
			error_code: 'ITEM_LOGIN_REQUIRED',
			error_message: '',
			display_message: null,
		};
		const opened = await visitLink(
			link.app,
			createToken(link.state, { products: [] }, item.itemId).linkToken,
		);
		expect(opened.start.events?.[0]?.metadata.is_update_mode).toBe('true');
		expect(await opened.step('consent')).toMatchObject({
			step: 'credentials',
			institution: { name: 'Tartan Bank' },
			can_go_back: false,
		});
		expect(await opened.call('back')).toMatchObject({ error: { error_code: 'INVALID_FIELD' } });
		expect(await opened.step('credentials', { username: 'user_good', password: 'pass_good' })).toMatchObject({
			step: 'finish',
		});
		expect(await opened.end('finish')).toMatchObject({
			type: 'success',
			metadata: { institution: { institution_id: 'ins_109511' } },
		});
		expect(link.state.items.size).toBe(1);
		expect(item.error).toBeNull();
	});
});

it('repairing a login repairs its other Items', async () => {
	const make = () =>
		createItem(link.state, { institutionId: 'ins_109508', products: ['auth'], clientId: 'client' }).item;
	const [mended, other] = [make(), make()];
	await link.state.clock.advance('31d');
	expect(other.error?.error_code).toBe('ITEM_LOGIN_REQUIRED');
	const opened = await visitLink(
		link.app,
		createToken(link.state, { products: [] }, mended.itemId).linkToken,
	);
	await opened.step('consent');
	await opened.step('credentials', { username: 'user_good', password: 'pass_good' });
	await opened.end('finish');
	expect([mended.error, other.error]).toEqual([null, null]);
});
