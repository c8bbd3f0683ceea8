import type { Wanted } from './decode-value.ts';

/** How the user wants a value decoded. */
export interface DecodeWay extends Wanted {
  /** A rule for many keys: where it does not fit, what the bytes look like is shown instead. */
  readonly isRule: boolean;
}

// Here and not beside the decoders, which only the worker loads.
export const BY_LOOKS: DecodeWay = { chain: [], isRule: false };
