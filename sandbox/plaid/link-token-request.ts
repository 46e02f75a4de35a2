/**
 * Validates the request of `/link/token/create`, field by field and then the rules between fields.
 * @see https://plaid.com/docs/api/link/#linktokencreate
 */
import type { LinkTokenCreateRequest } from 'plaid';
import * as v from 'valibot';
import { refuse } from './errors.ts';
import {
	anyObject,
	anyText,
	boolean,
	checkFields,
	countryCodes,
	integer,
	listOf,
	missingFields,
	oneOf,
	type product,
	text,
	url,
} from './fields.ts';
import { allProducts } from './products.ts';
import type { Wire } from './wire.ts';

export const languages = [
	...(['da', 'nl', 'en', 'et', 'fr', 'de', 'hi', 'it', 'lv'] as const),
	...(['lt', 'no', 'pl', 'pt', 'ro', 'es', 'sv', 'vi'] as const),
] as const;

const depositorySubtypes = [
	...(['checking', 'savings', 'hsa', 'cd', 'money market', 'paypal', 'prepaid'] as const),
	...(['cash management', 'ebt', 'limited purpose checking', 'all'] as const),
] as const;

/** Products that npm `plaid` does not list for Link. Plaid knows them, so the error is not that of an unknown name. */
const neverForLink = ['monitor', 'investments_refresh'];
// `checkProducts` refuses `neverForLink`, so the type of a valid request is that of `product`.
const productName = oneOf([...allProducts, ...neverForLink]) as unknown as typeof product;
const products = v.nullable(v.array(productName, 'must be an array'));
const filter = v.strictObject({ account_subtypes: listOf(text) });

const user = v.strictObject({
	client_user_id: text,
	legal_name: v.exactOptional(anyText),
	name: v.exactOptional(v.strictObject({ given_name: text, family_name: text })),
	phone_number: v.exactOptional(anyText),
	phone_number_verified_time: v.exactOptional(v.nullable(anyText)),
	email_address: v.exactOptional(anyText),
	email_address_verified_time: v.exactOptional(v.nullable(anyText)),
	ssn: v.exactOptional(anyText),
	date_of_birth: v.exactOptional(v.nullable(anyText)),
	address: v.exactOptional(anyObject),
	id_number: v.exactOptional(anyObject),
});

const fields = v.strictObject({
	client_name: text,
	language: oneOf(languages),
	country_codes: countryCodes,
	user: v.exactOptional(user),
	user_id: v.exactOptional(text),
	user_token: v.exactOptional(text),
	products: v.exactOptional(products),
	required_if_supported_products: v.exactOptional(products),
	optional_products: v.exactOptional(products),
	additional_consented_products: v.exactOptional(products),
	webhook: v.exactOptional(url),
	access_token: v.exactOptional(v.nullable(text)),
	access_tokens: v.exactOptional(v.array(text, 'must be an array')),
	link_customization_name: v.exactOptional(anyText),
	appearance_mode: v.exactOptional(v.nullable(text)),
	redirect_uri: v.exactOptional(url),
	android_package_name: v.exactOptional(text),
	institution_data: v.exactOptional(v.strictObject({ routing_number: v.exactOptional(text) })),
	institution_id: v.exactOptional(text),
	account_filters: v.exactOptional(
		v.strictObject({
			depository: v.exactOptional(
				v.strictObject({
					account_subtypes: listOf(oneOf(depositorySubtypes)),
					limited_purpose_types: v.exactOptional(listOf(oneOf(['RENT_MORTGAGE']))),
				}),
			),
			credit: v.exactOptional(filter),
			loan: v.exactOptional(filter),
			investment: v.exactOptional(filter),
			other: v.exactOptional(filter),
		}),
	),
	auth: v.exactOptional(
		v.strictObject({
			auth_type_select_enabled: v.exactOptional(boolean),
			automated_microdeposits_enabled: v.exactOptional(boolean),
			instant_match_enabled: v.exactOptional(boolean),
			same_day_microdeposits_enabled: v.exactOptional(boolean),
			instant_microdeposits_enabled: v.exactOptional(boolean),
			sms_microdeposits_verification_enabled: v.exactOptional(boolean),
			reroute_to_credentials: v.exactOptional(oneOf(['OFF', 'OPTIONAL', 'FORCED'])),
			database_match_enabled: v.exactOptional(boolean),
			database_insights_enabled: v.exactOptional(boolean),
			flow_type: v.exactOptional(text),
		}),
	),
	update: v.exactOptional(
		v.strictObject({
			account_selection_enabled: v.exactOptional(boolean),
			reauthorization_enabled: v.exactOptional(boolean),
			user: v.exactOptional(boolean),
			item_ids: v.exactOptional(v.nullable(v.array(text, 'must be an array'))),
		}),
	),
	hosted_link: v.exactOptional(
		v.strictObject({
			delivery_method: v.exactOptional(oneOf(['sms', 'email'])),
			completion_redirect_uri: v.exactOptional(url),
			url_lifetime_seconds: v.exactOptional(integer(1, 21 * 86_400)),
			is_mobile_app: v.exactOptional(boolean),
		}),
	),
	transactions: v.exactOptional(v.strictObject({ days_requested: v.exactOptional(integer(1, 730)) })),
	enable_multi_item_link: v.exactOptional(boolean),
	card_switch: v.exactOptional(anyObject),
	eu_config: v.exactOptional(anyObject),
	payment_configuration: v.exactOptional(anyObject),
	payment_initiation: v.exactOptional(anyObject),
	employment: v.exactOptional(anyObject),
	income_verification: v.exactOptional(anyObject),
	base_report: v.exactOptional(anyObject),
	credit_partner_insights: v.exactOptional(anyObject),
	cra_options: v.exactOptional(anyObject),
	consumer_report_permissible_purpose: v.exactOptional(text),
	transfer: v.exactOptional(anyObject),
	identity_verification: v.exactOptional(anyObject),
	statements: v.exactOptional(anyObject),
	third_party_user_token: v.exactOptional(text),
	investments: v.exactOptional(anyObject),
	investments_auth: v.exactOptional(anyObject),
	cashflow_report: v.exactOptional(anyObject),
	cra_enabled: v.exactOptional(boolean),
	identity: v.exactOptional(anyObject),
	financekit_supported: v.exactOptional(boolean),
});

