/** All answers as schemas. Only OpenAPI and the tests import them; the Worker takes their types from `contract.ts`. */
export * from './answers/accounts.ts';
export * from './answers/authorizations.ts';
export * from './answers/connections.ts';
export * from './answers/error.ts';
export * from './answers/events.ts';
export * from './answers/health.ts';
export * from './answers/payments.ts';
export * from './answers/sessions.ts';
export * from './answers/tokens.ts';
export * from './answers/transactions.ts';
