/** What the sandbox stores: Items, payments, customers, tokens. */
import { html } from 'hono/html';
import { maskTokens } from '../mask-secrets.ts';
import type { Item } from '../plaid/records.ts';
import type { State } from '../state.ts';
import type { PaymentIntent } from '../stripe/records.ts';
import { button, chip, newestFirst, section, shortTime, type Tone, time } from './components.ts';

export const items = (state: State) =>
	section({
		id: 'items',
		heading: 'Items',
		count: state.items.size,
		list: html`<ul class="rows">${newestFirst(state.items.values()).map(
			(item) => html`<li>
				<strong>${item.institutionName ?? 'Typed account number'}</strong>
				${itemStatus(item)}
				<code>${item.itemId}</code>
				<span>${item.username} · ${item.products.join(', ')}</span>
				<span>${accountNames(item)}</span>
				${item.accessToken === null ? '' : html`<code>${maskTokens(item.accessToken)}</code>`}
				<time>${time(item.createdAt)}</time>
				${
					item.removedAt === null && item.error === null
						? button({ label: 'Reset login', control: `items/${item.itemId}/reset_login`, body: {} })
						: ''
				}
			</li>`,
		)}</ul>`,
		emptyText: 'None yet. Link a bank, or call /sandbox/public_token/create.',
	});

function itemStatus(item: Item) {
	if (item.removedAt !== null) return chip('inactive', 'removed');
	if (item.error) return chip('bad', item.error.error_code);
	return item.accessToken === null ? chip('waiting', 'not exchanged') : chip('good', 'good');
}

/** The first two accounts by name, and how many more there are. */
function accountNames({ accounts }: Item): string {
	const names = accounts.slice(0, 2).map(({ name, mask }) => `${name} ••${mask ?? ''}`);
	const more = accounts.length - names.length;
	return names.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

const paymentTones: Partial<Record<PaymentIntent['status'], Tone>> = {
	succeeded: 'good',
	canceled: 'inactive',
	requires_payment_method: 'bad',
};

export const payments = (state: State) =>
	section({
		id: 'payments',
		heading: 'Payments',
		count: state.paymentIntents.size,
		list: html`<ul class="rows">${newestFirst(state.paymentIntents.values()).map(
			(payment) => html`<li>
				<strong>${(payment.amount / 100).toFixed(2)} ${payment.currency.toUpperCase()}</strong>
				${chip(paymentTones[payment.status] ?? 'waiting', payment.status)}
				<code>${payment.id}</code>
				<span>${payment.last_payment_error?.code ?? ''}</span>
				<time>${time(payment.created * 1_000)}</time>
				<span class="buttons">${outcomeButtons(payment)}</span>
			</li>`,
		)}</ul>`,
		emptyText: 'None yet. PaymentIntents appear here.',
	});

function outcomeButtons({ id, status }: PaymentIntent) {
	const settle = (label: string, outcome: string) =>
		button({ label, control: `payments/${id}`, body: { outcome } });
	if (status === 'processing') {
		return [settle('Succeed', 'succeeded'), settle('Fail', 'insufficient_funds')];
	}
	return status === 'succeeded' ? settle('Dispute', 'dispute') : '';
}

export const customers = (state: State) =>
	section({
		id: 'customers',
		heading: 'Customers',
		count: state.customers.size,
		list: html`<ul class="rows">${newestFirst(state.customers.values()).map(
			(customer) => html`<li>
				<strong>${customer.name ?? customer.email ?? 'Customer'}</strong>
				<code>${customer.id}</code>
				<span>${customer.sources
					.map((id) => state.bankAccounts.get(id))
					.map((account) => (account ? `${account.bankName} ••${account.last4} (${account.status})` : ''))
					.join(', ')}</span>
				<time>${time(customer.created)}</time>
			</li>`,
		)}</ul>`,
		emptyText: 'None yet. Stripe Customers appear here.',
	});

export function tokens(state: State) {
	const now = state.clock.now();
	const expiry = (expiresAt: number) =>
		now < expiresAt ? chip('good', `until ${shortTime(expiresAt)}`) : chip('inactive', 'expired');
	const rows = [
		...[...state.linkTokens.values()].map(({ linkToken, expiresAt, updateItemId }) => ({
			kind: updateItemId === null ? 'link token' : 'link token (update)',
			token: linkToken,
			status: expiry(expiresAt),
		})),
		...[...state.publicTokens.values()].map(({ publicToken, expiresAt, usedAt }) => ({
			kind: 'public token',
			token: publicToken,
			status: usedAt === null ? expiry(expiresAt) : chip('inactive', 'exchanged'),
		})),
		...[...state.bankAccountTokens.values()]
			.filter(({ itemId }) => itemId !== null)
			.map(({ id, used, livemode }) => ({
				kind: livemode ? 'bank account token (live)' : 'bank account token',
				token: id,
				status: used ? chip('inactive', 'used') : chip('good', 'unused'),
			})),
		...[...state.processorTokens].map(([token, { processor }]) => ({
			kind: `processor token (${processor})`,
			token,
			status: chip('good', 'valid'),
		})),
	];
	return section({
		id: 'tokens',
		heading: 'Tokens',
		count: rows.length,
		list: html`<ul class="rows">${newestFirst(rows).map(
			({ kind, token, status }) =>
				html`<li><strong>${kind}</strong> ${status} <code>${maskTokens(token)}</code></li>`,
		)}</ul>`,
		emptyText: 'None yet. Tokens appear here, with their last four characters only.',
	});
}
