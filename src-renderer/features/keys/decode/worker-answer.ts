import { decodeBy } from './decode-by.ts';
import type { NamesAnswer, NamesQuestion, WorkerAnswer, WorkerQuestion } from './decode-service.ts';
import { DecodeFailure } from './decoder.ts';
import { messageNames } from './proto-schema.ts';

function namesIn({ files }: NamesQuestion): NamesAnswer {
  try {
    return { names: messageNames(files), fault: null };
  } catch (thrown) {
    if (!(thrown instanceof DecodeFailure)) throw thrown;
    return { names: [], fault: thrown.message };
  }
}

/** What the worker says to a question. */
export function answerOf(question: WorkerQuestion): WorkerAnswer {
  return 'files' in question ? namesIn(question) : decodeBy(question.bytes, question.way);
}
