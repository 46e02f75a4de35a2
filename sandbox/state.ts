/**
 * Everything that the sandbox holds, in memory. One object for its whole life: a reset empties it in place,
 * so that whoever holds it goes on holding the right one.
 */
import type {
	AccountBase,
	ItemAuthMethod,
	LinkEvent,
	LinkSessionExit,
	LinkTokenCreateRequest,
	PlaidError,
	Products,
} from 'plaid';
import type { Due, SandboxClock } from './clock.ts';
import type { Fault } from './faults.ts';
import { createIds, type Ids } from './ids.ts';
import type { JournalEntry } from './journal.ts';
import type { Feed } from './plaid/transactions/feed.ts';
import type { CustomAccount, CustomTransaction } from './plaid/users.ts';
import type { WebhookKey } from './plaid/webhook-keys.ts';
import type { Wire } from './plaid/wire.ts';
import type { IdempotentRequest } from './stripe/idempotency.ts';
import { createStripeRecords, type StripeRecords } from './stripe/records.ts';
import { createOutbox, type Outbox, type Outgoing, thisMachine } from './webhooks.ts';

export type Product = Wire<Products>;
export type Account = Wire<AccountBase>;

/** A shopper's login at a bank. It exists, with its public token, as soon as Link is finished. */
export type Item = {
	itemId: string;
	clientId: string;
	/** Given by the exchange; `null` before it. */
	accessToken: string | null;
	/** Both `null` for an account whose numbers were typed in: no bank was asked. */
	institutionId: string | null;
	institutionName: string | null;
	/** The magic user name that it was linked with, e.g. `user_good`. */
	username: string;
	products: Product[];
	webhook: string | null;
	accounts: Account[];
	/** How the numbers were had, e.g. AUTOMATED_MICRODEPOSITS. */
	authMethod: Wire<ItemAuthMethod> | null;
	/** What the shopper typed in, by account id; all other accounts have the Sandbox's own numbers. */
	numbers: Record<string, { account: string; routing: string }>;
	/** Wrong codes of its micro-deposit; three end it. */
	wrongCodes: number;
	/** What is wrong with it, e.g. ITEM_LOGIN_REQUIRED; shown by `/item/get`. */
	error: Wire<PlaidError> | null;
	/** Its transactions, once somebody wanted them. */
	feed: Feed | null;
	/** The last webhook about it. */
	lastWebhook: { code: string; sentAt: number } | null;
	/** When its login runs out, unless it is repaired before. */
	loginExpiresAt: number;
	/** Milliseconds since 1970, as all times here. */
	createdAt: number;
	removedAt: number | null;
};

export type CustomAccountDetails = Pick<CustomAccount, 'numbers' | 'identity'> & {
	transactions: CustomTransaction[];
};

export type PublicToken = {
	publicToken: string;
	clientId: string;
	itemId: string;
	createdAt: number;
	expiresAt: number;
	/** One exchange spends it. */
	usedAt: number | null;
};

/** A token that lets a processor at one account of an Item; removing the Item kills it. */
export type ProcessorToken = { itemId: string; accountId: string; processor: string };

export type LinkToken = {
	linkToken: string;
	clientId: string;
	/** The request that made it, checked. */
	request: Wire<LinkTokenCreateRequest>;
	/** The Item that Link is to mend (update mode), or `null`. */
	updateItemId: string | null;
	createdAt: number;
	expiresAt: number;
	sessions: LinkSession[];
};

/** One opening of Link with a link token. */
export type LinkSession = {
	linkSessionId: string;
	startedAt: number;
	finishedAt: number | null;
	events: Wire<LinkEvent>[];
	/** How the shopper left without a result; `null` while open or after a success. */
	exit: Wire<LinkSessionExit> | null;
	/** The public tokens that it ended with. */
	itemAddResults: { publicToken: string; itemId: string }[];
};

/** A Stripe token of a bank account, as Plaid makes them: one use. */
export type BankAccountToken = {
	id: string;
	livemode: boolean;
	created: number;
	used: boolean;
	/** The Item behind it: removing that kills the token. `null` for Stripe's own test tokens. */
	itemId: string | null;
	bankAccount: BankAccount;
};

/**
 * A bank account at Stripe: a Customer's source (`ba_…`), which is seen as a PaymentMethod too, or a PaymentMethod
 * of its own (`pm_…`). Plaid's come verified and without a holder.
 */
export type BankAccount = {
	id: string;
	livemode: boolean;
	created: number;
	customer: string | null;
	accountHolderName: string | null;
	accountHolderType: string | null;
	accountType: string | null;
	bankName: string;
	fingerprint: string;
	last4: string;
	routingNumber: string;
	status: 'new' | 'validated' | 'verified' | 'verification_failed' | 'errored';
	/** Wrong amounts that were told of its micro-deposits. */
	failedVerifications: number;
	/** Why no bank takes a debit from it any more, or `null`. */
	blocked: {
		network_code: 'R02' | 'R10' | null;
		reason: 'bank_account_closed' | 'debit_not_authorized' | 'tokenized_account_number_deactivated';
	} | null;
	/** A PaymentMethod that was paid with, or detached, without a Customer is used up. */
	usedUp: boolean;
	billing: { address: Address | null; email: string | null; phone: string | null };
	metadata: Record<string, string>;
};

