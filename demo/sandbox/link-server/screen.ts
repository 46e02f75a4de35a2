import { linkAccount, type OpenSession, type Stage } from './session.ts';
import type { Answer, InstitutionChoice, Screen } from './wire.ts';

/** What the browser is told of a session: what it is to show, or how it has ended. */
export function answerOf(session: OpenSession): Answer {
	const { stage } = session;
	if (stage.step === 'ended') return stage.outcome;
	return {
		type: 'progress',
		link_session_id: session.record.linkSessionId,
		request_id: session.requestId,
		client_name: shownClientName(session.linkToken.request.client_name),
		language: session.linkToken.request.language,
		screen: screenOf(stage, session),
	};
}

function screenOf(stage: Exclude<Stage, { step: 'ended' }>, { linkToken }: OpenSession): Screen {
	switch (stage.step) {
		case 'consent':
			return { step: 'consent' };
		case 'search':
			return { step: 'search', query: stage.query, institutions: stage.found.map(institutionChoice) };
		case 'credentials':
			return {
				step: 'credentials',
				institution: institutionChoice(stage.institution),
				error: stage.error,
				can_go_back: linkToken.updateItemId === null,
			};
		case 'accounts':
		case 'finish':
			return {
				step: stage.step,
				institution: institutionChoice(stage.institution),
				accounts: stage.accounts.map(linkAccount),
			};
	}
}

/** Link does not show a name of more than 30 characters. */
const shownClientName = (name: string) => ([...name].length > 30 ? 'This Application' : name);

const institutionChoice = ({
	id,
	name,
	color,
}: {
	id: string;
	name: string;
	color: string;
}): InstitutionChoice => ({
	institution_id: id,
	name,
	primary_color: color,
});
