/** Verification of a bank account by the amounts of two micro-deposits. */
import type { BankAccount } from '../records.ts';
import { behaviorOf } from './test-accounts.ts';

/** The amounts that test accounts receive, in cents and in ascending order. */
const depositedAmounts = ['32', '45'];
/** Amounts that count as one attempt too many. */
const exhaustingAmounts = ['10', '11'];
const maximumAttempts = 10;

/** The descriptor codes of test accounts, which stand for the same results. */
const verifyingCode = 'SM11AA';
const exhaustingCode = 'SM33CC';

export type VerificationResult = 'verified' | 'wrong_amounts' | 'too_many_attempts';

/** Compares the amounts, in cents and in any order, and updates the account's status and count of attempts. */
export function verifyAmounts(account: BankAccount, amounts: readonly string[]): VerificationResult {
	const sorted = [...amounts].sort().join();
	return verify(account, {
		areRight: sorted === depositedAmounts.join(),
		exhaust: sorted === exhaustingAmounts.join(),
	});
}

/** Compares the code of a deposit of one cent, which is an alternative to the amounts. */
export const verifyCode = (account: BankAccount, code: string): VerificationResult =>
	verify(account, { areRight: code === verifyingCode, exhaust: code === exhaustingCode });

function verify(
	account: BankAccount,
	{ areRight, exhaust }: { areRight: boolean; exhaust: boolean },
): VerificationResult {
	if (!areRight) account.failedVerifications += 1;
	const isExhausted =
		behaviorOf(account) === 'microdeposits_fail' || exhaust || account.failedVerifications >= maximumAttempts;
	if (isExhausted) {
		account.status = 'verification_failed';
		return 'too_many_attempts';
	}
	if (!areRight) return 'wrong_amounts';
	account.status = 'verified';
	account.receivedDeposits = true;
	return 'verified';
}
