import { expect } from 'chai';
import { goToSuccessUrl } from '../../widget/attributes.ts';
import { connect, mount, warnings } from './helpers.ts';

describe('success-url', () => {
	it('is opened with the connection added to its query', async () => {
		// Navigates a frame instead of the test’s own page.
		const frame = document.createElement('iframe');
		document.body.append(frame);
		const arrived = new Promise((resolve) => frame.addEventListener('load', resolve));
		goToSuccessUrl('/test/widget/?a=1', 'conn_1', frame.contentWindow?.location);
		await arrived;
		expect(frame.contentWindow?.location.href).to.equal(
			`${location.origin}/test/widget/?a=1&connection=conn_1`,
		);
	});

	it('with a scheme that is not allowed is ignored with one warning, and the bank is connected', async () => {
		for (const name of ['a', 'b']) {
			const element = await mount({ name, 'success-url': 'javascript:void 0' });
			await connect(element);
			expect(element.status).to.equal('connected');
		}
		expect(warnings.filter((text) => text.includes('success-url'))).to.have.length(1);
	});
});
