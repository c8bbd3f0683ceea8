import { Plus } from 'lucide-react';
import { type Ref, useState } from 'react';
import { Field } from '../../ui/Field.tsx';
import type { LiveStore } from './live-store.ts';
import { parseSubscription } from './subscription-name.ts';

export function AddSubscription({
  store,
  field,
}: {
  readonly store: LiveStore;
  readonly field: Ref<HTMLInputElement>;
}) {
  const [text, setText] = useState('');
  const [error, setError] = useState<string | null>(null);
  const parsed = text === '' ? null : parseSubscription(text);
  const submit = () => {
    if (parsed === null) return;
    if (typeof parsed === 'string') {
      setError(parsed);
      return;
    }
    store.subscribe(parsed.kind, parsed.name);
    setText('');
  };
  return (
    <Field
      ref={field}
      className="px-3 pb-3"
      label="New subscription"
      labelHidden
      mono
      size="sm"
      icon={Plus}
      placeholder="channel or pattern*"
      value={text}
      error={error}
      hint={
        parsed === null || typeof parsed === 'string'
          ? undefined
          : `Enter subscribes to the ${parsed.kind}`
      }
      onChange={(next) => {
        setText(next);
        setError(null);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') submit();
        else if (event.key === 'Escape' && text !== '') {
          event.stopPropagation();
          setText('');
          setError(null);
        }
      }}
    />
  );
}
