import { useState } from 'react';
import { Field, type FieldProps } from './Field.tsx';

export interface NumberFieldProps extends Omit<
  FieldProps,
  'value' | 'onChange' | 'error' | 'min' | 'max' | 'onBlur'
> {
  readonly value: number | null;
  /** null when emptied. Not called for text that is not a number within the bounds. */
  readonly onChange: (value: number | null) => void;
  /** Text that is no number for it was written, or is no more: `value` is what it was before. */
  readonly onWrong?: ((isWrong: boolean) => void) | undefined;
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

interface Written {
  readonly text: string;
  /** The value it was written over, and what it stands for. */
  readonly before: number | null;
  readonly number: number | null;
}

/** Text for as long as it is being written: "1." or "-" are on the way to a number. */
export function NumberField({
  value,
  onChange,
  min = -Infinity,
  max = Infinity,
  integer = false,
  error,
  onWrong,
  ...rest
}: NumberFieldProps) {
  const [written, setWritten] = useState<Written | null>(null);
  const [isWrong, setIsWrong] = useState(false);
  // Another value than the one that was written over, or written: it was filled in from elsewhere.
  const isOld = written !== null && value !== written.before && value !== written.number;
  const draft = isOld ? null : (written?.text ?? null);
  const bounds = { min, max, integer };
  return (
    <Field
      {...rest}
      inputMode={integer ? 'numeric' : 'decimal'}
      value={draft ?? (value === null ? '' : String(value))}
      error={error ?? (isWrong && draft !== null ? accepted(bounds) : null)}
      onChange={(text) => {
        const parsed = parse(text, bounds);
        const wasWrong = draft !== null && parse(draft, bounds) === 'wrong';
        setWritten({ text, before: value, number: parsed === 'wrong' ? value : parsed });
        if (wasWrong !== (parsed === 'wrong')) onWrong?.(parsed === 'wrong');
        if (parsed === 'wrong') return;
        setIsWrong(false);
        onChange(parsed);
      }}
      onBlur={() => {
        const wrong = draft !== null && parse(draft, bounds) === 'wrong';
        setIsWrong(wrong);
        if (!wrong) setWritten(null);
      }}
    />
  );
}
