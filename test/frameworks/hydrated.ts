/** Lit's hydration has to be there before the first element is. */
import '@lit-labs/ssr-client/lit-element-hydrate-support.js';
import { PlaidStripeConnect } from '../../widget/element.ts';

PlaidStripeConnect.define();
