import { render } from 'lit/html.js';
import type { PaidView } from '../../order-views.ts';
import { byId, notLoaded } from '../shared/dom.ts';
import { type CallReport, callList } from './calls.ts';
import { createPaymentPanel } from './payment.ts';

/** Loads JSON from the shop's server. Each part of the page loads by itself, so that one can fail without the other. */
async function load<Answer>(
	path: string,
	show: (answer: Answer) => void,
	showFailure: (retry: () => void) => void,
): Promise<void> {
	try {
		const response = await fetch(path);
		if (!response.ok) throw new Error(`${path} answered ${response.status}`);
		show((await response.json()) as Answer);
	} catch {
		showFailure(() => load(path, show, showFailure));
	}
}

const payment = createPaymentPanel(byId('payment'));
load<PaidView>(
	'/payment/get',
	(paid) => payment.show({ status: 'loaded', paid }),
	(retry) => payment.show({ status: 'failed', retry }),
);

const calls = byId('calls');
load<CallReport>(
	'/payment/calls',
	(report) => {
		render(callList(report), calls);
		calls.setAttribute('aria-busy', 'false');
	},
	(retry) => render(notLoaded(retry), calls),
);
