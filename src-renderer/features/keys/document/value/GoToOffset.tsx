import { useState } from 'react';
import { Field } from '../../../../ui/Field.tsx';
import { formatCount } from '../../../../ui/format/count.ts';
import { readOffset } from './go-to.ts';

export interface GoToOffsetProps {
  /** Offsets from here on ... */
  readonly start: number;
  /** ... to before here. */
  readonly end: number;
  readonly onGo: (offset: number) => void;
}

/** A field for an offset, decimal or hex: Enter goes there. */
export function GoToOffset({ start, end, onGo }: GoToOffsetProps) {
  const [typed, setTyped] = useState('');
  const offset = readOffset(typed, start, end);
  const isWrong = typed !== '' && offset === null;
  const bounds = `From ${formatCount(start)} to ${formatCount(end - 1)}, or in hex after 0x`;
  return (
    <>
      <Field
        label="Go to offset"
        labelHidden
        placeholder="offset or 0x…"
        size="sm"
        soft
        mono
        className="w-36"
        title={bounds}
        value={typed}
        aria-invalid={isWrong || undefined}
        onChange={setTyped}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          event.stopPropagation();
          if (offset !== null) onGo(offset);
        }}
      />
      <span className="text-12 text-text-2" role="status">
        {isWrong ? bounds : ''}
      </span>
    </>
  );
}
