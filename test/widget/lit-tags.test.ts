import { expect } from 'chai';
import * as lit from 'lit';
import * as tags from '../../widget/lit-tags.ts';

describe('the tags of a file that the script loads on demand', () => {
	it('html makes the template results that Lit makes', () => {
		const ours = tags.html`<p lang=${'en'}>${1}</p>`;
		expect(ours).to.deep.equal(lit.html`<p lang=${'en'}>${1}</p>`);
	});

	it('nothing is Lit’s nothing', () => {
		expect(tags.nothing).to.equal(lit.nothing);
	});
});
