import { Pencil } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { Button } from '../../../../../ui/Button.tsx';
import { isModKey } from '../../../../../ui/platform.ts';
import type { Decoding } from '../../../decode/use-decoding.ts';
import { HexEditor } from '../../value/hex/HexEditor.tsx';
import type { ShownBytes } from '../../value/use-bytes-view.ts';
import { decodedDraft, type EditedBytes, hexDraft, textDraft } from './bytes-drafts.ts';
import type { EditDraft } from './edit-draft.ts';
import type { Editing } from './use-editing.ts';

/** The draft in which bytes are edited as they are shown; a string says why they are only read. */
export function shownDraft(
  edited: EditedBytes | string,
  { view, sniffed, edit }: Pick<ShownBytes, 'view' | 'sniffed'> & Pick<Decoding, 'edit'>,
): EditDraft | string {
  if (typeof edited === 'string') return edited;
  if (view === 'decoded' && edit !== null) return decodedDraft(edited, edit);
  return view === 'hex' ? hexDraft(edited) : textDraft(edited, sniffed.json !== null);
}

export interface EditButtonProps {
  readonly editing: Editing;
  readonly draft: EditDraft | string;
}

/** Starts an edit, or says why there is none. */
export function EditButton({ editing, draft }: EditButtonProps) {
  return (
    <Button
      size="sm"
      tone="ghost"
      icon={Pencil}
      disabledReason={typeof draft === 'string' ? draft : null}
      onClick={() => {
        if (typeof draft !== 'string') editing.start(draft);
      }}
    >
      Edit
    </Button>
  );
}

interface TextProps {
  readonly editing: Editing;
  readonly label: string;
  readonly text: string;
}

function TextEditor({ editing, label, text }: TextProps) {
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

/** Whether the edit that is under way has its place here. */
export function isEditedAt({ state }: Editing, rowId: string, isInPanel: boolean): boolean {
  if (state.status === 'idle') return false;
  return state.draft.rowId === rowId && (state.draft.isInPanel ?? false) === isInPanel;
}

export interface BytesEditorProps {
  readonly editing: Editing;
  readonly rowId: string;
  readonly isInPanel?: boolean | undefined;
  /** What F2 starts. */
  readonly draft: EditDraft | string;
  readonly children: ReactNode;
}

/** Bytes as they are shown, or the field in which they are written: of text, or of hex. */
export function BytesEditor(props: BytesEditorProps) {
  const { editing, rowId, isInPanel = false, draft, children } = props;
  const { state } = editing;
  if (state.status === 'idle' || !isEditedAt(editing, rowId, isInPanel))
    return (
      <div
        className="flex min-h-0 grow flex-col"
        onKeyDown={(event) => {
          if (event.key !== 'F2' || event.defaultPrevented) return;
          if (typeof draft !== 'string') editing.start(draft);
          event.preventDefault();
        }}
      >
        {children}
      </div>
    );
  const { parts, hex } = state.draft;
  const shared = { label: parts[0]?.label ?? 'Value', text: state.texts[0] ?? '' };
  if (hex === undefined) return <TextEditor editing={editing} {...shared} />;
  return (
    <HexEditor
      {...shared}
      form={hex}
      isReadOnly={state.status !== 'editing'}
      onWrite={(text) => {
        editing.edits.write(0, text);
      }}
      onSave={editing.save}
      onCancel={editing.edits.cancel}
    />
  );
}
