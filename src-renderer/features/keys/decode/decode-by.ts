import { type DecodeOutcome, decodeValue, type Wanted } from './decode-value.ts';

/** How the user wants a value decoded. */
export interface DecodeWay extends Wanted {
  /** A rule for many keys: where it does not fit, what the bytes look like is shown instead. */
  readonly isRule: boolean;
}

export interface DecodeAnswer {
  readonly outcome: DecodeOutcome;
  /** Why the rule does not fit these bytes; null: it does, or there is none. */
  readonly misfit: string | null;
}

export const BY_LOOKS: DecodeWay = { chain: [], isRule: false };

/** Decodes bytes as was chosen; those a rule does not fit by their looks. */
export function decodeBy(bytes: Uint8Array, way: DecodeWay): DecodeAnswer {
  const outcome = decodeValue(bytes, way);
  return way.isRule && outcome.status === 'failed'
    ? { outcome: decodeValue(bytes), misfit: `${outcome.chain.join(' > ')}: ${outcome.reason}` }
    : { outcome, misfit: null };
}
