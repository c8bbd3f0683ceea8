import { useState } from 'react';
import { Field } from '../../../../ui/Field.tsx';
import { formatCountOf } from '../../../../ui/format/count.ts';
import { readPlace } from './read-place.ts';
import { placeAmong } from './row-window.ts';

export interface GoToFieldProps {
  /** "Go to index". */
  readonly label: string;
  /** "element". */
  readonly unit: string;
  /** null: not known. */
  readonly total: number | null;
  readonly onGo: (place: number) => void;
}

/** A place to go to with Enter, negative from the end. */
export function GoToField({ label, unit, total, onGo }: GoToFieldProps) {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  const go = () => {
    const typed = readPlace(text);
    const place = typed === null ? null : placeAmong(typed, total);
    if (typed === null) setWrong('A whole number; -1 is the last');
    else if (place === null && total === null)
      setWrong('How many there are is not known: count from the first, which is 0');
    else if (place === null) setWrong(`There are ${formatCountOf(total ?? 0, unit)}`);
    else onGo(place);
  };
  return (
    <>
      <Field
        label={label}
        labelHidden
        size="sm"
        soft
        mono
        className="w-26 flex-none"
        placeholder={label}
        title={`${label}; -1 is the last`}
        value={text}
        aria-invalid={wrong !== null}
        onChange={(next) => {
          setText(next);
          setWrong(null);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          go();
        }}
      />
      {wrong === null ? null : (
        <span className="flex-none text-12 text-danger" role="status">
          {wrong}
        </span>
      )}
    </>
  );
}
