/** Faults: what a call meets instead of, before or after its work. Set through `/_sandbox/faults`. */

export type FaultKind =
	| { plaid_error: { error_type: string; error_code: string; error_message?: string } }
	| { stripe_error: { type: string; code?: string; message?: string; param?: string } }
	| { status: number; body?: unknown }
	| { delay_ms: number }
	| { cut: 'before' | 'after' }
	| { malformed: true };

export type Fault = {
	/** The path that it is for, or a prefix of it that ends in `*`. */
	path: string;
	method?: string;
	/** Only calls for this Item. */
	item?: string;
	/** How often it is still to happen; without it, always. */
	times?: number;
	fault: FaultKind;
};
