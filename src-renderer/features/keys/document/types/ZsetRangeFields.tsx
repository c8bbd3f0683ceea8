import { useEffect, useState } from 'react';
import { Field } from '../../../../ui/Field.tsx';
import { Select } from '../../../../ui/Select.tsx';
import { readZsetRange, type ZsetRead } from './zset-range.ts';

const TYPING_MS = 300;

const kinds = [
  { value: 'rank', label: 'By rank' },
  { value: 'score', label: 'By score' },
  { value: 'lex', label: 'By name' },
  { value: 'find', label: 'Find' },
] as const;
type Kind = (typeof kinds)[number]['value'];

const hints = {
  score: { min: 'from, -inf', max: 'to, inf', title: '1.5, (1.5 to leave it out, inf or -inf' },
  lex: { min: 'from, -', max: 'to, +', title: 'name or [name, (name to leave it out' },
} as const;

function readOf(
  kind: Kind,
  { min, max }: { readonly min: string; readonly max: string },
): ZsetRead | null {
  if (kind === 'rank') return null;
  if (kind === 'find') return min === '' ? null : { by: 'find', text: min };
  return readZsetRange(kind, { min, max });
}

/** Which part of a sorted set is read; told once both ends can be read. null: all of it, by rank. */
export function ZsetRangeFields({
  onChange,
}: {
  readonly onChange: (read: ZsetRead | null) => void;
}) {
  const [kind, setKind] = useState<Kind>('rank');
  const [typed, setTyped] = useState({ min: '', max: '' });
  const { min, max } = typed;
  const isRange = kind === 'score' || kind === 'lex';
  const isWrong = isRange && readZsetRange(kind, typed) === null;
  useEffect(() => {
    const range = readOf(kind, { min, max });
    if ((kind === 'score' || kind === 'lex') && range === null) return;
    const timer = setTimeout(() => {
      onChange(range);
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [kind, min, max, onChange]);
  const shared = {
    labelHidden: true,
    size: 'sm',
    soft: true,
    mono: true,
    className: 'w-32',
  } as const;
  return (
    <>
      <Select
        label="Read"
        value={kind}
        options={kinds}
        onChange={(next) => {
          setKind(next);
          setTyped({ min: '', max: '' });
        }}
      />
      {kind === 'find' ? (
        <Field
          {...shared}
          className="w-48"
          label="Member"
          placeholder="name, part of it, or glob"
          title="A member or a part of it, with escapes as shown, or a glob; SCAN looks for it"
          value={min}
          onChange={(text) => {
            setTyped({ min: text, max: '' });
          }}
        />
      ) : null}
      {!isRange
        ? null
        : (['min', 'max'] as const).map((end) => (
            <Field
              {...shared}
              key={end}
              label={end === 'min' ? 'From' : 'To'}
              placeholder={hints[kind][end]}
              title={hints[kind].title}
              value={typed[end]}
              aria-invalid={isWrong}
              onChange={(text) => {
                setTyped({ ...typed, [end]: text });
              }}
            />
          ))}
      {isWrong ? (
        <span className="text-12 text-danger" role="status">
          {kind === 'score' ? 'A number, (number, inf or -inf' : 'A backslash starts an escape'}
        </span>
      ) : null}
    </>
  );
}
