/** Every call that the sandbox's Stripe knows. */

import * as account from './account.ts';
import * as balanceTransactions from './balance-transactions.ts';
import * as charges from './charges.ts';
import * as customers from './customers.ts';
import * as disputes from './disputes.ts';
import type { StripeEndpoint } from './endpoint.ts';
import * as events from './events.ts';
import * as mandates from './mandates.ts';
import * as paymentIntentCancellation from './payment-intent-cancellation.ts';
import * as paymentIntents from './payment-intents.ts';
import * as paymentMethods from './payment-methods.ts';
import * as refunds from './refunds.ts';
import * as setupIntents from './setup-intents.ts';
import * as sources from './sources.ts';
import * as tokens from './tokens.ts';
import * as webhookEndpoints from './webhook-endpoints.ts';

export const stripeEndpoints: readonly StripeEndpoint[] = [
	tokens.tokensRetrieve,
	tokens.tokensCreate,
	customers.customersCreate,
	customers.customersRetrieve,
	customers.customersDelete,
	customers.customersUpdate,
	customers.customersList,
	sources.sourcesCreate,
	sources.sourcesList,
	sources.sourcesRetrieve,
	sources.sourcesUpdate,
	sources.sourcesVerify,
	sources.sourcesDelete,
	paymentMethods.paymentMethodsCreate,
	paymentMethods.paymentMethodsRetrieve,
	paymentMethods.paymentMethodsUpdate,
	paymentMethods.paymentMethodsAttach,
	paymentMethods.paymentMethodsDetach,
	paymentMethods.paymentMethodsList,
	paymentMethods.customerPaymentMethodsList,
	paymentMethods.customerPaymentMethodsRetrieve,
	paymentIntents.paymentIntentsCreate,
	paymentIntents.paymentIntentsRetrieve,
	paymentIntents.paymentIntentsList,
	paymentIntents.paymentIntentsUpdate,
	paymentIntents.paymentIntentsConfirm,
	paymentIntentCancellation.paymentIntentsCancel,
	paymentIntentCancellation.paymentIntentsCapture,
	setupIntents.setupIntentsCreate,
	setupIntents.setupIntentsRetrieve,
	setupIntents.setupIntentsList,
	setupIntents.setupIntentsUpdate,
	setupIntents.setupIntentsConfirm,
	setupIntents.setupIntentsCancel,
	mandates.mandatesRetrieve,
	charges.chargesRetrieve,
	charges.chargesList,
	charges.chargesUpdate,
	charges.chargesCreate,
	refunds.refundsCreate,
	refunds.refundsRetrieve,
	refunds.refundsUpdate,
	refunds.refundsCancel,
	refunds.refundsList,
	refunds.chargeRefundsList,
	disputes.disputesRetrieve,
	disputes.disputesList,
	disputes.disputesUpdate,
	disputes.disputesClose,
	balanceTransactions.balanceTransactionsRetrieve,
	balanceTransactions.balanceTransactionsList,
	account.accountRetrieveCurrent,
	account.accountsRetrieve,
	account.capabilitiesList,
	account.capabilitiesRetrieve,
	account.configurationsList,
	account.configurationsRetrieve,
	events.eventsRetrieve,
	events.eventsList,
	webhookEndpoints.webhookEndpointsCreate,
	webhookEndpoints.webhookEndpointsRetrieve,
	webhookEndpoints.webhookEndpointsList,
	webhookEndpoints.webhookEndpointsUpdate,
	webhookEndpoints.webhookEndpointsDelete,
];
