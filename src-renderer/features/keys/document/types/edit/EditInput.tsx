import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { Editing } from './use-editing.ts';

interface EditInputProps {
  readonly label: string;
  readonly text: string;
  readonly isWrong: boolean;
  readonly isReadOnly: boolean;
  readonly editing: Editing;
}

/** The field in a cell: Enter saves, Esc takes it back. */
export function EditInput({ label, text, isWrong, isReadOnly, editing }: EditInputProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const field = input.current;
    const grid = field?.closest('[role="grid"]');
    field?.focus();
    field?.select();
    return () => {
      // The keyboard goes back to the rows, unless it has gone elsewhere.
      if (grid instanceof HTMLElement && document.activeElement === document.body) grid.focus();
    };
  }, []);
  const { askedAgain } = editing;
  useEffect(() => {
    if (askedAgain > 0) input.current?.focus();
  }, [askedAgain]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    // The table would move, and the pane would act on single letters.
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
    if (event.key === 'Enter') editing.save();
    else if (event.key === 'Escape') editing.edits.cancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <span className="field sm mono my-0.5 flex h-5 w-full">
      <input
        ref={input}
        type="text"
        aria-label={label}
        aria-invalid={isWrong || undefined}
        readOnly={isReadOnly}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          editing.edits.write(0, event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
        onDoubleClick={(event) => {
          event.stopPropagation();
        }}
      />
    </span>
  );
}
