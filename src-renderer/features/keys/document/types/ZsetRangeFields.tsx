import { useEffect, useState } from 'react';
import type { ZsetRange } from '../../../../../src-shared/contract/ranges.ts';
import { Field } from '../../../../ui/Field.tsx';
import { Select } from '../../../../ui/Select.tsx';
import { readZsetRange } from './zset-range.ts';

const TYPING_MS = 300;

const kinds = [
  { value: 'rank', label: 'By rank' },
  { value: 'score', label: 'By score' },
  { value: 'lex', label: 'By name' },
] as const;
type Kind = (typeof kinds)[number]['value'];

const hints = {
  score: { min: 'from, -inf', max: 'to, inf', title: '1.5, (1.5 to leave it out, inf or -inf' },
  lex: { min: 'from, -', max: 'to, +', title: 'name or [name, (name to leave it out' },
} as const;

/** Which part of a sorted set is read; told once both ends can be read. null: all of it, by rank. */
export function ZsetRangeFields({
  onChange,
}: {
  readonly onChange: (range: ZsetRange | null) => void;
}) {
  const [kind, setKind] = useState<Kind>('rank');
  const [typed, setTyped] = useState({ min: '', max: '' });
  const { min, max } = typed;
  const isWrong = kind !== 'rank' && readZsetRange(kind, typed) === null;
  useEffect(() => {
    const range = kind === 'rank' ? null : readZsetRange(kind, { min, max });
    if (kind !== 'rank' && range === null) return;
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
      {kind === 'rank'
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