export type Customer = {
	id: string;
	livemode: boolean;
	/** Milliseconds since 1970; Stripe's answers tell seconds. */
	created: number;
	name: string | null;
	email: string | null;
	phone: string | null;
	description: string | null;
	address: Address | null;
	shipping: { address: Address; name: string; phone: string | null } | null;
	metadata: Record<string, string>;
	defaultSource: string | null;
	/** Ids of bank accounts, in the order in which they were attached. */
	sources: string[];
	/** Ids of PaymentMethods, likewise. */
	paymentMethods: string[];
	deleted: boolean;
	invoicePrefix: string;
};

export type Address = {
	city: string | null;
	country: string | null;
	line1: string | null;
	line2: string | null;
	postal_code: string | null;
	state: string | null;
};

/** What a merchant would have set in Plaid's dashboard, and how strict the sandbox is. */
export type PlaidSettings = {
	/** The registered redirect URIs, `*` for any subdomain; `null` allows any. */
	redirect_uris: string[] | null;
	/** Whether the published limits of the Sandbox hold. */
	rate_limits: boolean;
};

/** What a merchant would have set in Plaid's and Stripe's dashboards. */
export type StripeSettings = {
	/** Whether Stripe is connected in Plaid's dashboard. */
	linked: boolean;
	/** Whether ACH Direct Debit is on at Stripe. */
	ach: boolean;
	/** The mode of the bank account tokens that Plaid makes from now on. */
	mode: 'test' | 'live';
	/** Where all events of both modes go, beside the webhook endpoints that the API made. */
	webhook: { url: string; secret: string } | null;
	/** How long payments take to settle, e.g. `5m`; `null` for what is usual in their mode. */
	settle_after: string | null;
	/** The most that one bank payment may come to, in cents; `null` for no such limit. */
	transaction_limit: number | null;
	/** What restricted keys may do, e.g. `rak_customer_write`; `null` for everything. */
	permissions: string[] | null;
	/** Whether the account is an old one that may still debit bank accounts by Charges. */
	legacy_charges: boolean;
};

export const defaultStripeSettings: Readonly<StripeSettings> = {
	linked: true,
	ach: true,
	mode: 'test',
	webhook: null,
	settle_after: null,
	transaction_limit: null,
	permissions: null,
	legacy_charges: false,
};

export type State = StripeRecords & {
	seed: string;
	ids: Ids;
	clock: SandboxClock;
	items: Map<string, Item>;
	/** Access token → item id; a removed Item keeps its entry, so that it can be told from one that never was. */
	accessTokens: Map<string, string>;
	/** What the JSON of a custom user tells of an account beside what every account has; by account id. */
	customAccounts: Map<string, CustomAccountDetails>;
	publicTokens: Map<string, PublicToken>;
	processorTokens: Map<string, ProcessorToken>;
	/** By client id and the client's own id of the user. */
	plaidUsers: Map<string, { userId: string; clientId: string }>;
	/** By client id and client transaction id. */
	signalTransactions: Set<string>;
	linkTokens: Map<string, LinkToken>;
	bankAccountTokens: Map<string, BankAccountToken>;
	bankAccounts: Map<string, BankAccount>;
	customers: Map<string, Customer>;
	idempotentRequests: Map<string, IdempotentRequest>;
	stripe: StripeSettings;
	plaid: PlaidSettings;
	/** When each limited endpoint was called, by what is limited; see `rate-limits.ts`. */
	rateLimits: Map<string, number[]>;
	faults: Fault[];
	journal: JournalEntry[];
	due: Due[];
	/** What is sent to merchants, and how. */
	webhooks: Outbox;
	plaidWebhookKeys: WebhookKey[];
};

/** The empty state of a seed. */
export function createState(
	seed: string,
	clock: SandboxClock,
	{ outgoing = thisMachine, stripe = {} }: { outgoing?: Outgoing; stripe?: Partial<StripeSettings> } = {},
): State {
	return {
		seed,
		ids: createIds(seed),
		clock,
		items: new Map(),
		accessTokens: new Map(),
		customAccounts: new Map(),
		publicTokens: new Map(),
		processorTokens: new Map(),
		plaidUsers: new Map(),
		signalTransactions: new Set(),
		linkTokens: new Map(),
		bankAccountTokens: new Map(),
		bankAccounts: new Map(),
		customers: new Map(),
		idempotentRequests: new Map(),
		...createStripeRecords(),
		stripe: { ...defaultStripeSettings, ...stripe },
		plaid: { redirect_uris: null, rate_limits: false },
		rateLimits: new Map(),
		faults: [],
		journal: [],
		due: [],
		webhooks: createOutbox(outgoing),
		plaidWebhookKeys: [],
	};
}
