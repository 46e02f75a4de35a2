/** The questions of setup, in order, and where to find each answer. */
import { isCancel, note, password, select, text } from '@clack/prompts';
import { stripeEventTypes } from '../../worker/webhooks/stripe-event-types.ts';
import { clientId, type Environment, plaidSecret, stripeKey, webhookSecret } from './keys.ts';
import { enablementMail, restrictedKeyPage } from './stripe.ts';

export type Variables = Record<string, string>;
/** Variables to set; null removes one. */
export type Answers = Record<string, string | null>;

/** The user pressed Ctrl-C or Escape. */
export class Cancelled extends Error {
	override name = 'Cancelled';
}

/** Asks everything and returns what to set. Throws `Cancelled`. Writes nothing. */
export async function askQuestions(existing: Variables): Promise<Answers> {
	const environment = await askEnvironment(existing);
	// Each environment has its own keys: those of the other one are not offered.
	const same = (existing.PLAID_ENV || 'sandbox') === environment;
	const kept = same ? existing : { PLAID_CLIENT_ID: existing.PLAID_CLIENT_ID ?? '' };
	return {
		PLAID_ENV: environment,
		...(same ? {} : { STRIPE_SECRET_KEY: null, STRIPE_WEBHOOK_SECRET: null }),
		...(await askPlaid(kept, environment)),
		...(await askStripe(kept, environment)),
	};
}

async function askEnvironment(existing: Variables): Promise<Environment> {
	return answer(
		await select<Environment>({
			message: 'Which of Plaid’s environments?',
			options: [
				{ value: 'sandbox', label: 'Sandbox', hint: 'test banks, with Stripe’s test mode' },
				{ value: 'production', label: 'Production', hint: 'real banks, with Stripe’s live mode' },
			],
			initialValue: existing.PLAID_ENV === 'production' ? 'production' : 'sandbox',
		}),
	);
}

async function askPlaid(kept: Variables, environment: Environment): Promise<Variables> {
	note(
		`Both are at https://dashboard.plaid.com/developers/keys\nTake the secret of ${environment}: each environment has its own.`,
		'Plaid’s keys',
	);
	const id = answer(
		await text({
			message: 'Plaid’s client id',
			...(kept.PLAID_CLIENT_ID ? { initialValue: kept.PLAID_CLIENT_ID } : {}),
			validate: (value) => clientId(value?.trim() ?? ''),
		}),
	);
	const secret = await askSecret(`Plaid’s secret, ${environment}`, kept.PLAID_SECRET, plaidSecret);
	return { PLAID_CLIENT_ID: id.trim(), PLAID_SECRET: secret };
}

async function askStripe(kept: Variables, environment: Environment): Promise<Variables> {
	note(
		[
			'1. At Stripe, switch ACH Direct Debit on:',
			'   https://dashboard.stripe.com/settings/payment_methods',
			'2. At Plaid, press “Connect with Stripe”:',
			'   https://dashboard.plaid.com/developers/integrations',
			'3. Send Stripe the mail below; an answer takes days.',
			'',
			enablementMail,
		].join('\n'),
		'Stripe',
	);
	const now = answer(
		await select<boolean>({
			message: 'Is the Worker to take payments at Stripe?',
			options: [
				{ value: true, label: 'Yes', hint: 'it needs a key' },
				{ value: false, label: 'Not now', hint: 'bank account tokens work without' },
			],
			initialValue: true,
		}),
	);
	if (!now) return {};
	note('Make a restricted key with just what is needed; the link fills the page in.', 'Stripe’s key');
	// Outside of the box, which would break the line: the link must stay clickable.
	process.stdout.write(`${restrictedKeyPage(environment === 'production')}\n`);
	const key = await askSecret('Stripe’s key', kept.STRIPE_SECRET_KEY, stripeKey(environment));
	note(
		[
			'Only once the Worker is deployed: add <its address>/webhooks/stripe at',
			'https://dashboard.stripe.com/webhooks, and take the endpoint’s signing secret.',
			'The events that it needs:',
			...stripeEventTypes.map((event) => `  ${event}`),
		].join('\n'),
		'Stripe’s webhooks',
	);
	const signing = await askSecret(
		'The signing secret (leave it empty for now)',
		kept.STRIPE_WEBHOOK_SECRET ?? '',
		webhookSecret,
	);
	return { STRIPE_SECRET_KEY: key, ...(signing ? { STRIPE_WEBHOOK_SECRET: signing } : {}) };
}

/** Never shows a secret. @param kept the current value, for an empty answer */
async function askSecret(
	message: string,
	kept: string | undefined,
	form: (value: string) => string | undefined,
): Promise<string> {
	const given = answer(
		await password({
			message: kept ? `${message} (leave it empty to keep the one that is set)` : message,
			validate: (value) => (!value?.trim() && kept !== undefined ? undefined : form(value?.trim() ?? '')),
		}),
	);
	return given?.trim() || (kept ?? '');
}

function answer<Value>(value: Value): Exclude<Value, symbol> {
	if (isCancel(value)) throw new Cancelled();
	return value as Exclude<Value, symbol>;
}
