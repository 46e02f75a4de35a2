/** What a page of a framework does for the test. */
export type Fixture = {
	/** Draws the probe with all values, listeners and a child; without it when it is not shown. */
	drawProbe(shown: boolean): void | Promise<void>;
	/** Draws a form with a `<plaid-stripe-connect>` that is named `bank` and required; empty when it is not shown. */
	drawCheckout(shown: boolean): void | Promise<void>;
	/** React 18 alone: the probe, with all of it in JSX. */
	drawProbeWithoutRef?(shown: boolean): void;
};
