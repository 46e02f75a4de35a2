/** The few things that a page of the documentation does by itself: search, copy, the menu on a phone. */
import type { SearchEntry } from '../../docs.ts';
import { search } from './search.ts';

const byId = <Kind extends HTMLElement>(id: string) => document.getElementById(id) as Kind;
const input = byId<HTMLInputElement>('search');
const results = byId('results');
const list = byId('found');
const count = byId('found-count');

let entries: Promise<SearchEntry[]> | undefined;
const load = () => {
	entries ??= fetch('search.json').then((answer) => answer.json());
	entries.catch(() => {
		entries = undefined;
	});
	return entries;
};

let chosen = -1;

async function look(): Promise<void> {
	const query = input.value.trim();
	if (query === '') return close();
	const found = await load().then(
		(all) => search(all, query),
		() => null,
	);
	if (query !== input.value.trim()) return;
	chosen = -1;
	input.removeAttribute('aria-activedescendant');
	list.replaceChildren(
		...(found ?? []).map(({ address, page, section, excerpt }, index) => {
			const item = document.createElement('li');
			item.role = 'option';
			item.id = `found-${index}`;
			item.ariaSelected = 'false';
			const link = document.createElement('a');
			link.href = address;
			link.className = 'hit';
			link.tabIndex = -1;
			const title = document.createElement('strong');
			title.textContent = section || page;
			const where = document.createElement('span');
			where.className = 'hit-page';
			where.textContent = section ? page : '';
			const text = document.createElement('p');
			text.className = 'hit-text';
			text.textContent = excerpt;
			link.append(title, where, text);
			item.append(link);
			return item;
		}),
	);
	count.textContent = found
		? found.length === 0
			? `Nothing has “${query}”.`
			: ''
		: 'The search could not be loaded. Try again.';
	count.hidden = count.textContent === '';
	results.hidden = false;
	input.ariaExpanded = 'true';
}

function close(): void {
	results.hidden = true;
	input.ariaExpanded = 'false';
	input.removeAttribute('aria-activedescendant');
	chosen = -1;
}

function choose(step: number): void {
	const items = [...list.children];
	if (items.length === 0) return;
	items[chosen]?.setAttribute('aria-selected', 'false');
	chosen = (chosen + step + items.length) % items.length;
	const item = items[chosen];
	item?.setAttribute('aria-selected', 'true');
	item?.scrollIntoView({ block: 'nearest' });
	input.setAttribute('aria-activedescendant', item?.id ?? '');
}

input.addEventListener('focus', () => void load().catch(() => {}));
input.addEventListener('input', look);
input.addEventListener('keydown', (event) => {
	if (event.key === 'Escape') {
		input.value = '';
		return close();
	}
	if (results.hidden) return;
	if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
		event.preventDefault();
		choose(event.key === 'ArrowDown' ? 1 : chosen < 0 ? 0 : -1);
	}
	if (event.key === 'Enter') list.children[Math.max(chosen, 0)]?.querySelector('a')?.click();
});
results.addEventListener('click', (event) => {
	if ((event.target as Element).closest('a')) close();
});
document.addEventListener('click', (event) => {
	if (!(event.target as Element).closest('.search')) close();
});
document.addEventListener('keydown', (event) => {
	const typing = /^(INPUT|TEXTAREA|SELECT)$/.test((event.target as Element).tagName);
	if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
	event.preventDefault();
	input.focus();
});

for (const block of document.querySelectorAll<HTMLElement>('.code')) {
	const button = document.createElement('button');
	button.type = 'button';
	button.textContent = 'Copy';
	button.addEventListener('click', async () => {
		const done = await navigator.clipboard.writeText(block.querySelector('code')?.textContent ?? '').then(
			() => 'Copied',
			() => 'Select it and copy',
		);
		button.textContent = done;
		setTimeout(() => {
			button.textContent = 'Copy';
		}, 2000);
	});
	block.append(button);
}

// A checklist remembers, in this browser, what has been done.
const ticksKey = `ticks of ${location.pathname}`;
const ticks = [...document.querySelectorAll<HTMLInputElement>('li input[type="checkbox"]')];
const kept: string[] = JSON.parse(localStorage.getItem(ticksKey) ?? '[]');
for (const tick of ticks) {
	const task = tick.closest('li')?.textContent ?? '';
	tick.ariaLabel = `Done: ${task.trim()}`;
	tick.checked = kept.includes(task);
	tick.addEventListener('change', () => {
		const done = ticks.filter(({ checked }) => checked).map((other) => other.closest('li')?.textContent);
		localStorage.setItem(ticksKey, JSON.stringify(done));
	});
}

// On a wide window the menu is no menu: everything in it stands there.
const menu = document.querySelector<HTMLDetailsElement>('.menu');
const wide = matchMedia('(min-width: 60rem)');
const unfold = () => {
	if (menu) menu.open = wide.matches;
};
wide.addEventListener('change', unfold);
unfold();

// The outline marks what is being read.
const outline = new Map(
	[...document.querySelectorAll<HTMLAnchorElement>('.outline a')].map((link) => [link.hash.slice(1), link]),
);
const read = new IntersectionObserver(
	(seen) => {
		const first = seen.find(({ isIntersecting }) => isIntersecting);
		if (!first) return;
		for (const [id, link] of outline)
			if (id === first.target.id) link.setAttribute('aria-current', 'true');
			else link.removeAttribute('aria-current');
	},
	{ rootMargin: '0px 0px -70% 0px' },
);
for (const id of outline.keys()) {
	const heading = document.getElementById(decodeURIComponent(id));
	if (heading) read.observe(heading);
}
