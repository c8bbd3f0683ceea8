import { useState } from 'react';
import { Field, type FieldProps } from './Field.tsx';

export interface NumberFieldProps extends Omit<
  FieldProps,
  'value' | 'onChange' | 'error' | 'min' | 'max' | 'onBlur'
> {
  readonly value: number | null;
  /** null when emptied. Not called for text that is not a number within the bounds. */
  readonly onChange: (value: number | null) => void;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly integer?: boolean | undefined;
  /** Said by the caller; a number out of bounds is said by the field itself. */
  readonly error?: string | null | undefined;
}

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

function accepted({ min, max, integer }: Bounds): string {
  const kind = integer ? 'a whole number' : 'a number';
  if (Number.isFinite(min) && Number.isFinite(max)) return `Write ${kind} from ${min} to ${max}`;
  if (Number.isFinite(min)) return `Write ${kind} from ${min} up`;
  return Number.isFinite(max) ? `Write ${kind} up to ${max}` : `Write ${kind}`;
}

function parse(text: string, { min, max, integer }: Bounds): number | null | 'wrong' {
  if (text.trim() === '') return null;
  const number = Number(text);
  const isFine = integer ? Number.isSafeInteger(number) : Number.isFinite(number);
  return isFine && number >= min && number <= max ? number : 'wrong';
}

/** Text for as long as it is being written: "1." or "-" are on the way to a number. */
export function NumberField({
  value,
  onChange,
  min = -Infinity,
  max = Infinity,
  integer = false,
  error,
  ...rest
}: NumberFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [isWrong, setIsWrong] = useState(false);
  const bounds = { min, max, integer };
  return (
    <Field
      {...rest}
      inputMode={integer ? 'numeric' : 'decimal'}
      value={draft ?? (value === null ? '' : String(value))}
      error={error ?? (isWrong ? accepted(bounds) : null)}
      onChange={(text) => {
        setDraft(text);
        const parsed = parse(text, bounds);
        if (parsed === 'wrong') return;
        setIsWrong(false);
        onChange(parsed);
      }}
      onBlur={() => {
        const wrong = draft !== null && parse(draft, bounds) === 'wrong';
        setIsWrong(wrong);
        if (!wrong) setDraft(null);
      }}
    />
  );
}
