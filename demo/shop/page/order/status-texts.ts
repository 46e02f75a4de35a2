import type { Payment } from '../../../../worker/contract.ts';
import type { OrderView } from '../../order-views.ts';
import { formatMoney } from '../shared/format.ts';

/** What the icon beside a status shows. */
export type Tone = 'wait' | 'good' | 'bad' | 'back' | 'off';
export type StatusText = { title: string; text: string; tone: Tone };

/** What a payment's status means for the shopper. */
export function shopperText({ payment, bank }: OrderView): StatusText {
	const money = formatMoney(payment.amount, payment.currency);
	const from = bank.institution.name ?? 'your bank';
	const why = payment.failure?.display_message ?? '';
	switch (payment.status) {
		case 'pending':
			return {
				title: 'We are sending your payment',
				text: 'This takes a moment. There is nothing for you to do.',
				tone: 'wait',
			};
		case 'processing':
			return {
				title: 'Your payment is on its way',
				text: 'A payment by bank takes up to four business days. There is nothing for you to do: we tell you when it has arrived.',
				tone: 'wait',
			};
		case 'succeeded':
			return { title: 'Paid. Thank you!', text: `${money} has arrived from ${from}.`, tone: 'good' };
		case 'failed':
			return {
				title: 'Your payment did not go through',
				text: `${why} Nothing was taken from your account.`,
				tone: 'bad',
			};
		case 'canceled':
			return {
				title: 'This payment was cancelled',
				text: 'It had not gone to your bank yet. Nothing is taken from your account.',
				tone: 'off',
			};
		case 'disputed':
			return {
				title: 'Your bank has taken this payment back',
				text: `${money} goes back to your account. If you did not ask for that, please talk to your bank, or write to us: hello@shop.example.`,
				tone: 'bad',
			};
		case 'refunded':
			return payment.refunds.some(({ status }) => status === 'pending')
				? {
						title: 'Your money is on its way back',
						text: `We are giving back ${money}. It takes a few business days to reach your account.`,
						tone: 'back',
					}
				: {
						title: 'You have your money back',
						text: `We have given back ${money} to your account.`,
						tone: 'back',
					};
	}
}

/** What the shopper reads about a partial refund. Null without one. */
export function refundText({ payment }: OrderView): string | null {
	if (payment.status === 'refunded' || payment.refunds.length === 0) return null;
	const sum = (wanted: string) =>
		payment.refunds.reduce((total, { status, amount }) => (status === wanted ? total + amount : total), 0);
	const [pending, refunded] = [sum('pending'), sum('succeeded')].map((cents) =>
		cents > 0 ? formatMoney(cents, payment.currency) : null,
	);
	if (!refunded && !pending) return 'We could not give money back to your account, and will write to you.';
	const sentences = [
		refunded ? `We have given back ${refunded} of it.` : null,
		pending ? `${pending} is on its way back to you.` : null,
	];
	return sentences.filter(Boolean).join(' ');
}

/** What a status means for the merchant. */
export function merchantText(payment: Payment): string {
	const why = payment.failure?.message ?? '';
	switch (payment.status) {
		case 'pending':
			return 'Stripe has not confirmed the debit yet. However often it is asked for, it stays one.';
		case 'processing':
			return 'Stripe has taken the debit and hands it to the bank. The money is not there yet.';
		case 'succeeded':
			return 'The bank has paid. It may still take the payment back: a consumer’s bank has 60 days.';
		case 'failed':
			return why;
		case 'canceled':
			return why || 'Cancelled before it was handed to the bank.';
		case 'disputed':
			return `${why} A bank’s return is final, and the mandate at Stripe has ended.`;
		case 'refunded':
			return payment.refunds.some(({ status }) => status === 'pending')
				? 'All of it is being given back.'
				: 'All of it was given back.';
	}
}

/** What the entries of a payment's history are called. */
export const eventTexts: Readonly<Record<string, string>> = {
	'authorization.accepted': 'Authorized by the shopper',
	'payment.processing': 'Debit confirmed by Stripe',
	'payment.succeeded': 'Paid by the bank',
	'payment.failed': 'Failed',
	'payment.canceled': 'Cancelled',
	'payment.disputed': 'Taken back by the bank',
	'payment.refunded': 'Refund begun',
	'payment.refund_succeeded': 'Refund arrived',
	'payment.refund_failed': 'Refund failed',
};
