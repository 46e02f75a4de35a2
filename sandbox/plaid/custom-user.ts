/**
 * `user_custom`: a Sandbox user whose accounts are described by JSON in the password.
 * @see https://plaid.com/docs/sandbox/user-custom/
 */
import * as v from 'valibot';

const number = v.number('must be a number');
const text = v.string('must be a string');
const subtype = v.pipe(text, v.nonEmpty());

const customIdentity = v.looseObject({
	names: v.optional(v.array(text), []),
	phone_numbers: v.optional(
		v.array(
			v.looseObject({
				primary: v.optional(v.boolean(), false),
				type: v.optional(v.picklist(['home', 'work', 'office', 'mobile', 'mobile1', 'other']), 'other'),
				data: text,
			}),
		),
		[],
	),
	emails: v.optional(
		v.array(
			v.looseObject({
				primary: v.optional(v.boolean(), false),
				type: v.optional(v.picklist(['primary', 'secondary', 'other']), 'other'),
				data: text,
			}),
		),
		[],
	),
	addresses: v.optional(
		v.array(
			v.looseObject({
				primary: v.optional(v.boolean(), false),
				data: v.looseObject({
					street: text,
					city: v.optional(v.nullable(text), null),
					region: v.optional(v.nullable(text), null),
					postal_code: v.optional(v.nullable(text), null),
					country: v.optional(v.nullable(text), null),
				}),
			}),
		),
		[],
	),
});

const date = v.pipe(text, v.isoDate('must be a date, as in 2026-11-21'));

const customTransaction = v.looseObject({
	date_transacted: date,
	date_posted: date,
	amount: number,
	description: text,
	currency: v.optional(text, 'USD'),
});

const customNumbers = v.looseObject({
	account: v.exactOptional(text),
	ach_routing: v.exactOptional(text),
	ach_wire_routing: v.exactOptional(text),
	eft_institution: v.exactOptional(text),
	eft_branch: v.exactOptional(text),
	international_bic: v.exactOptional(text),
	international_iban: v.exactOptional(text),
	bacs_sort_code: v.exactOptional(text),
});

const customAccount = v.looseObject({
	type: v.picklist(['investment', 'credit', 'depository', 'loan', 'brokerage', 'other']),
	subtype,
	starting_balance: v.exactOptional(number),
	force_available_balance: v.exactOptional(number),
	has_null_available_balance: v.exactOptional(v.boolean()),
	currency: v.optional(text, 'USD'),
	meta: v.optional(
		v.looseObject({
			name: v.exactOptional(text),
			official_name: v.exactOptional(text),
			limit: v.exactOptional(number),
			mask: v.exactOptional(v.pipe(text, v.regex(/^$|^[A-Za-z0-9]{2,4}$/))),
		}),
		{},
	),
	numbers: v.exactOptional(customNumbers),
	identity: v.exactOptional(customIdentity),
	transactions: v.exactOptional(v.array(customTransaction)),
});

const customUser = v.looseObject({
	version: v.exactOptional(v.union([text, number])),
	seed: v.exactOptional(v.union([text, number])),
	override_accounts: v.exactOptional(v.pipe(v.array(customAccount), v.maxLength(10))),
	mfa: v.exactOptional(
		v.looseObject({
			type: v.exactOptional(text),
			question_rounds: v.exactOptional(number),
			questions_per_round: v.exactOptional(number),
			selection_rounds: v.exactOptional(number),
			selections_per_question: v.exactOptional(number),
		}),
	),
	recaptcha: v.exactOptional(v.picklist(['good', 'bad'])),
	force_error: v.exactOptional(text),
});

export type CustomUser = v.InferOutput<typeof customUser>;
export type CustomAccount = v.InferOutput<typeof customAccount>;
export type CustomTransaction = v.InferOutput<typeof customTransaction>;

/** Approximately Plaid's limit, in characters. */
const maximumLength = 55_000;

/** Parses the JSON of a custom user. Returns a string with the reason if it is invalid. */
export function readCustomUser(password: string): CustomUser | string {
	if (password.length > maximumLength) return `must be at most ${maximumLength} characters`;
	let json: unknown;
	try {
		json = JSON.parse(password);
	} catch {
		return 'must be the JSON of a custom user';
	}
	const result = v.safeParse(customUser, json);
	if (result.success) return result.output;
	const issue = result.issues[0];
	return `${v.getDotPath(issue) ?? 'the custom user'}: ${issue.message}`;
}
