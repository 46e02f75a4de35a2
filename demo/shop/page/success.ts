import type { Paid } from '../paid.ts';
import { byId, element } from './dom.ts';
import { showPayment } from './payment.ts';
import { type Story, showTimeline } from './timeline.ts';

async function read<Answer>(path: string): Promise<Answer> {
	const answer = await fetch(path);
	if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
	return answer.json() as Promise<Answer>;
}

/** Each part is shown by itself: one that fails does not hide the other. */
async function fill<Answer>(place: string, path: string, show: (answer: Answer) => void): Promise<void> {
	try {
		show(await read<Answer>(path));
	} catch {
		const again = element('button', { type: 'button', class: 'button' }, 'Try again');
		again.addEventListener('click', () => fill(place, path, show), { once: true });
		byId(place).replaceChildren(element('p', {}, 'The shop does not answer.'), again);
	}
}

fill<Paid>('payment', '/payment/get', showPayment);
fill<Story>('calls', '/payment/calls', showTimeline);
