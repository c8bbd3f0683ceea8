import { Pencil, Plus } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { Button } from '../../../../../ui/Button.tsx';
import { isModKey } from '../../../../../ui/platform.ts';
import type { EditDraft } from './edit-draft.ts';
import { appendDraft, WHOLE } from './string-drafts.ts';
import type { Editing } from './use-editing.ts';

interface StringProps {
  readonly editing: Editing;
  /** Of the value as it is shown; a string says why it is only read. */
  readonly whole: EditDraft | string;
  readonly total: number;
}

/** In the toolbar above a string. */
export function StringEditButtons({ editing, whole, total }: StringProps) {
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

interface WholeProps {
  readonly editing: Editing;
  readonly label: string;
  readonly text: string;
}

function Whole({ editing, label, text }: WholeProps) {
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
      aria-label={label}
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
  whole,
  children,
}: Omit<StringProps, 'total'> & { readonly children: ReactNode }) {
  const { state } = editing;
  if (state.status !== 'idle' && state.draft.rowId === WHOLE)
    return (
      <Whole
        editing={editing}
        label={state.draft.parts[0]?.label ?? 'Value'}
        text={state.texts[0] ?? ''}
      />
    );
  return (
    <div
      className="flex min-h-0 grow flex-col"
      onKeyDown={(event) => {
        if (event.key !== 'F2' || event.defaultPrevented) return;
        if (typeof whole !== 'string') editing.start(whole);
        event.preventDefault();
      }}
    >
      {children}
    </div>
  );
}
