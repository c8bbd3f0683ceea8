import { z } from 'zod';
import { DECODE_STEPS, DECODER_NAMES } from '../decoder-names.ts';
import { text } from './define.ts';

/** How the values of some keys are decoded, set by the user. */
export const decodeRule = z.strictObject({
  /** Escaped text of how the keys begin, or of the one key; the longest match wins. */
  keys: text(1_024),
  isOneKey: z.boolean(),
  /** From the outside in; what is left inside is recognised by its bytes. */
  chain: z.array(z.enum(DECODER_NAMES)).min(1).max(DECODE_STEPS),
  /** Full name of the message where the chain ends with protobuf; null: fields without names. */
  message: text(512).nullable(),
});
export type DecodeRule = z.infer<typeof decodeRule>;
