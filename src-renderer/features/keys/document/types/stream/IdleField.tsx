import { Hourglass } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Field } from '../../../../../ui/Field.tsx';
import { readIdle, WRONG_IDLE } from './change/drafts.ts';

const TYPING_MS = 300;

/** How long an entry was with nobody at work on it; told once it can be read. Empty: all. */
export function IdleField({ onChange }: { readonly onChange: (minIdleMs: number) => void }) {
  const [text, setText] = useState('');
  const ms = text.trim() === '' ? 0 : readIdle(text);
  useEffect(() => {
    if (ms === null) return;
    const timer = setTimeout(() => {
      onChange(ms);
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [ms, onChange]);
  return (
    <>
      <Field
        label="Idle for at least"
        labelHidden
        size="sm"
        soft
        mono
        className="w-32"
        icon={Hourglass}
        placeholder="idle 5 min"
        title={WRONG_IDLE}
        value={text}
        aria-invalid={ms === null}
        onChange={setText}
      />
      {ms === null ? (
        <span className="text-12 text-danger" role="status">
          {WRONG_IDLE}
        </span>
      ) : null}
    </>
  );
}
