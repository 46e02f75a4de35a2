/** What the documentation consists of, in the order in which it is read. A page that is not written is left out. */
export type Chapter = { title: string; pages: readonly string[] };

export const chapters: readonly Chapter[] = [
	{ title: 'Begin', pages: ['README', 'start', 'testing'] },
	{ title: 'The page', pages: ['tag', 'events', 'forms', 'theming', 'frameworks', 'element'] },
	{
		title: 'The server',
		pages: ['server', 'payments', 'api', 'api-reference', 'webhooks', 'settings', 'storage'],
	},
	{
		title: 'Going live',
		pages: ['going-live', 'security', 'limits', 'errors', 'troubleshooting', 'failures'],
	},
	{
		title: 'More',
		pages: ['migrating', 'benchmarks', 'growth', 'sandbox', 'sandbox-link', 'sandbox-fidelity'],
	},
];

/** A page's name in the navigation, where its own heading is too long for it. */
export const shortTitles: Readonly<Record<string, string>> = {
	README: 'Overview',
	element: 'The element, complete',
	'sandbox-fidelity': 'How accurate the sandbox is',
	migrating: 'From the old guide',
	storage: 'What is stored',
};

/** `README` is the page that a folder opens with. */
export const addressOf = (page: string): string => `${page === 'README' ? 'index' : page}.html`;
