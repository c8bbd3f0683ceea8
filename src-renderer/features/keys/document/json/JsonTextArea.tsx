import { type KeyboardEvent, useId } from 'react';
import { isModKey } from '../../../../ui/platform.ts';
import type { JsonCheck } from './use-json-check.ts';

export interface JsonTextAreaProps {
  readonly label: string;
  readonly text: string;
  readonly check: JsonCheck;
  readonly onChange: (text: string) => void;
  readonly onSubmit: () => void;
}

/** A JSON text of many lines, with what is wrong with it below. */
export function JsonTextArea({ label, text, check, onChange, onSubmit }: JsonTextAreaProps) {
  const id = useId();
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isModKey(event) || event.nativeEvent.isComposing) return;
    if (event.key !== 'Enter' && event.key.toLowerCase() !== 's') return;
    event.preventDefault();
    event.stopPropagation();
    onSubmit();
  };
  return (
    <div>
      <textarea
        className="code selectable h-90 w-full resize-y rounded-2 border border-border-1 bg-surface-inset p-2 whitespace-pre"
        wrap="off"
        aria-label={label}
        aria-invalid={check.is === 'wrong' || undefined}
        aria-describedby={id}
        spellCheck={false}
        value={text}
        onChange={(event) => {
          onChange(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={id} role="status" className="h-4 text-11">
        {check.is === 'wrong' ? (
          <span className="text-danger">{check.reason}</span>
        ) : (
          <span className="text-text-3">{check.is === 'json' ? 'JSON' : 'checking'}</span>
        )}
      </div>
    </div>
  );
}
