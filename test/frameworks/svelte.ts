import { flushSync, mount, unmount } from 'svelte';
import Page from './Page.svelte';
import { present, root } from './probe.ts';

let page: ReturnType<typeof mount> | undefined;
async function draw(props: { probe?: boolean; checkout?: boolean }) {
	if (page) await unmount(page);
	page = mount(Page, { target: root, props });
	flushSync();
}

present({
	drawProbe: (probe) => draw({ probe }),
	drawCheckout: (checkout) => draw({ checkout }),
});
