/**
 * The wire between the element, the Worker and the merchant's server: schemas of what is sent and answered, and the error
 * catalog. Types, the OpenAPI description and the docs follow from them.
 *
 * The Worker checks requests with the request schemas. Answers are types here: their schemas, in `contract/answers.ts`,
 * would only slow the Worker's start. The element takes nothing but types.
 * JSON is `snake_case`, as Plaid's and Stripe's. Money is an integer in the currency's smallest unit; times are ISO 8601
 * in UTC.
 */
export type * from './contract/answers.ts';
export * from './contract/errors.ts';
export * from './contract/requests/connections.ts';
export * from './contract/requests/element.ts';
export * from './contract/requests/events.ts';
export { noParameters } from './contract/requests/fields.ts';
export * from './contract/requests/payments.ts';
export * from './contract/values.ts';
