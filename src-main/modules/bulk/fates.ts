import type { BatchReply } from '../../redis/clients.ts';
import type { Reply } from '../../redis/reply.ts';
import type { Fate } from './change.ts';

/** Each must be known: a lost connection or a refusal is thrown, never taken for an answer. */
export const answersOf = (replies: readonly BatchReply[]): Reply[] =>
  replies.map((reply) => {
    if (reply.ok) return reply.reply;
    throw reply.failure;
  });

/** EXEC did all or nothing: where the others agree, they tell of the unclear ones too. */
export function agreed(fates: readonly Fate[]): readonly Fate[] {
  const known = new Set(fates.filter((fate) => fate !== 'unclear'));
  const [only] = known;
  return only === undefined || known.size > 1
    ? fates
    : fates.map((fate) => (fate === 'unclear' ? only : fate));
}
