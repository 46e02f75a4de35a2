/**
 * Every endpoint of Stripe's API that the sandbox has.
 *
 * Each file of `endpoints/` holds one resource and exports its endpoints, named as `stripe`, the official client,
 * names them. This table gives each one its method and path. To add an endpoint: write it in its resource's file,
 * add a row here, and describe its accuracy in `docs/sandbox-fidelity.md`.
 */
import type { EndpointTable } from '../router.ts';
import type { StripeEndpoint } from './endpoint.ts';
import {
	accountsListCapabilities,
	accountsRetrieve,
	accountsRetrieveCapability,
	accountsRetrieveCurrent,
} from './endpoints/accounts.ts';
import { balanceTransactionsList, balanceTransactionsRetrieve } from './endpoints/balance-transactions.ts';
import { chargesCreate, chargesList, chargesRetrieve, chargesUpdate } from './endpoints/charges.ts';
import {
	customersCreate,
	customersDelete,
	customersList,
	customersRetrieve,
	customersUpdate,
} from './endpoints/customers.ts';
import { disputesClose, disputesList, disputesRetrieve, disputesUpdate } from './endpoints/disputes.ts';
import { eventsList, eventsRetrieve } from './endpoints/events.ts';
import { mandatesRetrieve } from './endpoints/mandates.ts';
import {
	paymentIntentsCancel,
	paymentIntentsCapture,
	paymentIntentsConfirm,
	paymentIntentsCreate,
	paymentIntentsList,
	paymentIntentsRetrieve,
	paymentIntentsUpdate,
	paymentIntentsVerifyMicrodeposits,
} from './endpoints/payment-intents.ts';
import {
	paymentMethodConfigurationsList,
	paymentMethodConfigurationsRetrieve,
} from './endpoints/payment-method-configurations.ts';
import {
	customersListPaymentMethods,
	customersRetrievePaymentMethod,
	paymentMethodsAttach,
	paymentMethodsCreate,
	paymentMethodsDetach,
	paymentMethodsList,
	paymentMethodsRetrieve,
	paymentMethodsUpdate,
} from './endpoints/payment-methods.ts';
import {
	chargesListRefunds,
	refundsCancel,
	refundsCreate,
	refundsList,
	refundsRetrieve,
	refundsUpdate,
} from './endpoints/refunds.ts';
import {
	setupIntentsCancel,
	setupIntentsConfirm,
	setupIntentsCreate,
	setupIntentsList,
	setupIntentsRetrieve,
	setupIntentsUpdate,
} from './endpoints/setup-intents.ts';
import {
	customersCreateSource,
	customersDeleteSource,
	customersListSources,
	customersRetrieveSource,
	customersUpdateSource,
	customersVerifySource,
} from './endpoints/sources.ts';
import { tokensCreate, tokensRetrieve } from './endpoints/tokens.ts';
import {
	webhookEndpointsCreate,
	webhookEndpointsDelete,
	webhookEndpointsList,
	webhookEndpointsRetrieve,
	webhookEndpointsUpdate,
} from './endpoints/webhook-endpoints.ts';

export const stripeEndpoints: EndpointTable<StripeEndpoint> = {
	'GET /v1/tokens/:id': tokensRetrieve,
	'POST /v1/tokens': tokensCreate,
	'POST /v1/customers': customersCreate,
	'GET /v1/customers/:id': customersRetrieve,
	'DELETE /v1/customers/:id': customersDelete,
	'POST /v1/customers/:id': customersUpdate,
	'GET /v1/customers': customersList,
	'POST /v1/customers/:customer/sources': customersCreateSource,
	'GET /v1/customers/:customer/sources': customersListSources,
	'GET /v1/customers/:customer/sources/:id': customersRetrieveSource,
	'POST /v1/customers/:customer/sources/:id': customersUpdateSource,
	'POST /v1/customers/:customer/sources/:id/verify': customersVerifySource,
	'DELETE /v1/customers/:customer/sources/:id': customersDeleteSource,
	'POST /v1/payment_methods': paymentMethodsCreate,
	'GET /v1/payment_methods/:id': paymentMethodsRetrieve,
	'POST /v1/payment_methods/:id': paymentMethodsUpdate,
	'POST /v1/payment_methods/:id/attach': paymentMethodsAttach,
	'POST /v1/payment_methods/:id/detach': paymentMethodsDetach,
	'GET /v1/payment_methods': paymentMethodsList,
	'GET /v1/customers/:customer/payment_methods': customersListPaymentMethods,
	'GET /v1/customers/:customer/payment_methods/:id': customersRetrievePaymentMethod,
	'POST /v1/payment_intents': paymentIntentsCreate,
	'GET /v1/payment_intents/:id': paymentIntentsRetrieve,
	'GET /v1/payment_intents': paymentIntentsList,
	'POST /v1/payment_intents/:id': paymentIntentsUpdate,
	'POST /v1/payment_intents/:id/confirm': paymentIntentsConfirm,
	'POST /v1/payment_intents/:id/cancel': paymentIntentsCancel,
	'POST /v1/payment_intents/:id/verify_microdeposits': paymentIntentsVerifyMicrodeposits,
	'POST /v1/payment_intents/:id/capture': paymentIntentsCapture,
	'POST /v1/setup_intents': setupIntentsCreate,
	'GET /v1/setup_intents/:id': setupIntentsRetrieve,
	'GET /v1/setup_intents': setupIntentsList,
	'POST /v1/setup_intents/:id': setupIntentsUpdate,
	'POST /v1/setup_intents/:id/confirm': setupIntentsConfirm,
	'POST /v1/setup_intents/:id/cancel': setupIntentsCancel,
	'GET /v1/mandates/:id': mandatesRetrieve,
	'GET /v1/charges/:id': chargesRetrieve,
	'GET /v1/charges': chargesList,
	'POST /v1/charges/:id': chargesUpdate,
	'POST /v1/charges': chargesCreate,
	'POST /v1/refunds': refundsCreate,
	'GET /v1/refunds/:id': refundsRetrieve,
	'POST /v1/refunds/:id': refundsUpdate,
	'POST /v1/refunds/:id/cancel': refundsCancel,
	'GET /v1/refunds': refundsList,
	'GET /v1/charges/:charge/refunds': chargesListRefunds,
	'GET /v1/disputes/:id': disputesRetrieve,
	'GET /v1/disputes': disputesList,
	'POST /v1/disputes/:id': disputesUpdate,
	'POST /v1/disputes/:id/close': disputesClose,
	'GET /v1/balance_transactions/:id': balanceTransactionsRetrieve,
	'GET /v1/balance_transactions': balanceTransactionsList,
	'GET /v1/account': accountsRetrieveCurrent,
	'GET /v1/accounts/:id': accountsRetrieve,
	'GET /v1/accounts/:id/capabilities': accountsListCapabilities,
	'GET /v1/accounts/:id/capabilities/:capability': accountsRetrieveCapability,
	'GET /v1/payment_method_configurations': paymentMethodConfigurationsList,
	'GET /v1/payment_method_configurations/:id': paymentMethodConfigurationsRetrieve,
	'GET /v1/events/:id': eventsRetrieve,
	'GET /v1/events': eventsList,
	'POST /v1/webhook_endpoints': webhookEndpointsCreate,
	'GET /v1/webhook_endpoints/:id': webhookEndpointsRetrieve,
	'GET /v1/webhook_endpoints': webhookEndpointsList,
	'POST /v1/webhook_endpoints/:id': webhookEndpointsUpdate,
	'DELETE /v1/webhook_endpoints/:id': webhookEndpointsDelete,
};
