/** The least that an element with Lit can be. */
import { html, LitElement } from 'lit';

class EmptyElement extends LitElement {
	render() {
		return html`<button>Connect</button>`;
	}
}

customElements.define('empty-element', EmptyElement);
