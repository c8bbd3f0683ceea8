import { Pencil, Plus } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { Button } from '../../../../../ui/Button.tsx';
import { isModKey } from '../../../../../ui/platform.ts';
import { appendDraft, WHOLE, wholeDraft } from './string-drafts.ts';
import type { Editing } from './use-editing.ts';

interface StringProps {
  readonly editing: Editing;
  /** As far as it was read. */
  readonly bytes: Uint8Array;
  readonly total: number;
}

/** In the toolbar above a string. */
export function StringEditButtons({ editing, bytes, total }: StringProps) {
  const whole = wholeDraft(bytes, total);
  return (
    <>
      <Button
        size="sm"
        tone="ghost"
        icon={Pencil}
        disabledReason={typeof whole === 'string' ? whole : null}
        onClick={() => {
          if (typeof whole !== 'string') editing.start(whole);
        }}
      >
        Edit
      </Button>
      <Button
        size="sm"
        tone="ghost"
        icon={Plus}
        onClick={() => {
          editing.start(appendDraft(total));
        }}
      >
        Append
      </Button>
    </>
  );
}

function Whole({ editing, text }: { readonly editing: Editing; readonly text: string }) {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    area.current?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') editing.edits.cancel();
    else if (isModKey(event) && event.key.toLowerCase() === 's') editing.save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <textarea
      ref={area}
      aria-label="Value"
      className="code selectable min-h-0 grow resize-none bg-surface-inset p-3"
      spellCheck={false}
      readOnly={editing.state.status !== 'editing'}
      value={text}
      onChange={(event) => {
        editing.edits.write(0, event.currentTarget.value);
      }}
      onKeyDown={onKeyDown}
    />
  );
}

/** The value, or the field that it is written in. */
export function StringEditor({
  editing,
  bytes,
  total,
  children,
}: StringProps & { readonly children: ReactNode }) {
  const { state } = editing;
  if (state.status !== 'idle' && state.draft.rowId === WHOLE)
    return <Whole editing={editing} text={state.texts[0] ?? ''} />;
  return (
    <div
      className="flex min-h-0 grow flex-col"
      onKeyDown={(event) => {
        if (event.key !== 'F2' || event.defaultPrevented) return;
        const whole = wholeDraft(bytes, total);
        if (typeof whole !== 'string') editing.start(whole);
        event.preventDefault();
      }}
    >
      {children}
    </div>
  );
}
