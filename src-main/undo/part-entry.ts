import { z } from 'zod';
import { octets } from '../../src-shared/contract/define.ts';

/** The key went with them: it is made again with the expiry it had. null: it stayed. */
const emptied = z.object({ expiresAtMs: z.number().nullable() }).nullable();

/** Elements that stood in a row, from the index they had. */
const run = z.object({
  start: z.int(),
  values: z.array(octets),
  /** The neighbour that stayed, which shows that the place is still the same; null: nothing stayed. */
  beside: z.object({ value: octets, where: z.enum(['before', 'after']) }).nullable(),
});
export type ElementRun = z.infer<typeof run>;

/** What brings several parts of a value back. */
export const partEntries = [
  z.object({
    kind: z.literal('hashFields'),
    key: octets,
    fields: z.array(
      /** By the server's clock. */
      z.object({ field: octets, value: octets, expiresAtMs: z.string().nullable() }),
    ),
    emptied,
  }),
  z.object({
    kind: z.literal('setMembers'),
    key: octets,
    members: z.array(z.object({ member: octets })),
    emptied,
  }),
  z.object({
    kind: z.literal('zsetMembers'),
    key: octets,
    members: z.array(z.object({ member: octets, score: z.string() })),
    emptied,
  }),
  /** Runs by ascending index: each is put in where it stood once those before it are back. */
  z.object({ kind: z.literal('listElements'), key: octets, runs: z.array(run), emptied }),
  /** TTLs as they were set, and as they were before; null: none. */
  z.object({
    kind: z.literal('fieldTtls'),
    key: octets,
    fields: z.array(
      z.object({ field: octets, setMs: z.number().nullable(), atMs: z.number().nullable() }),
    ),
  }),
] as const;

/** How many elements there are in the runs of an entry. */
export const elementsOf = ({ runs }: { readonly runs: readonly ElementRun[] }): number =>
  runs.reduce((sum, { values }) => sum + values.length, 0);