type Request = v.InferOutput<typeof fields>;

/** Validates the whole request. Throws Plaid's refusal. The caller checks that `access_token` exists. */
export function checkLinkTokenRequest(body: unknown): Wire<LinkTokenCreateRequest> {
	const request = checkFields(fields, body);
	checkUser(request);
	checkProducts(request);
	checkRedirect(request);
	return request as Wire<LinkTokenCreateRequest>;
}

function checkUser({ user, user_id, user_token }: Request): void {
	if (!user && !user_id && !user_token) throw missingFields(['user']);
	if (!user) return;
	if (/^\S+@\S+\.\S+$|^\+\d{8,15}$/.test(user.client_user_id)) {
		throw refuse(
			'INVALID_FIELD',
			'client_user_id should not contain personally identifiable information such as an email address or phone number',
		);
	}
	const malformed =
		(user.phone_number !== undefined && !/^\+[1-9]\d{7,14}$/.test(user.phone_number) && 'phone_number') ||
		(user.email_address !== undefined &&
			!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(user.email_address) &&
			'email_address') ||
		(user.date_of_birth != null &&
			!v.is(v.pipe(v.string(), v.isoDate()), user.date_of_birth) &&
			'date_of_birth');
	if (malformed) throw refuse('INVALID_USER_IDENTITY_DATA', `user.${malformed} is not properly formatted`);
}

/** Products that every Item has, or that Link cannot be opened for. */
const neverInitial = ['balance', 'recurring_transactions', 'transactions_refresh', ...neverForLink];

const productLists = [
	'products',
	'required_if_supported_products',
	'optional_products',
	'additional_consented_products',
] as const;

function checkProducts(request: Request): void {
	const updating = Boolean(request.access_token);
	if (updating) {
		if (request.products && request.products.length > 0) {
			throw refuse('INVALID_FIELD', 'products must not be set when using Link in update mode');
		}
		if (request.account_filters && !request.update?.account_selection_enabled) {
			throw refuse(
				'INVALID_FIELD',
				'account_filters can only be used in update mode when update.account_selection_enabled is true',
			);
		}
	} else {
		if (request.products === undefined || request.products === null) throw missingFields(['products']);
		if (request.products.length === 0) throw refuse('INVALID_FIELD', 'products must be a non-empty array');
	}
	const requested = productLists.flatMap((list) => request[list] ?? []);
	const refused = requested.filter(
		(name) =>
			neverForLink.includes(name) || (request.products?.includes(name) && neverInitial.includes(name)),
	);
	if (refused.length > 0) {
		throw refuse(
			'INVALID_PRODUCT',
			`client is not authorized to access the following products: ${JSON.stringify(refused)}`,
		);
	}
	for (const [index, first] of productLists.entries()) {
		for (const second of productLists.slice(index + 1)) {
			const both = (request[first] ?? []).filter((name) => request[second]?.includes(name));
			if (both.length > 0) {
				throw refuse('INVALID_FIELD', `${first} and ${second} must not overlap: ${both.join(', ')}`);
			}
		}
	}
}

function checkRedirect({ redirect_uri: redirect, android_package_name: android }: Request): void {
	if (redirect === undefined) return;
	if (android !== undefined) {
		throw refuse('INVALID_FIELD', 'redirect_uri and android_package_name are mutually exclusive');
	}
	if (redirect.includes('?') || redirect.includes('#')) {
		throw refuse('INVALID_FIELD', 'redirect_uri must not contain query parameters or a fragment');
	}
	if (redirect.includes('*')) throw refuse('INVALID_FIELD', 'redirect_uri must not contain a wildcard');
	if (!/^https?:\/\//.test(redirect))
		throw refuse('INVALID_FIELD', 'redirect_uri must be an http or https URL');
}
