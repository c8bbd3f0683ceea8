import { useMemo, useState } from 'react';
import type { Segment } from '../../../../ui/Segmented.tsx';
import { type Decoding, useDecoding } from '../../decode/use-decoding.ts';
import { type Missing, NOTHING_MISSING } from './part-text.ts';
import { bestView, type BytesView, type Sniffed, sniffBytes } from './sniff-bytes.ts';

export interface ShownBytes {
  readonly bytes: Uint8Array;
  readonly sniffed: Sniffed;
  readonly view: BytesView;
  readonly segments: readonly Segment<BytesView>[];
  readonly choose: (view: BytesView) => void;
  readonly decoding: Decoding;
}

/** How some bytes are shown: what they look like, until something else is chosen. */
export function useBytesView(bytes: Uint8Array, missing: Missing = NOTHING_MISSING): ShownBytes {
  const { before, after } = missing;
  const sniffed = useMemo(() => sniffBytes(bytes, { before, after }), [bytes, before, after]);
  const isPart = before || after;
  const [chosen, setChosen] = useState<BytesView | null>(null);
  const { text, json } = sniffed;
  const decoding = useDecoding({ bytes, isPart, text, isJson: json !== null });
  const { status } = decoding.state;
  // Who asked what it looks like is told, too, that it looks like nothing.
  const isDecoded = status !== 'unknown' || decoding.choice === 'looks';
  const opensDecoded = status === 'decoded' && !decoding.state.isHint;
  const canShow = { text: text !== null, json: json !== null, hex: true, decoded: isDecoded };
  return {
    bytes,
    sniffed,
    view:
      chosen !== null && canShow[chosen] ? chosen : opensDecoded ? 'decoded' : bestView(sniffed),
    segments: [
      { value: 'text', label: 'Text', disabled: !canShow.text },
      { value: 'json', label: 'JSON', disabled: !canShow.json },
      { value: 'hex', label: 'Hex' },
      ...(isDecoded ? [{ value: 'decoded', label: 'Decoded' } as const] : []),
    ],
    choose: setChosen,
    decoding,
  };
}
