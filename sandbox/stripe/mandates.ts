/** Mandates: what a customer agreed to. @see https://docs.stripe.com/api/mandates */
import type { State } from '../state.ts';
import { type Cause, emit } from './emit.ts';
import { type StripeEndpoint, stripeTime } from './endpoint.ts';
import { invalidRequest, missingParameter } from './errors.ts';
import type { Form } from './form.ts';
import { requireRecord } from './lookup.ts';
import { optionalChoice, optionalHash, optionalInteger, requiredText } from './parameters.ts';
import type { BankAccount, Mandate } from './records.ts';

export const mandatesRetrieve: StripeEndpoint = {
	method: 'GET',
	path: '/v1/mandates/:id',
	permission: 'rak_mandate_read',
	parameters: [],
	returns: 'mandate',
	answer: ({ state, livemode, path }) =>
		requireRecord(state.mandates, path.id, { what: 'mandate', param: 'mandate', livemode }),
};

/** `mandate_data`: how and when the customer agreed; `null` without it. */
export function readAcceptance(state: State, parameters: Form): Mandate['customer_acceptance'] | null {
	const data = optionalHash(parameters, 'mandate_data', ['customer_acceptance']);
	if (!data) return null;
	const param = 'mandate_data[customer_acceptance]';
	const fields = ['accepted_at', 'offline', 'online', 'type'];
	const acceptance = optionalHash(data, 'customer_acceptance', fields, param);
	if (!acceptance) throw missingParameter(param);
	requiredText(acceptance, 'type', `${param}[type]`);
	const type = optionalChoice(acceptance, 'type', ['offline', 'online'], `${param}[type]`);
	const accepted_at =
		optionalInteger(acceptance, 'accepted_at', `${param}[accepted_at]`) ?? stripeTime(state.clock.now());
	if (type !== 'online') return { accepted_at, offline: {}, type: 'offline' };
	const online = optionalHash(acceptance, 'online', ['ip_address', 'user_agent'], `${param}[online]`);
	if (!online) throw missingParameter(`${param}[online]`);
	return {
		accepted_at,
		online: {
			ip_address: requiredText(online, 'ip_address', `${param}[online][ip_address]`),
			user_agent: requiredText(online, 'user_agent', `${param}[online][user_agent]`),
		},
		type,
	};
}

/** An account of a Customer is agreed to for good; one of nobody for one payment. */
export function createMandate(
	state: State,
	account: BankAccount,
	acceptance: Mandate['customer_acceptance'],
	{ collection, once }: { collection: 'paper' | null; once: { amount: number; currency: string } | null },
): Mandate {
	const mandate: Mandate = {
		id: state.ids.stripe('mandate', 24),
		object: 'mandate',
		customer_acceptance: acceptance,
		livemode: account.livemode,
		...(once ? { single_use: once } : { multi_use: {} }),
		payment_method: account.id,
		payment_method_details: {
			type: 'us_bank_account',
			us_bank_account: collection ? { collection_method: collection } : {},
		},
		status: 'active',
		type: once ? 'single_use' : 'multi_use',
	};
	state.mandates.set(mandate.id, mandate);
	return mandate;
}

/** The newest that still holds for any payment from the account. */
export const activeMandateOf = (state: State, account: BankAccount): Mandate | undefined =>
	[...state.mandates.values()]
		.reverse()
		.find(
			({ payment_method, status, type }) =>
				payment_method === account.id && status === 'active' && type === 'multi_use',
		);

/** The mandate that a confirmation names. Throws payment_intent_mandate_invalid. */
export function requireMandate(
	{ state, livemode }: { state: State; livemode: boolean },
	id: string,
	account: BankAccount,
): Mandate {
	const mandate = requireRecord(state.mandates, id, {
		...{ what: 'mandate', param: 'mandate', livemode, status: 400 },
	});
	if (mandate.status === 'active' && mandate.payment_method === account.id) return mandate;
	throw invalidRequest(
		'The provided mandate is invalid: it must be active and belong to the PaymentMethod that is used.',
		{ code: 'payment_intent_mandate_invalid', param: 'mandate' },
	);
}

export function revokeMandate(cause: Cause, mandate: Mandate): void {
	if (mandate.status !== 'active') return;
	mandate.status = 'inactive';
	emit(cause, 'mandate.updated', mandate, { status: 'active' });
}
