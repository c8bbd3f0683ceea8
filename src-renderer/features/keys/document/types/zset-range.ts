import type { ZsetRange } from '../../../../../src-shared/contract/ranges.ts';
import { typedBytes } from './edit/edit-draft.ts';

/** What is read of a sorted set beside all of it by rank: a range, or what has a name. */
export type ZsetRead = ZsetRange | { readonly by: 'find'; readonly text: string };

type Score = Extract<ZsetRange, { readonly by: 'score' }>['min'];
type Lex = Extract<ZsetRange, { readonly by: 'lex' }>['min'];

const number = /^(\()?([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|[-+]?inf)$/;

/** One end of a range by score as Redis writes it: 1.5, (1.5 without it, inf. undefined: not one. */
function readScore(text: string): Score | undefined {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === '') return null;
  const [, mark, score] = number.exec(trimmed) ?? [];
  if (score === undefined || score.length > 64) return undefined;
  return { score, exclusive: mark !== undefined };
}

/** One end of a range by lex as Redis writes it: [name or only name, (name without it, - and +. undefined: not one. */
function readMember(text: string, end: '-' | '+'): Lex | undefined {
  if (text === '' || text === end) return null;
  const exclusive = text.startsWith('(');
  const member = typedBytes(exclusive || text.startsWith('[') ? text.slice(1) : text);
  return typeof member === 'string' ? undefined : { member, exclusive };
}

/** What two typed ends mean; null where one of them cannot be read. */
export function readZsetRange(
  by: 'score' | 'lex',
  { min, max }: { readonly min: string; readonly max: string },
): ZsetRange | null {
  if (by === 'score') {
    const [low, high] = [readScore(min), readScore(max)];
    return low === undefined || high === undefined ? null : { by, min: low, max: high };
  }
  const [low, high] = [readMember(min, '-'), readMember(max, '+')];
  return low === undefined || high === undefined ? null : { by, min: low, max: high };
}
