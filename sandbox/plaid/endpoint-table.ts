/**
 * Every endpoint of Plaid's API that the sandbox has.
 *
 * Each file of `endpoints/` holds one resource and exports its endpoints, named as `plaid`, the official client,
 * names them. This table assigns each one its method and path. To add an endpoint: write it in its resource's file,
 * add a row here, and describe its accuracy in `docs/sandbox-fidelity.md`.
 */
import type { EndpointTable } from '../router.ts';
import type { PlaidEndpoint } from './endpoint.ts';
import { accountsBalanceGet, accountsGet } from './endpoints/accounts.ts';
import { authGet } from './endpoints/auth.ts';
import { identityGet } from './endpoints/identity.ts';
import { institutionsGet, institutionsGetById, institutionsSearch } from './endpoints/institutions.ts';
import {
	itemAccessTokenInvalidate,
	itemGet,
	itemPublicTokenExchange,
	itemRemove,
	itemWebhookUpdate,
} from './endpoints/item.ts';
import { linkTokenCreate, linkTokenGet } from './endpoints/link-token.ts';
import { processorStripeBankAccountTokenCreate, processorTokenCreate } from './endpoints/processor.ts';
import {
	sandboxItemResetLogin,
	sandboxItemSetVerificationStatus,
	sandboxTransactionsCreate,
} from './endpoints/sandbox-items.ts';
import { sandboxProcessorTokenCreate, sandboxPublicTokenCreate } from './endpoints/sandbox-tokens.ts';
import { sandboxItemFireWebhook } from './endpoints/sandbox-webhooks.ts';
import { signalEvaluate } from './endpoints/signal.ts';
import { transactionsGet, transactionsRefresh, transactionsSync } from './endpoints/transactions.ts';
import { userCreate } from './endpoints/user.ts';
import { webhookVerificationKeyGet } from './endpoints/webhook-verification-key.ts';

export const plaidEndpoints: EndpointTable<PlaidEndpoint> = {
	'POST /link/token/create': linkTokenCreate,
	'POST /link/token/get': linkTokenGet,
	'POST /item/public_token/exchange': itemPublicTokenExchange,
	'POST /item/get': itemGet,
	'POST /item/webhook/update': itemWebhookUpdate,
	'POST /item/access_token/invalidate': itemAccessTokenInvalidate,
	'POST /item/remove': itemRemove,
	'POST /accounts/get': accountsGet,
	'POST /accounts/balance/get': accountsBalanceGet,
	'POST /auth/get': authGet,
	'POST /identity/get': identityGet,
	'POST /transactions/sync': transactionsSync,
	'POST /transactions/get': transactionsGet,
	'POST /transactions/refresh': transactionsRefresh,
	'POST /signal/evaluate': signalEvaluate,
	'POST /processor/stripe/bank_account_token/create': processorStripeBankAccountTokenCreate,
	'POST /processor/token/create': processorTokenCreate,
	'POST /user/create': userCreate,
	'POST /institutions/get': institutionsGet,
	'POST /institutions/get_by_id': institutionsGetById,
	'POST /institutions/search': institutionsSearch,
	'POST /webhook_verification_key/get': webhookVerificationKeyGet,
	'POST /sandbox/public_token/create': sandboxPublicTokenCreate,
	'POST /sandbox/processor_token/create': sandboxProcessorTokenCreate,
	'POST /sandbox/item/fire_webhook': sandboxItemFireWebhook,
	'POST /sandbox/item/reset_login': sandboxItemResetLogin,
	'POST /sandbox/item/set_verification_status': sandboxItemSetVerificationStatus,
	'POST /sandbox/transactions/create': sandboxTransactionsCreate,
};
