import { useEffect, useMemo, useState } from 'react';
import type { DecoderName } from '../../../../src-shared/decoder-names.ts';
import type { DecodeAnswer } from './decode-by.ts';
import { BY_LOOKS, type DecodeWay } from './decode-way.ts';
import { decoders } from './decode-client.ts';
import type { DecodeOutcome } from './decode-value.ts';
import { DECODE_LIMITS } from './decoder.ts';
import type { Editable } from './edit-form.ts';
import { useProtoFiles } from './proto-files.ts';
import { type DecodeRules, useDecodeRules } from './use-decode-rules.ts';
import { isWorthSniffing } from './worth-sniffing.ts';

export type DecodingState = { readonly status: 'running' } | DecodeOutcome;

/** `auto`: by the rule for the key, or by its bytes where there is none. */
export type DecodeChoice = 'auto' | 'looks' | DecoderName;

export interface Decoding {
  readonly choice: DecodeChoice;
  readonly choose: (choice: DecodeChoice) => void;
  readonly state: DecodingState;
  /** null where no key is shown. */
  readonly rules: DecodeRules | null;
  /** The rule is what was asked for. */
  readonly isByRule: boolean;
  /** Why the rule does not fit this value: it is shown by its looks. */
  readonly misfit: string | null;
  /** The text in which it is edited, or why it is only read; null: there is nothing decoded. */
  readonly edit: Editable | null;
}

function whyNot(bytes: Uint8Array, isPart: boolean): string | null {
  if (bytes.byteLength > DECODE_LIMITS.outputBytes) return 'it is longer than 16 MB';
  return isPart ? 'only its beginning was read; load all of it first' : null;
}

/** null: what the rule needs is not here yet. */
function useWay(choice: DecodeChoice, rules: DecodeRules | null): DecodeWay | null {
  const rule = rules?.rule ?? null;
  const type = choice === 'auto' ? (rule?.message ?? null) : null;
  const { files, error } = useProtoFiles(type !== null);
  return useMemo(() => {
    if (choice === 'looks' || (choice === 'auto' && rule === null)) return BY_LOOKS;
    if (choice !== 'auto') return { chain: [choice], isRule: false };
    if (type !== null && files === null && error === null) return null;
    const message = type === null ? null : { files: files ?? [], type };
    return { chain: rule?.chain ?? [], message, isRule: true };
  }, [choice, rule, type, files, error]);
}

interface Answered extends DecodeAnswer {
  readonly bytes: Uint8Array;
  readonly way: DecodeWay;
}

export interface DecodingInput {
  readonly bytes: Uint8Array;
  readonly isPart: boolean;
  readonly text: string | null;
  /** It is shown as JSON already. */
  readonly isJson: boolean;
}

/** What some bytes decode to: as they look, by the rule for their key, or by the decoder that was chosen. */
export function useDecoding({ bytes, isPart, text, isJson }: DecodingInput): Decoding {
  const [choice, choose] = useState<DecodeChoice>('auto');
  const [answer, setAnswer] = useState<Answered | null>(null);
  const rules = useDecodeRules();
  const way = useWay(choice, rules);
  const isWanted = way === null || way.chain.length > 0;
  const reason = whyNot(bytes, isPart);
  const isSniffed = choice === 'looks' || (!isJson && isWorthSniffing(bytes, text));
  const isAsked = reason === null && (isWanted || isSniffed);
  useEffect(() => {
    const decoder = isAsked ? decoders() : null;
    if (decoder === null || way === null) return;
    const controller = new AbortController();
    const { signal } = controller;
    void decoder.decode({ bytes, way }, signal).then((given) => {
      if (!signal.aborted) setAnswer({ bytes, way, ...given });
    });
    return () => {
      controller.abort();
    };
  }, [bytes, way, isAsked]);
  const shared = {
    choice,
    choose,
    rules,
    isByRule: way === null || way.isRule,
    misfit: null,
    edit: null,
  };
  if (answer !== null && isAsked && answer.bytes === bytes && answer.way === way)
    return { ...shared, state: answer.outcome, misfit: answer.misfit, edit: answer.edit };
  if (!isWanted && choice !== 'looks') return { ...shared, state: { status: 'unknown' } };
  if (reason === null) return { ...shared, state: { status: 'running' } };
  // A rule that cannot be followed is no answer to a question somebody asked about this value.
  return way === null || way.isRule
    ? { ...shared, state: { status: 'unknown' }, misfit: reason }
    : { ...shared, state: { status: 'failed', chain: way.chain, reason } };
}
