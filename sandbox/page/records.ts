/** What the sandbox holds: Items, payments, customers, tokens. */
import { html } from 'hono/html';
import { maskTokens } from '../mask-secrets.ts';
import type { Item } from '../plaid/records.ts';
import type { State } from '../state.ts';
import { button } from './button.ts';
import { chip, newest, section, shortTime, type Tone, time } from './section.ts';

export const items = (state: State) =>
	section(
		'items',
		'Items',
		state.items.size,
		html`<ul class="rows">${newest(state.items.values()).map((item) => {
			const wrong = item.error?.error_code;
			return html`<li>
				<strong>${item.institutionName ?? 'By account number'}</strong>
				${
					item.removedAt !== null
						? chip('off', 'removed')
						: wrong
							? chip('bad', wrong)
							: item.accessToken === null
								? chip('wait', 'not exchanged')
								: chip('good', 'good')
				}
				<code>${item.itemId}</code>
				<span>${item.username} · ${item.products.join(', ')}</span>
				<span>${accountsLine(item)}</span>
				${item.accessToken === null ? '' : html`<code>${maskTokens(item.accessToken)}</code>`}
				<time>${time(item.createdAt)}</time>
				${
					item.removedAt === null && !wrong
						? button('Reset login', `items/${item.itemId}/reset_login`, {})
						: ''
				}
			</li>`;
		})}</ul>`,
		'None yet. Link a bank, or call /sandbox/public_token/create.',
	);

/** The first accounts by name, the others by their number. */
const accountsLine = ({ accounts }: Item): string => {
	const named = accounts.slice(0, 2).map(({ name, mask }) => `${name} ••${mask ?? ''}`);
	const more = accounts.length - named.length;
	return named.join(', ') + (more > 0 ? ` and ${more} more` : '');
};

const paymentTones: Record<string, Tone> = {
	succeeded: 'good',
	processing: 'wait',
	canceled: 'off',
	requires_payment_method: 'bad',
};

export const payments = (state: State) =>
	section(
		'payments',
		'Payments',
		state.paymentIntents.size,
		html`<ul class="rows">${newest(state.paymentIntents.values()).map((payment) => {
			const settle = (label: string, outcome: string) => button(label, `payments/${payment.id}`, { outcome });
			return html`<li>
				<strong>${(payment.amount / 100).toFixed(2)} ${payment.currency.toUpperCase()}</strong>
				${chip(paymentTones[payment.status] ?? 'wait', payment.status)}
				<code>${payment.id}</code>
				<span>${payment.last_payment_error?.code ?? ''}</span>
				<time>${time(payment.created * 1_000)}</time>
				<span class="buttons">${
					payment.status === 'processing'
						? [settle('Succeed', 'succeeded'), settle('Fail', 'insufficient_funds')]
						: ''
				}${payment.status === 'succeeded' ? settle('Dispute', 'dispute') : ''}</span>
			</li>`;
		})}</ul>`,
		'None yet. A PaymentIntent would stand here.',
	);

export const customers = (state: State) =>
	section(
		'customers',
		'Customers',
		state.customers.size,
		html`<ul class="rows">${newest(state.customers.values()).map(
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
		'None yet. A Stripe Customer would stand here.',
	);

export const tokens = (state: State) => {
	const now = state.clock.now();
	const rows = [
		...[...state.linkTokens.values()].map(({ linkToken, expiresAt, updateItemId }) => ({
			kind: updateItemId === null ? 'link token' : 'link token (update)',
			token: maskTokens(linkToken),
			chip: now < expiresAt ? chip('good', `until ${shortTime(expiresAt)}`) : chip('off', 'expired'),
		})),
		...[...state.publicTokens.values()].map(({ publicToken, expiresAt, usedAt }) => ({
			kind: 'public token',
			token: maskTokens(publicToken),
			chip:
				usedAt !== null
					? chip('off', 'exchanged')
					: now < expiresAt
						? chip('good', `until ${shortTime(expiresAt)}`)
						: chip('off', 'expired'),
		})),
		...[...state.bankAccountTokens.values()]
			.filter(({ itemId }) => itemId !== null)
			.map(({ id, used, livemode }) => ({
				kind: livemode ? 'bank account token (live)' : 'bank account token',
				token: maskTokens(id),
				chip: used ? chip('off', 'used') : chip('good', 'unused'),
			})),
		...[...state.processorTokens].map(([token, { processor }]) => ({
			kind: `processor token (${processor})`,
			token: maskTokens(token),
			chip: chip('good', 'good'),
		})),
	];
	return section(
		'tokens',
		'Tokens',
		rows.length,
		html`<ul class="rows">${newest(rows).map(
			(row) => html`<li><strong>${row.kind}</strong> ${row.chip} <code>${row.token}</code></li>`,
		)}</ul>`,
		'None yet. They show their last four characters only.',
	);
};
