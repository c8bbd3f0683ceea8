import { useState } from 'react';
import { formatSeparators, parseSeparators } from '../../src-shared/separators.ts';
import { Field } from './Field.tsx';

export interface SeparatorsFieldProps {
  readonly value: readonly string[];
  /** null while what is typed cannot be taken. */
  readonly onChange: (separators: readonly string[] | null) => void;
}

/** What divides key names into folders: several, with spaces between. */
export function SeparatorsField({ value, onChange }: SeparatorsFieldProps) {
  const [text, setText] = useState(() => formatSeparators(value));
  const parsed = parseSeparators(text);
  return (
    <Field
      label="Key separators"
      mono
      value={text}
      onChange={(typed) => {
        setText(typed);
        const next = parseSeparators(typed);
        onChange(typeof next === 'string' ? null : next);
      }}
      hint="With spaces between: : / ."
      error={typeof parsed === 'string' ? parsed : null}
    />
  );
}
