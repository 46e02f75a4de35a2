/** What a script tag loads: the element, registered. Its backend is the origin that served this file. */
import { PlaidStripeConnect } from './element.ts';

PlaidStripeConnect.backend = new URL(import.meta.url).origin;
PlaidStripeConnect.define();
