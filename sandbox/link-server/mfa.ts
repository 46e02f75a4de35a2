/**
 * The Sandbox's MFA. The password says which questions there are.
 * @see https://plaid.com/docs/sandbox/test-credentials/
 */
import type { MfaType } from './protocol.ts';

/** One page of questions. */
export type MfaRound = {
	type: MfaType;
	questions: {
		text: string;
		/** `null` if the shopper types the answer. */
		options: string[] | null;
		/** `null` if every option is correct. */
		answer: string | null;
	}[];
};

const device: MfaRound[] = [
	{
		type: 'device',
		questions: [{ text: '', options: ['•••-•••-1234', 'f•••@example.com'], answer: null }],
	},
	{ type: 'code', questions: [{ text: '', options: null, answer: '1234' }] },
];

const times = <Result>(count: number, make: (index: number) => Result): Result[] =>
	Array.from({ length: count }, (_, index) => make(index));

export const questionRounds = (rounds: number, each: number): MfaRound[] =>
	times(rounds, (round) => ({
		type: 'questions',
		questions: times(each, (question) => ({
			text: `question_${round}_${question}`,
			options: null,
			answer: `answer_${round}_${question}`,
		})),
	}));

export const selectionRounds = (rounds: number, each: number, options: number): MfaRound[] =>
	times(rounds, (round) => ({
		type: 'selections',
		questions: times(each, (question) => ({
			text: `question_${round}_${question}`,
			options: times(options, (option) => `answer_${round}_${question}_${option}`),
			answer: `answer_${round}_${question}_0`,
		})),
	}));

const yesOrNo: MfaRound[] = [
	{
		type: 'selections',
		questions: [{ text: 'question_0_0', options: ['Yes', 'No'], answer: 'Yes' }],
	},
];

/** The rounds of a password such as `mfa_questions_2_3`, or `null` for a password without MFA. */
export function mfaOfPassword(password: string): MfaRound[] | null {
	if (password === 'mfa_device') return device;
	if (password === 'mfa_selections') return yesOrNo;
	const questions = /^mfa_questions_([1-9])_([1-9])$/.exec(password);
	if (questions) return questionRounds(Number(questions[1]), Number(questions[2]));
	const selections = /^mfa_selections_([1-9])_([1-9])_([2-9])$/.exec(password);
	if (!selections) return null;
	return selectionRounds(Number(selections[1]), Number(selections[2]), Number(selections[3]));
}

/** Whether the answers, one per question in order, are all correct. */
export function areCorrect({ questions }: MfaRound, answers: readonly string[]): boolean {
	return (
		answers.length === questions.length &&
		questions.every(({ options, answer }, index) => {
			const actual = answers[index]?.trim() ?? '';
			return answer === null ? (options?.includes(actual) ?? false) : actual === answer;
		})
	);
}

/** The answers that the dialog offers to fill in. */
export const correctAnswers = ({ questions }: MfaRound): string[] =>
	questions.map(({ options, answer }) => answer ?? options?.[0] ?? '');
