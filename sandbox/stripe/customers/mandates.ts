/** Mandates: a customer's permission to debit an account. @see https://docs.stripe.com/api/mandates */
import type { State } from '../../state.ts';
import { type Cause, type Scope, stripeTime } from '../endpoint.ts';
import { invalidRequest, missingParameter } from '../errors.ts';
import { emitChange } from '../events/emit.ts';
import type { BankAccount, Mandate } from '../records.ts';
import { requireRecord } from '../requests/find-record.ts';
import type { Form } from '../requests/form.ts';
import {
	fullName,
	optionalChoice,
	optionalHash,
	optionalInteger,
	requiredText,
} from '../requests/parameters.ts';

/** When and how the customer accepted. */
export type Acceptance = Mandate['customer_acceptance'];

/** Reads `mandate_data`; `null` without it. */
export function readAcceptance(state: State, parameters: Form): Acceptance | null {
	const data = optionalHash(parameters, 'mandate_data', ['customer_acceptance']);
	if (!data) return null;
	const fields = ['accepted_at', 'offline', 'online', 'type'];
	const acceptance = optionalHash(data, 'customer_acceptance', fields);
	if (!acceptance) throw missingParameter(fullName(data, 'customer_acceptance'));
	requiredText(acceptance, 'type');
	const type = optionalChoice(acceptance, 'type', ['offline', 'online']);
	const accepted_at = optionalInteger(acceptance, 'accepted_at') ?? stripeTime(state.clock.now());
	if (type !== 'online') return { accepted_at, offline: {}, type: 'offline' };
	const online = optionalHash(acceptance, 'online', ['ip_address', 'user_agent']);
	if (!online) throw missingParameter(fullName(acceptance, 'online'));
	return {
		accepted_at,
		online: {
			ip_address: requiredText(online, 'ip_address'),
			user_agent: requiredText(online, 'user_agent'),
		},
		type,
	};
}

type NewMandate = {
	acceptance: Acceptance;
	collectionMethod: 'paper' | null;
	/** The only payment of a single-use mandate; `null` for a mandate of all later payments. */
	singleUse: { amount: number; currency: string } | null;
};

export function createMandate(
	state: State,
	account: BankAccount,
	{ acceptance, collectionMethod, singleUse }: NewMandate,
): Mandate {
	const mandate: Mandate = {
		id: state.ids.stripe('mandate', 24),
		object: 'mandate',
		customer_acceptance: acceptance,
		livemode: account.livemode,
		...(singleUse ? { single_use: singleUse } : { multi_use: {} }),
		payment_method: account.id,
		payment_method_details: {
			type: 'us_bank_account',
			us_bank_account: collectionMethod ? { collection_method: collectionMethod } : {},
		},
		status: 'active',
		type: singleUse ? 'single_use' : 'multi_use',
	};
	state.mandates.set(mandate.id, mandate);
	return mandate;
}

/** The newest active mandate for all payments from the account. */
export const activeMandateOf = (state: State, account: BankAccount): Mandate | undefined =>
	[...state.mandates.values()].findLast(
		({ payment_method, status, type }) =>
			payment_method === account.id && status === 'active' && type === 'multi_use',
	);

/** The mandate that a confirmation names. Throws resource_missing and payment_intent_mandate_invalid. */
export function requireMandate(scope: Scope, id: string, account: BankAccount): Mandate {
	const mandate = requireRecord(scope, scope.state.mandates, {
		id,
		what: 'mandate',
		param: 'mandate',
		status: 400,
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
	emitChange(cause, 'mandate.updated', { object: mandate, previous: { status: 'active' } });
}
