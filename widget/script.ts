/** What a script tag loads: the element, registered, with the origin that served this file as its backend. */
import { PlaidStripeConnect } from './element.ts';

PlaidStripeConnect.backend = new URL(import.meta.url).origin;
PlaidStripeConnect.define();
