import { Undo2 } from 'lucide-react';
import { type FocusEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import { IconButton } from '../../../../ui/IconButton.tsx';
import { Select } from '../../../../ui/Select.tsx';
import type { EditKind, JsonEdit } from './json-change.ts';
import type { JsonEditing } from './json-editing.ts';

const kinds: readonly { readonly value: EditKind; readonly label: string }[] = [
  { value: 'string', label: 'string' },
  { value: 'number', label: 'number' },
  { value: 'boolean', label: 'boolean' },
  { value: 'null', label: 'null' },
  { value: 'json', label: 'JSON' },
];

const truths = [
  { value: 'true', label: 'true' },
  { value: 'false', label: 'false' },
] as const;

interface ValueEditorProps {
  readonly edit: JsonEdit;
  readonly path: string;
  readonly before: string;
  readonly editing: JsonEditing;
  /** The field was left by key: the tree has the keyboard again. */
  readonly onLeave: () => void;
}

function TextField({ edit, path, editing }: ValueEditorProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const width = edit.kind === 'number' ? 'w-40' : 'grow';
  return (
    <div className={`field sm mono h-5.5 min-w-28 ${width}`}>
      <input
        ref={input}
        type="text"
        aria-label={`Value of ${path}`}
        aria-invalid={edit.error !== null || undefined}
        spellCheck={false}
        autoComplete="off"
        value={edit.text}
        onChange={(event) => {
          editing.write(event.currentTarget.value);
        }}
      />
    </div>
  );
}

function Value(props: ValueEditorProps) {
  const { edit, path, editing } = props;
  if (edit.kind === 'null') return <span className="mono text-syn-bool">null</span>;
  if (edit.kind !== 'boolean') return <TextField key={edit.kind} {...props} />;
  return (
    <Select
      label={`Value of ${path}`}
      mono
      value={edit.text === 'true' ? 'true' : 'false'}
      options={truths}
      onChange={editing.write}
      className="w-24"
    />
  );
}

/** The field of a row: what is written is pending at once; Enter closes it, Esc takes it back. */
export function ValueEditor(props: ValueEditorProps) {
  const { edit, editing, onLeave } = props;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // A kind without a text field: its select takes the keyboard.
    if (!box.current?.contains(document.activeElement))
      box.current?.querySelector('select')?.focus();
  }, [edit.kind]);
  useEffect(() => {
    // The bar with the changes takes room from the tree when the first of them is made.
    box.current?.scrollIntoView({ block: 'nearest' });
  }, [edit.text]);
  const onKeyDown = (event: KeyboardEvent) => {
    // The tree would move, fold or type ahead.
    event.stopPropagation();
    if (event.key === 'Escape') editing.cancel();
    else if (event.key !== 'Enter' || event.nativeEvent.isComposing || !editing.finish()) return;
    event.preventDefault();
    onLeave();
  };
  const onBlur = (event: FocusEvent) => {
    const isInside =
      event.relatedTarget instanceof Node && box.current?.contains(event.relatedTarget);
    // The window itself lost the focus: the field keeps it.
    if (isInside === true || document.activeElement === event.target) return;
    editing.finish();
  };
  return (
    <div
      ref={box}
      className="flex min-w-0 grow items-center gap-1.5"
      onKeyDown={onKeyDown}
      onBlur={onBlur}
      onClick={(event) => {
        event.stopPropagation();
      }}
      onDoubleClick={(event) => {
        event.stopPropagation();
      }}
    >
      <Value {...props} />
      {edit.error === null ? (
        <s className="mono ell text-text-2">{props.before.slice(0, 200)}</s>
      ) : (
        <span className="ell text-11 text-danger" role="alert">
          {edit.error}
        </span>
      )}
      <span className="grow" />
      <IconButton
        icon={Undo2}
        label="Revert this change"
        className="h-5.5"
        onClick={() => {
          editing.revert(props.path);
          onLeave();
        }}
      />
      <Select
        label={`Kind of ${props.path}`}
        value={edit.kind}
        options={kinds}
        onChange={editing.switchTo}
        className="w-24 flex-none"
      />
    </div>
  );
}
