/** `<plaid-stripe-connect>`, registered. The class alone, without a side effect, is in `element.ts`. */
import { PlaidStripeConnect } from './element.ts';

PlaidStripeConnect.define();

export * from './events.ts';
export type { BankErrorDetail } from './flow/errors.ts';
export type { Account, Institution, Status } from './flow/state.ts';
export { PlaidStripeConnect };
