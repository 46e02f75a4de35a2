/**
 * What `lit` is in a file that the script loads on demand. The tags only make plain objects, which the script's own Lit
 * renders. All of Lit would be a second one in the page, which Trusted Types refuse.
 */
import type { TemplateResult } from 'lit';

export { css } from '@lit/reactive-element/css-tag.js';

export const nothing = Symbol.for('lit-nothing');

export function html(strings: TemplateStringsArray, ...values: unknown[]): TemplateResult {
	return { _$litType$: 1, strings, values };
}
