import { useEffect, useState } from 'react';
import { Field } from '../../../../../ui/Field.tsx';
import { readEntryId } from './entry-range.ts';
import type { EntryRange } from './read-entries.ts';

const TYPING_MS = 300;

/** Two ends of a range, by ID or time; the range is told once both can be read. Empty: the whole stream. */
export function EntryRangeFields({
  onChange,
}: {
  readonly onChange: (range: EntryRange | null) => void;
}) {
  const [typed, setTyped] = useState({ from: '', to: '' });
  const from = readEntryId(typed.from, '-');
  const to = readEntryId(typed.to, '+');
  useEffect(() => {
    if (from === null || to === null) return;
    const timer = setTimeout(() => {
      onChange(from === '-' && to === '+' ? null : { from, to });
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [from, to, onChange]);
  const shared = {
    labelHidden: true,
    size: 'sm',
    soft: true,
    mono: true,
    className: 'w-36',
  } as const;
  return (
    <>
      <Field
        {...shared}
        label="From ID or time"
        placeholder="from ID or time"
        title="1700000000000-0, 1700000000000 or 2026-11-23 14:05"
        value={typed.from}
        aria-invalid={from === null}
        onChange={(text) => {
          setTyped({ ...typed, from: text });
        }}
      />
      <Field
        {...shared}
        label="To ID or time"
        placeholder="to ID or time"
        title="1700000000000-0, 1700000000000 or 2026-11-23 14:05"
        value={typed.to}
        aria-invalid={to === null}
        onChange={(text) => {
          setTyped({ ...typed, to: text });
        }}
      />
      {from === null || to === null ? (
        <span className="text-12 text-danger" role="status">
          An ID, milliseconds or a date
        </span>
      ) : null}
    </>
  );
}
