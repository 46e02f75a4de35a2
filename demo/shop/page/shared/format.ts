/** Formats an amount in a currency's smallest unit: 11000 and `usd` become "$110.00". */
export function formatMoney(amount: number | null, currency: string | null): string {
	if (amount === null) return 'not told';
	if (currency === null) return (amount / 100).toFixed(2);
	const format = new Intl.NumberFormat('en-US', { style: 'currency', currency: currency.toUpperCase() });
	return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** Formats a length of time: "8 ms", "1.4 s". */
export function formatDuration(ms: number): string {
	if (ms < 1) return '< 1 ms';
	return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

const dateAndTime = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium' });

/** Formats an ISO 8601 time in the browser's time zone: "Nov 21, 2026, 8:00:00 AM". */
export const formatTime = (iso: string): string => dateAndTime.format(new Date(iso));
