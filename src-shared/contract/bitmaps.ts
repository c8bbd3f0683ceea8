import { z } from 'zod';
import { connectionId, name, request } from './define.ts';

const keyInput = { connection: connectionId, key: name };

/** Strings read as bits; bit 0 is the highest of the first byte. */
export const bitmaps = {
  /** BITCOUNT of the whole value in parts of some megabytes, so that the server answers others in between. */
  'bitmaps.count': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject(keyInput),
    output: z.object({ set: z.int(), bits: z.int() }),
  }),
  /** The first bit of that kind from an offset on; null: none up to the end of the value. */
  'bitmaps.next': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      ...keyInput,
      bit: z.union([z.literal(0), z.literal(1)]),
      from: z.int().nonnegative().max(4_294_967_295),
    }),
    output: z.object({ offset: z.int().nullable() }),
  }),
};
