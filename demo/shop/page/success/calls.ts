import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { NestedCall } from '../../calls/call-tree.ts';
import { jsonBlock } from '../shared/dom.ts';
import { formatDuration } from '../shared/format.ts';

/** What `GET /payment/calls` returns. */
export type CallReport = {
	calls: NestedCall[];
	events: { at: number; name: string }[];
	workers_known: boolean;
};

/** The columns, ordered so that most arrows join neighbors. */
const lanes = ['Your page', 'Your server', 'Your Worker', 'Plaid', 'Stripe'];

/** A pause longer than this, in ms, is the shopper's: no call was running. */
const shopperPauseMs = 1000;

/** The calls of a checkout as a sequence diagram: one line per call, with an arrow from the caller to the called. */
export function callList({ calls, events, workers_known }: CallReport): TemplateResult {
	const [first] = calls;
	if (!first) return html`<p class="quiet">The calls of this run are not known any more.</p>`;
	return html`
		<div class="lane-names" aria-hidden="true">
			<div class="lanes">${lanes.map((lane) => html`<span>${lane}</span>`)}</div>
			<span>Call</span>
			<span class="number">Took</span>
		</div>
		<ol class="steps">
			${callLines(calls, first.at, events)}
		</ol>
		<p class="calls-note quiet">${totals(calls)}</p>
		${
			workers_known
				? nothing
				: html`
						<p class="calls-note quiet">
							What your Worker asked of Plaid and Stripe is in its own log: with real keys, nobody else is told.
						</p>
					`
		}
	`;
}

/** A line per call, and one for each pause in between. */
function callLines(calls: NestedCall[], startedAt: number, events: CallReport['events']): TemplateResult[] {
	const longest = Math.max(...calls.map((call) => call.duration_ms), 1);
	const lines: TemplateResult[] = [];
	let reached = startedAt;
	for (const call of calls) {
		const pause = call.at - reached;
		if (pause > shopperPauseMs) {
			lines.push(html`
				<li class="interlude"><span>${shopperActivity(events, call.at)}, ${formatDuration(pause)}</span></li>
			`);
		}
		lines.push(callLine(call, { startedAt, longest }));
		reached = Math.max(reached, call.at + call.duration_ms);
	}
	return lines;
}

function callLine(call: NestedCall, run: { startedAt: number; longest: number }): TemplateResult {
	const { from, to, method, path, duration_ms } = call;
	const share = Math.max(duration_ms / run.longest, 0.01);
	return html`
		<li class="step" style="--depth: ${call.depth}">
			<details>
				<summary class="step-line">
					<span class="lanes" aria-hidden="true">${lanes.map(() => html`<i></i>`)}${arrow(call)}</span>
					<span class="call">
						<span class="who">${from} → ${to}</span>
						<span class="what">
							<code class="method">${method}</code> <code class="path">${breakable(path)}</code>${statusText(call)}
						</span>
					</span>
					<span class="took number">
						${formatDuration(duration_ms)}<span class="bar" style="--share: ${share}"></span>
					</span>
				</summary>
				<div class="exchange">
					${body('Sent', call.request, 'No body.')}
					${body('Answered', call.answer, 'Nothing to show: a script, or an empty answer.')}
					<p class="began quiet">Began ${formatDuration(call.at - run.startedAt)} into the run.</p>
				</div>
			</details>
		</li>
	`;
}

function statusText(call: NestedCall): TemplateResult {
	// In the template itself, the build would remove the leading space.
	const text = ` ${outcome(call)}`;
	return html`<span class=${isFailed(call) ? 'status failed' : 'status'}>${text}</span>`;
}

function arrow({ from, to }: NestedCall): TemplateResult {
	const [start, end] = [lanes.indexOf(from), lanes.indexOf(to)];
	return html`<span
		class=${start < end ? 'arrow onward' : 'arrow back'}
		style="--first: ${Math.min(start, end)}; --span: ${Math.abs(end - start)}"
	></span>`;
}

const noAnswer = 'no answer';

/** Browsers do not report the status of every script, so a script without one has not failed. */
function outcome({ status, path }: NestedCall): string {
	return status === null ? (path.endsWith('.js') ? '' : noAnswer) : String(status);
}

const isFailed = (call: NestedCall): boolean => outcome(call) === noAnswer || (call.status ?? 0) >= 400;

const body = (title: string, content: unknown, ifNone: string): TemplateResult => html`
	<div class="part">
		<h3 class="part-title">${title}</h3>
		${content === null ? html`<p class="part-nothing quiet">${ifNone}</p>` : jsonBlock(content, title)}
	</div>
`;

/** What the shopper did before `at`, as far as the element's events show it. */
function shopperActivity(events: CallReport['events'], at: number): string {
	const turns = new Set(['bank-open', 'bank-exit', 'bank-token', 'bank-authorized']);
	const last = events.findLast((event) => event.at < at && turns.has(event.name));
	switch (last?.name) {
		case 'bank-open':
			return 'The shopper is in Link';
		case 'bank-token':
			return 'The shopper reads the authorization';
		default:
			return 'The shopper reads the page';
	}
}

function totals(calls: NestedCall[]): string {
	const waited = calls.filter(({ depth }) => depth === 0).reduce((sum, call) => sum + call.duration_ms, 0);
	const refused = calls.filter(({ status }) => (status ?? 0) >= 400).length;
	return `${calls.length} calls; the shopper waited ${formatDuration(waited)} for them${refused ? `; ${refused} refused` : ''}.`;
}

/** Lets a long path break after a slash or a question mark. */
const breakable = (path: string): TemplateResult[] =>
	path.split(/(?<=[/?])/).map((piece) => html`${piece}<wbr />`);
