/** The page as a whole: its controls, and the parts that change. */
import { html } from 'hono/html';
import type { FaultKind } from '../faults.ts';
import type { State } from '../state.ts';
import { button } from './components.ts';
import { pageParts } from './parts.ts';

const durations = ['30s', '5m', '1h', '4h', '1d', '7d', '30d'];

/** Paths that are worth failing, in the order in which the flow calls them. */
const faultPaths = [
	'/link/token/create',
	'/item/public_token/exchange',
	'/processor/stripe/bank_account_token/create',
	'/accounts/get',
	'/accounts/balance/get',
	'/auth/get',
	'/transactions/sync',
	'/item/remove',
	'/v1/customers',
	'/v1/payment_methods*',
	'/v1/payment_intents*',
	'/v1/setup_intents*',
	'*',
];

const plaidError = (error_type: string, error_code: string): FaultKind => ({
	plaid_error: { error_type, error_code },
});

/** Faults by label. */
const faults: Readonly<Record<string, FaultKind>> = {
	'connection cut after the work': { cut: 'after' },
	'connection cut before the work': { cut: 'before' },
	'response three seconds late': { delay_ms: 3_000 },
	'half a response': { malformed: true },
	'HTTP 502': { status: 502 },
	'Plaid: INTERNAL_SERVER_ERROR': plaidError('API_ERROR', 'INTERNAL_SERVER_ERROR'),
	'Plaid: RATE_LIMIT': plaidError('RATE_LIMIT_EXCEEDED', 'RATE_LIMIT'),
	'Plaid: INSTITUTION_DOWN': plaidError('INSTITUTION_ERROR', 'INSTITUTION_DOWN'),
	'Plaid: ITEM_LOGIN_REQUIRED': plaidError('ITEM_ERROR', 'ITEM_LOGIN_REQUIRED'),
	'Stripe: rate limit': {
		stripe_error: { type: 'invalid_request_error', code: 'rate_limit', status: 429 },
	},
	'Stripe: API error': { stripe_error: { type: 'api_error', status: 500 } },
};

export function renderPage(state: State) {
	const parts = pageParts(state);
	return html`<!doctype html>
<html lang="en">
	<head>
		<meta charset="utf-8">
		<meta name="viewport" content="width=device-width, initial-scale=1">
		<meta name="color-scheme" content="light dark">
		<title>Sandbox: Plaid and Stripe, simulated</title>
		<link rel="stylesheet" href="/_sandbox/page/page.css">
		<link rel="icon" href="data:,">
		<script type="module" src="/_sandbox/page/page.js"></script>
	</head>
	<body>
		<header>
			<div>
				<h1>Sandbox</h1>
				<p>Plaid and Stripe, simulated. No bank, no money. A reset deletes everything.</p>
			</div>
			${button({ label: 'Reset', control: 'reset', body: {} })}
		</header>
		<p id="message" role="status"></p>
		<section class="controls" aria-label="Controls">
			<section aria-labelledby="clock-heading">
				<h2 id="clock-heading">Clock</h2>
				${parts.clock}
				<div class="buttons" role="group" aria-label="Advance the clock by">
					${durations.map((advance) => button({ label: `+${advance}`, control: 'clock', body: { advance } }))}
				</div>
				<form data-control="clock">
					<label>Advance by <input name="advance" required placeholder="1d12h" size="8"
						pattern="([0-9]+[smhd])+" title="A number and one of s, m, h, d, as in 1d12h"></label>
					<button>Advance</button>
				</form>
			</section>
			<section aria-labelledby="faults-heading">
				<h2 id="faults-heading">Faults</h2>
				<form data-control="faults">
					<label>Path <select name="path">${faultPaths.map((path) => html`<option>${path}</option>`)}</select></label>
					<label>Fault <select name="fault" data-json>${Object.entries(faults).map(
						([label, fault]) => html`<option value="${JSON.stringify(fault)}">${label}</option>`,
					)}</select></label>
					<label><select name="times" data-json aria-label="How often"><option value="1">once</option>
						<option value="3">three times</option><option value="">always</option></select></label>
					<button>Add</button>
				</form>
				${parts.faults}
			</section>
			<section aria-labelledby="mode-heading">
				<h2 id="mode-heading">Webhooks</h2>
				${parts.mode}
			</section>
		</section>
		<main>
			<div>
				${parts.items}
				${parts.payments}
				${parts.webhooks}
				${parts.customers}
				${parts.tokens}
			</div>
			${parts.requests}
		</main>
		<noscript><p>Without JavaScript, this page does not refresh and its buttons do nothing. The controls under
			<code>/_sandbox/</code> take JSON.</p></noscript>
	</body>
</html>`;
}
