/** What Plaid stores: the types of its records, and the empty collections. Times are milliseconds since 1970. */
import type {
	AccountBase,
	ItemAuthMethod,
	LinkEvent,
	LinkSessionExit,
	LinkTokenCreateRequest,
	PlaidError,
	Products,
	Transaction,
} from 'plaid';
import type { CustomAccount, CustomTransaction } from './custom-user.ts';
import type { Wire } from './wire.ts';

export type Product = Wire<Products>;
export type Account = Wire<AccountBase>;

/** A shopper's login at a bank. It exists, with its public token, as soon as Link is finished. */
export type Item = {
	itemId: string;
	clientId: string;
	/** `null` until the public token is exchanged. */
	accessToken: string | null;
	/** Both `null` if the shopper typed in account numbers and no bank was involved. */
	institutionId: string | null;
	institutionName: string | null;
	/** The Sandbox user name it was linked with, e.g. `user_good`. */
	username: string;
	products: Product[];
	webhook: string | null;
	accounts: Account[];
	/** How Auth got the account numbers, e.g. AUTOMATED_MICRODEPOSITS. */
	authMethod: Wire<ItemAuthMethod> | null;
	/** The numbers that the shopper typed in, by account id. Other accounts have the Sandbox's numbers. */
	numbers: Record<string, { account: string; routing: string }>;
	/** How many wrong micro-deposit codes were entered. After three, verification has failed. */
	wrongCodes: number;
	/** The Item's error as `/item/get` shows it, e.g. ITEM_LOGIN_REQUIRED. */
	error: Wire<PlaidError> | null;
	/** Its transactions; `null` until the product is used. */
	feed: Feed | null;
	/** The last webhook about it. */
	lastWebhook: { code: string; sentAt: number } | null;
	/** When the login expires, unless the shopper signs in again before. */
	loginExpiresAt: number;
	createdAt: number;
	removedAt: number | null;
};

/** The parts of a custom user's account that are not in every account. */
export type CustomAccountDetails = Pick<CustomAccount, 'numbers' | 'identity'> & {
	transactions: CustomTransaction[];
};

export type PublicToken = {
	publicToken: string;
	clientId: string;
	itemId: string;
	createdAt: number;
	expiresAt: number;
	/** When it was exchanged. It can be exchanged once. */
	usedAt: number | null;
};

/** A processor's token for one account of an Item. Removing the Item invalidates it. */
export type ProcessorToken = { itemId: string; accountId: string; processor: string };

export type LinkToken = {
	linkToken: string;
	clientId: string;
	/** The validated request that created it. */
	request: Wire<LinkTokenCreateRequest>;
	/** The Item that Link updates (update mode), or `null`. */
	updateItemId: string | null;
	createdAt: number;
	expiresAt: number;
	sessions: LinkSession[];
};

/** One opening of Link with a link token, as `/link/token/get` reports it. */
export type LinkSession = {
	linkSessionId: string;
	startedAt: number;
	finishedAt: number | null;
	events: Wire<LinkEvent>[];
	/** How the shopper left without a result. `null` while the session is open and after a success. */
	exit: Wire<LinkSessionExit> | null;
	/** The public tokens that the session ended with. */
	itemAddResults: { publicToken: string; itemId: string }[];
};

/** A calendar day in UTC, counted from 1970-01-01. */
export type Day = number;

/** A transaction before Plaid shows it: pending from one day, posted from another (or the same). */
export type Booking = {
	accountId: string;
	transacted: Day;
	posted: Day;
	/** Positive is money out. */
	amount: number;
	/** The amount from the second day on, if it changes while the transaction is pending: a tip. */
	corrected?: number;
	currency: string;
	name: string;
	merchant: string | null;
	channel: Wire<Transaction>['payment_channel'];
	category: { primary: string; detailed: string };
};

export type TransactionChange = {
	kind: 'added' | 'modified' | 'removed';
	transactionId: string;
	accountId: string;
};

/** An Item's transactions as Plaid has fetched them so far. */
export type Feed = {
	status: 'NOT_READY' | 'INITIAL_UPDATE_COMPLETE' | 'HISTORICAL_UPDATE_COMPLETE';
	/** All changes since the start. A cursor is a position in it. */
	log: TransactionChange[];
	/** The current transactions by id. */
	current: Map<string, Wire<Transaction>>;
	/** The first day that was requested. */
	first: Day;
	/** The first day that has been fetched so far. */
	from: Day;
	/** The last day that has been fetched. */
	through: Day;
	/** The pending transactions. */
	pending: { booking: Booking; transactionId: string }[];
	/** SYNC_UPDATES_AVAILABLE is sent only after the first `/transactions/sync`. */
	syncCalled: boolean;
	/** When it was last fetched. */
	updatedAt: number | null;
};

/** A key that Plaid signs webhooks with. */
export type WebhookKey = {
	kid: string;
	createdAt: number;
	/** When it was replaced; `null` for the key in use. */
	expiredAt: number | null;
	privateKey: Promise<CryptoKey>;
};

/** What a merchant would have set in Plaid's dashboard, and how strict the sandbox is. */
export type PlaidSettings = {
	/** The registered redirect URIs, `*` for any subdomain; `null` allows any. */
	redirect_uris: string[] | null;
	/** Whether the published limits of the Sandbox are enforced. */
	rate_limits: boolean;
};

export type PlaidRecords = {
	items: Map<string, Item>;
	/** Item ids by access token. A removed Item stays, so that its token differs from an unknown one. */
	accessTokens: Map<string, string>;
	/** By account id. */
	customAccounts: Map<string, CustomAccountDetails>;
	publicTokens: Map<string, PublicToken>;
	processorTokens: Map<string, ProcessorToken>;
	/** By client id and the client's own id of the user. */
	plaidUsers: Map<string, { userId: string; clientId: string }>;
	/** Client id and client transaction id. */
	signalTransactions: Set<string>;
	linkTokens: Map<string, LinkToken>;
	plaidWebhookKeys: WebhookKey[];
	plaid: PlaidSettings;
	/** The times of recent calls by limit; see `rate-limits.ts`. */
	rateLimits: Map<string, number[]>;
};

export const createPlaidRecords = (): PlaidRecords => ({
	items: new Map(),
	accessTokens: new Map(),
	customAccounts: new Map(),
	publicTokens: new Map(),
	processorTokens: new Map(),
	plaidUsers: new Map(),
	signalTransactions: new Set(),
	linkTokens: new Map(),
	plaidWebhookKeys: [],
	plaid: { redirect_uris: null, rate_limits: false },
	rateLimits: new Map(),
});
