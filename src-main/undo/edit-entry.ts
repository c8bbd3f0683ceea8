import { z } from 'zod';
import { octets } from '../../src-shared/contract/define.ts';
import { elementRemoval, valueChange } from '../../src-shared/contract/edits.ts';

/** Only taking back an append cuts: what was appended goes from the end again. */
const stringCut = z.object({
  kind: z.literal('string.cut'),
  /** STRLEN before the append. */
  length: z.int(),
  tail: octets,
});

/** Only taking back SETRANGE looks at nothing but what that wrote: the value may have grown since. */
const stringPutRange = z.object({
  kind: z.literal('string.putRange'),
  offset: z.int(),
  before: octets,
  value: octets,
});

/** Only taking back a TTL sets one as a time; both by the server's clock, null: none. */
const fieldExpireAt = z.object({
  kind: z.literal('hash.expireAt'),
  field: octets,
  before: z.number().nullable(),
  atMs: z.number().nullable(),
});

/** Taking back a move: beside the neighbour that the element had. */
const listPutBack = z.object({
  kind: z.literal('list.putBack'),
  /** Where it is now. */
  index: z.int(),
  before: octets,
  /** Its neighbour, which has this index with and without it. */
  beside: z.object({ index: z.int(), value: octets, where: z.enum(['before', 'after']) }),
});

const undoEdit = z.discriminatedUnion('kind', [
  ...valueChange.options,
  ...elementRemoval.options,
  stringCut,
  stringPutRange,
  fieldExpireAt,
  listPutBack,
]);
/** An edit, or what takes one back. */
export type UndoEdit = z.infer<typeof undoEdit>;

/** The edit that takes another one back, compared with what is there just as any edit. */
export const editEntry = z.object({
  kind: z.literal('edit'),
  key: octets,
  edit: undoEdit,
  facts: z.object({
    fieldExpiresAtMs: z.string().nullable(),
    emptied: z.object({ expiresAtMs: z.number().nullable() }).nullable(),
  }),
});
