import { type Editable, editableOf } from './edit-form.ts';
import { type DecodeOutcome, decodeValue } from './decode-value.ts';
import type { DecodeWay } from './decode-way.ts';

export interface DecodeAnswer {
  readonly outcome: DecodeOutcome;
  /** Why the rule does not fit these bytes; null: it does, or there is none. */
  readonly misfit: string | null;
  /** The text in which it is edited, or why it is only read; null: there is nothing decoded. */
  readonly edit: Editable | null;
}

const answered = (
  bytes: Uint8Array,
  outcome: DecodeOutcome,
  misfit: string | null,
): DecodeAnswer => ({
  outcome,
  misfit,
  edit: outcome.status === 'decoded' ? editableOf(bytes, outcome.chain) : null,
});

/** Decodes bytes as was chosen; those a rule does not fit by their looks. */
export function decodeBy(bytes: Uint8Array, way: DecodeWay): DecodeAnswer {
  const outcome = decodeValue(bytes, way);
  if (!way.isRule || outcome.status !== 'failed') return answered(bytes, outcome, null);
  return answered(bytes, decodeValue(bytes), `${outcome.chain.join(' > ')}: ${outcome.reason}`);
}
