/**
 * The wire between the element, the Worker and the merchant's server: request schemas, answer types, error codes.
 *
 * The Worker validates with the schemas; the widget imports types from here and nothing that runs.
 * JSON is `snake_case`, as Plaid's and Stripe's. Money is an integer in the currency's smallest unit;
 * times are ISO 8601 in UTC. Every answer repeats its id in the `Request-Id` header and in `request_id`.
 */
export * from './contract/accounts.ts';
export * from './contract/authorizations.ts';
export * from './contract/bank-account-tokens.ts';
export * from './contract/connections.ts';
export * from './contract/errors.ts';
export * from './contract/events.ts';
export * from './contract/health.ts';
export * from './contract/institutions.ts';
export * from './contract/link-tokens.ts';
export * from './contract/payments.ts';
export * from './contract/sessions.ts';
export * from './contract/transactions.ts';
