import { LIMITS } from '../../../../../../src-shared/limits.ts';
import { DECIMAL, parseEscaped } from '../../../../../../src-shared/redis-value.ts';
import type { SimilarQuestion } from '../../../../../../src-shared/vector-commands.ts';

/** As typed. */
export interface SimilarDraft {
  readonly by: 'element' | 'vector';
  readonly text: string;
  readonly filter: string;
  readonly count: number | null;
}

export const NO_DRAFT: SimilarDraft = { by: 'element', text: '', filter: '', count: 20 };

type Read =
  | { readonly ok: true; readonly question: SimilarQuestion }
  | { readonly ok: false; readonly why: string };

const wrong = (why: string): Read => ({ ok: false, why });

function readTo({ by, text }: SimilarDraft): SimilarQuestion['to'] | string {
  if (by === 'element') {
    if (text === '') return 'Write the name of an element';
    const element = parseEscaped(text);
    return element === null ? 'Not escaped as \\xff or \\\\' : { kind: 'element', element };
  }
  const values = text.split(/[\s,;[\]]+/).filter((word) => word !== '');
  if (values.length === 0) return 'Write the numbers of a vector';
  if (values.length > LIMITS.vectorDimensions) return 'That are too many numbers';
  const odd = values.find((word) => word.length > 64 || !DECIMAL.test(word));
  return odd === undefined ? { kind: 'values', values } : `${odd.slice(0, 40)} is not a number`;
}

/** What is asked: an element as the app shows bytes, or numbers divided by spaces or commas. */
export function readQuestion(draft: SimilarDraft): Read {
  const to = readTo(draft);
  if (typeof to === 'string') return wrong(to);
  if (draft.count === null) return wrong('Write how many');
  const filter = draft.filter.trim();
  return { ok: true, question: { to, count: draft.count, filter: filter === '' ? null : filter } };
}
