/**
 * The mail that has Plaid's tokens enabled for Stripe's PaymentIntents: no API and no dashboard does it.
 * @see https://plaid.com/docs/auth/partnerships/stripe/
 */
export const mail = `To: plaid-referral@stripe.com
Cc: partnerships@plaid.com
Subject: Enable Plaid with the Payment Intents API

Hello,

please enable our Stripe account for bank account tokens from Plaid
with the Payment Intents API.

Stripe account: acct_… (https://dashboard.stripe.com/settings/account)
Company: …
What we take payments for: …
Expected ACH debits a month: …

Thank you`;
