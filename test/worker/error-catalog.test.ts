/** The rules that every row of the error catalog follows. */
import { describe, expect, it } from 'vitest';
import { type ErrorCode, errorCatalog, recoveries } from '../../worker/contract.ts';

const rows = Object.entries(errorCatalog) as [ErrorCode, (typeof errorCatalog)[ErrorCode]][];
const codesWhere = (holds: (row: (typeof errorCatalog)[ErrorCode]) => boolean) =>
	rows.filter(([, row]) => holds(row)).map(([code]) => code);

describe('an error code', () => {
	it('that may pass, or was caused by a malformed request, is never stored under an Idempotency-Key', () => {
		const malformed: ErrorCode[] = [
			'body_not_json',
			'body_too_large',
			'content_type_unsupported',
			'parameter_invalid',
			'parameter_missing',
			'parameter_unknown',
		];
		const mayPass = codesWhere(({ status, retryable }) => status >= 500 || retryable);
		expect(codesWhere(({ storable }) => !storable).toSorted()).toEqual([...malformed, ...mayPass].toSorted());
	});

	it('that is retryable recovers by a retry', () => {
		expect(codesWhere(({ retryable, recovery }) => retryable && recovery !== 'retry')).toEqual([]);
	});

	it('that leads to a new Link session, or to a repair of the connection, is final for this request', () => {
		const final = codesWhere(({ recovery }) => recovery === 'new_link_session' || recovery === 'repair');
		expect(final.toSorted()).toEqual([
			'account_not_found',
			'account_not_supported',
			'account_required',
			'authorization_required',
			'authorization_used',
			'bank_access_revoked',
			'bank_login_required',
			'duplicate_connection',
			'exchange_conflict',
			'exchange_lost',
			'link_session_not_found',
			'link_token_expired',
			'public_token_invalid',
		]);
		expect(codesWhere(({ recovery }) => recovery === 'reload')).toEqual([
			'session_invalid',
			'session_expired',
		]);
	});

	it('has a recovery that is listed for clients', () => {
		expect(codesWhere(({ recovery }) => !recoveries.includes(recovery))).toEqual([]);
	});

	it('with a remedy is one that only the merchant can fix, with an answer that a later retry may change', () => {
		for (const code of codesWhere(({ remedy }) => remedy !== undefined))
			expect(errorCatalog[code]).toMatchObject({ status: 503, retryable: false, recovery: 'retry' });
	});
});
