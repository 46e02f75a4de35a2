import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { english, findLanguage, loadMessages, type SpokenMessages } from './messages/index.ts';

type LocaleHost = ReactiveControllerHost & HTMLElement & { language: string };

/** The shopper's language. It may change with the `language` attribute, or when the element moves in the page. */
export class Locale implements ReactiveController {
	/** English until the file of another language has loaded. */
	messages: SpokenMessages = english;
	/** Settles once the messages are those of the current language. If its file cannot be loaded, they stay as they are. */
	loaded: Promise<void> = Promise.resolve();

	readonly #host: LocaleHost;
	#requested: SpokenMessages['language'] = 'en';

	constructor(host: LocaleHost) {
		this.#host = host;
		host.addController(this);
	}

	/** Called by Lit after each update. */
	hostUpdated(): void {
		const language = languageOf(this.#host);
		if (language === this.#requested) return;
		this.#requested = language;
		this.loaded = loadMessages(language).then(
			(messages) => {
				// The language may have changed again in the meantime.
				if (language !== this.#requested) return;
				this.messages = messages;
				this.#host.requestUpdate();
			},
			() => {},
		);
	}
}

/** The `language` attribute, the nearest `lang`, or the first of the browser's that Plaid speaks; else English. */
function languageOf(element: LocaleHost): SpokenMessages['language'] {
	let node: Element | undefined = element;
	// The parent of a shadow root is its host.
	while (node && !(node as HTMLElement).lang)
		node = node.parentElement ?? (node.getRootNode() as Partial<ShadowRoot>).host;
	const nearest = (node as HTMLElement | undefined)?.lang ?? '';
	for (const tag of [element.language, nearest, ...navigator.languages]) {
		const language = findLanguage(tag);
		if (language) return language;
	}
	return 'en';
}
