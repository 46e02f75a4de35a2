import { html } from 'hono/html';
import type { State } from '../state.ts';
import { button } from './button.ts';
import { partsOf } from './parts.ts';

const steps = ['30s', '5m', '1h', '4h', '1d', '7d', '30d'];

/** Calls that are worth failing, in the order of the flow. */
const calls = [
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

const faults: [label: string, fault: unknown][] = [
	['connection cut, work done', { cut: 'after' }],
	['connection cut, nothing done', { cut: 'before' }],
	['three seconds late', { delay_ms: 3_000 }],
	['half an answer', { malformed: true }],
	['HTTP 502', { status: 502 }],
	['Plaid: INTERNAL_SERVER_ERROR', plaidError('API_ERROR', 'INTERNAL_SERVER_ERROR')],
	['Plaid: RATE_LIMIT', plaidError('RATE_LIMIT_EXCEEDED', 'RATE_LIMIT')],
	['Plaid: INSTITUTION_DOWN', plaidError('INSTITUTION_ERROR', 'INSTITUTION_DOWN')],
	['Plaid: ITEM_LOGIN_REQUIRED', plaidError('ITEM_ERROR', 'ITEM_LOGIN_REQUIRED')],
	[
		'Stripe: rate limit',
		{ stripe_error: { type: 'invalid_request_error', code: 'rate_limit', status: 429 } },
	],
	['Stripe: API error', { stripe_error: { type: 'api_error', status: 500 } }],
];

function plaidError(error_type: string, error_code: string) {
	return { plaid_error: { error_type, error_code } };
}

export function page(state: State) {
	const parts = partsOf(state);
	return html`<!doctype html>
<html lang="en">
<head>
	<meta charset="utf-8">
	<meta name="viewport" content="width=device-width, initial-scale=1">
	<meta name="color-scheme" content="light dark">
	<title>Sandbox: Plaid and Stripe, pretended</title>
	<link rel="stylesheet" href="/_sandbox/page/page.css">
	<link rel="icon" href="data:,">
	<script type="module" src="/_sandbox/page/page.js"></script>
</head>
<body>
	<header>
		<div>
			<h1>Sandbox</h1>
			<p>Plaid and Stripe, pretended. No bank, no money; a reset forgets everything.</p>
		</div>
		${button('Reset', 'reset', {})}
	</header>
	<p id="told" role="status"></p>
	<section class="controls" aria-label="Controls">
		<section aria-labelledby="clock-heading">
			<h2 id="clock-heading">Clock</h2>
			${parts.clock}
			<div class="buttons" role="group" aria-label="Move the clock on by">
				${steps.map((step) => button(`+${step}`, 'clock', { advance: step }))}
			</div>
			<form data-control="clock">
				<label>Move on by <input name="advance" required placeholder="1d12h" size="8"
					pattern="([0-9]+[smhd])+" title="A number and one of s, m, h, d, as in 1d12h"></label>
				<button>Move</button>
			</form>
		</section>
		<section aria-labelledby="faults-heading">
			<h2 id="faults-heading">Faults</h2>
			<form data-control="faults">
				<label>Call <select name="path">${calls.map((call) => html`<option>${call}</option>`)}</select></label>
				<label>meets <select name="fault" data-json>${faults.map(
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
	<noscript><p>Without JavaScript this page does not refresh by itself, and its buttons do nothing. The controls
		also take JSON, under <code>/_sandbox/</code>.</p></noscript>
</body>
</html>`;
}
