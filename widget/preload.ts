import { isEmbedded } from './attributes.ts';

type PreloadHost = HTMLElement & {
	preload: string;
	embedded: boolean;
	connection: string;
};

/** Modes in which the pointer and the focus start nothing. Any other value counts as `intent`. */
const ignoresIntent = ['none', 'visible', 'eager'];

/** When a link token and Link's script are requested before a press: the `preload` attribute. */
export class Preload {
	readonly #host: PreloadHost;
	readonly #preload: () => void;
	#visibility: IntersectionObserver | undefined;

	constructor(host: PreloadHost, preload: () => void) {
		this.#host = host;
		this.#preload = preload;
		const onIntent = () => {
			if (!ignoresIntent.includes(host.preload)) preload();
		};
		host.addEventListener('pointerenter', onIntent);
		host.addEventListener('focusin', onIntent);
	}

	/** Preloads at once, or as soon as the element is visible: a bank search is loaded when it can be seen. */
	start(): void {
		this.stop();
		if (!this.#host.isConnected) return;
		if (this.#host.preload === 'eager') this.#preload();
		else if (this.#host.preload === 'visible' || isEmbedded(this.#host)) {
			this.#visibility = new IntersectionObserver(([entry]) => entry?.isIntersecting && this.#preload());
			this.#visibility.observe(this.#host);
		}
	}

	stop(): void {
		this.#visibility?.disconnect();
	}
}
