/** `<plaid-stripe-connect>`, registered. The class alone, with no side effect, is in `element.ts`. */
import { PlaidStripeConnect } from './element.ts';

PlaidStripeConnect.define();

export * from './events.ts';
export type { BankErrorDetail } from './failure.ts';
export type { Status } from './status.ts';
export * from './way-events.ts';
export { PlaidStripeConnect };
