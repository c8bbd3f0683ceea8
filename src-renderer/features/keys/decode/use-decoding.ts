import { useEffect, useState } from 'react';
import { openWorker } from '../open-worker.ts';
import { DECODE_LIMITS } from './decoder.ts';
import type { DecodeOutcome } from './decode-value.ts';
import { createDecodeService, type DecodeService } from './decode-service.ts';
import type { DecoderName } from './decoder-names.ts';
import { isWorthSniffing } from './worth-sniffing.ts';

export type DecodingState = { readonly status: 'running' } | DecodeOutcome;

export interface Decoding {
  /** null: recognised by its bytes. */
  readonly choice: DecoderName | null;
  readonly choose: (choice: DecoderName | null) => void;
  readonly state: DecodingState;
}

let service: DecodeService | null = null;

/** The one worker for all values; opened with the first of them. */
function decoders(): DecodeService | null {
  // A page without workers is a test's.
  if (typeof Worker === 'undefined') return null;
  service ??= createDecodeService(() => openWorker('decode'));
  return service;
}

function whyNot(bytes: Uint8Array, isPart: boolean): string | null {
  if (bytes.byteLength > DECODE_LIMITS.outputBytes) return 'it is longer than 16 MB';
  return isPart ? 'only its beginning was read; load all of it first' : null;
}

interface Answer {
  readonly bytes: Uint8Array;
  readonly choice: DecoderName | null;
  readonly outcome: DecodeOutcome;
}

export interface DecodingInput {
  readonly bytes: Uint8Array;
  readonly isPart: boolean;
  readonly text: string | null;
  /** It is shown as JSON already. */
  readonly isJson: boolean;
}

/** What some bytes decode to: as they look, or by the decoder that was chosen. */
export function useDecoding({ bytes, isPart, text, isJson }: DecodingInput): Decoding {
  const [choice, choose] = useState<DecoderName | null>(null);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const reason = whyNot(bytes, isPart);
  const isAsked = reason === null && (choice !== null || (!isJson && isWorthSniffing(bytes, text)));
  useEffect(() => {
    const decoder = isAsked ? decoders() : null;
    if (decoder === null) return;
    const controller = new AbortController();
    const { signal } = controller;
    void decoder.decode({ bytes, choice }, signal).then((outcome) => {
      if (!signal.aborted) setAnswer({ bytes, choice, outcome });
    });
    return () => {
      controller.abort();
    };
  }, [bytes, choice, isAsked]);
  if (answer !== null && isAsked && answer.bytes === bytes && answer.choice === choice)
    return { choice, choose, state: answer.outcome };
  if (choice === null) return { choice, choose, state: { status: 'unknown' } };
  if (reason !== null)
    return { choice, choose, state: { status: 'failed', chain: [choice], reason } };
  return { choice, choose, state: { status: 'running' } };
}
