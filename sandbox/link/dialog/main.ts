/** The document in Link's frames: the dialog, or the bank search of `createEmbedded`. */
import { embeddedParameter } from '../channel.ts';
import { runDialog } from './dialog.ts';
import { runEmbeddedSearch } from './embedded-search.ts';
import { browserMessages } from './messages/messages.ts';

const isFramed = window.parent !== window;
const isEmbedded = new URLSearchParams(location.search).has(embeddedParameter);

if (!isFramed) document.body.textContent = browserMessages().alone;
else if (isEmbedded) await runEmbeddedSearch();
else await runDialog(document.querySelector('dialog') as HTMLDialogElement);
