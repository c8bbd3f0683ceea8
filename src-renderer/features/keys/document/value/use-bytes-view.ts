import { useMemo, useState } from 'react';
import type { Segment } from '../../../../ui/Segmented.tsx';
import { bestView, type BytesView, type Sniffed, sniffBytes } from './sniff-bytes.ts';

export interface ShownBytes {
  readonly bytes: Uint8Array;
  readonly sniffed: Sniffed;
  readonly view: BytesView;
  readonly segments: readonly Segment<BytesView>[];
  readonly choose: (view: BytesView) => void;
}

/** How some bytes are shown: what they look like, until something else is chosen. */
export function useBytesView(bytes: Uint8Array, isPart: boolean): ShownBytes {
  const sniffed = useMemo(() => sniffBytes(bytes, isPart), [bytes, isPart]);
  const [chosen, setChosen] = useState<BytesView | null>(null);
  const canShow = { text: sniffed.text !== null, json: sniffed.json !== null, hex: true };
  return {
    bytes,
    sniffed,
    view: chosen !== null && canShow[chosen] ? chosen : bestView(sniffed),
    segments: [
      { value: 'text', label: 'Text', disabled: !canShow.text },
      { value: 'json', label: 'JSON', disabled: !canShow.json },
      { value: 'hex', label: 'Hex' },
    ],
    choose: setChosen,
  };
}
