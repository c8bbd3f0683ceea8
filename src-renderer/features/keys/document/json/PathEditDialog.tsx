import { type KeyboardEvent, useState } from 'react';
import { formatJsonPath } from '../../../../../src-shared/json-path.ts';
import type { AppError } from '../../../../../src-shared/result.ts';
import { Button } from '../../../../ui/Button.tsx';
import { Dialog } from '../../../../ui/Dialog.tsx';
import { ErrorNotice } from '../../../../ui/ErrorNotice.tsx';
import { Field } from '../../../../ui/Field.tsx';
import { formatBytes } from '../../../../ui/format/bytes.ts';
import { formatCountOf } from '../../../../ui/format/count.ts';
import { withoutHidden } from '../value/hidden-characters.ts';
import { isSecretName } from '../value/secret-names.ts';
import { showCommand } from './json-command.ts';
import { JsonTextArea } from './JsonTextArea.tsx';
import { JoinButton, JoinNotice } from './JoinPending.tsx';
import type { PendingJoin } from './pending-commands.ts';
import type { PathEditing } from './path-editing.ts';
import { buildEdit, type PathEdit } from './path-edits.ts';
import { useJsonCheck } from './use-json-check.ts';

interface Wording {
  readonly title: string;
  readonly action: string;
  readonly label: string | null;
  readonly hint: string | null;
}

const elements = 'JSON; several with commas between them';

const wordings: Readonly<Record<PathEdit['action'], Wording>> = {
  strappend: { title: 'Append to', action: 'Append', label: 'Text', hint: null },
  arrappend: { title: 'Append to', action: 'Append', label: 'Elements', hint: elements },
  arrinsert: { title: 'Insert into', action: 'Insert', label: 'Elements', hint: elements },
  merge: {
    title: 'Merge into',
    action: 'Merge',
    label: 'Members',
    hint: 'A JSON object: null removes a member, any other value sets it',
  },
  toggle: { title: 'Toggle', action: 'Toggle', label: null, hint: null },
  set: { title: 'Set', action: 'Set', label: 'Value', hint: 'JSON' },
  member: { title: 'Add a member to', action: 'Add', label: 'Value', hint: 'JSON' },
};

export interface PathEditDialogProps {
  readonly edit: PathEdit;
  readonly keyName: Uint8Array;
  readonly lock: string | null;
  readonly editing: PathEditing;
  readonly join: PendingJoin | null;
  readonly onClose: () => void;
  /** After somebody else's change: reads the document again. */
  readonly onReread: () => void;
}

function describe({ place }: PathEdit): string {
  const name = place.steps.at(-1);
  if (typeof name === 'string' && isSecretName(name)) return 'It is not shown here by its name.';
  if (place.kind === 'string' && place.expected.is === 'size')
    return `It had ${formatBytes(place.expected.size)} when it was read.`;
  if (place.expected.is === 'text' && place.kind !== 'object' && place.kind !== 'array')
    return `It was ${place.expected.text.slice(0, 120)} when it was read.`;
  const size =
    place.kind === 'array'
      ? formatCountOf(place.size, 'element')
      : formatCountOf(place.size, 'member');
  return `It had ${size} when it was read.`;
}

/** One command at one place: its fields, and the command as it will be run. */
export function PathEditDialog(props: PathEditDialogProps) {
  const { edit, keyName, lock, editing, join, onClose, onReread } = props;
  const wording = wordings[edit.action];
  const [name, setName] = useState('');
  const [text, setText] = useState(
    edit.action === 'set' && edit.place.expected.is === 'text' ? edit.place.expected.text : '',
  );
  const check = useJsonCheck(text);
  const [index, setIndex] = useState(edit.action === 'arrinsert' ? String(edit.index) : '');
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const built = buildEdit(edit, { name, text, index });
  const command =
    built.ok && built.built.kind === 'edit'
      ? { place: edit.place, edit: built.built.edit, words: built.built.words }
      : null;
  const joining = {
    // A new member is no place that was read; a value of a document read whole is edited in its row.
    join: edit.action === 'member' || edit.action === 'set' ? null : join,
    command,
    why: command === null ? null : (join?.reasonOf(command) ?? null),
    lock,
    onClose,
  };

  const run = async (): Promise<void> => {
    if (!built.ok || lock !== null || isRunning) return;
    setRunning(true);
    const result = await editing.edit(edit.place, built.built);
    setRunning(false);
    if (result.ok) onClose();
    else setError(result.error);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    if (!(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    void run();
  };

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size={edit.action === 'set' ? 'xl' : 'md'}
      title={`${wording.title} ${withoutHidden(formatJsonPath(edit.place.steps)).slice(0, 60)}`}
      description={
        <span className="wrap-anywhere">
          {withoutHidden(describe(edit))} Nothing is written if somebody changed it since.
        </span>
      }
      footer={
        <>
          <Button keys="esc" onClick={onClose}>
            Cancel
          </Button>
          <JoinButton {...joining} />
          <Button
            tone="primary"
            keys={
              wording.label === null ? undefined : edit.action === 'set' ? 'mod+enter' : 'enter'
            }
            busy={isRunning}
            disabledReason={lock ?? (built.ok ? null : built.error)}
            onClick={() => void run()}
          >
            {wording.action}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3" onKeyDown={onKeyDown}>
        {edit.action === 'member' ? (
          <Field label="Name" mono autoFocus value={name} onChange={setName} />
        ) : null}
        {edit.action === 'arrinsert' ? (
          <Field
            label="Before index"
            mono
            className="w-32"
            inputMode="numeric"
            value={index}
            onChange={setIndex}
          />
        ) : null}
        {edit.action === 'set' ? (
          <JsonTextArea
            label="Value"
            text={text}
            check={check}
            onChange={setText}
            onSubmit={() => void run()}
          />
        ) : null}
        {wording.label === null || edit.action === 'set' ? null : (
          <Field
            label={wording.label}
            mono
            value={text}
            onChange={setText}
            hint={wording.hint}
            error={text === '' || built.ok ? null : built.error}
          />
        )}
        {built.ok ? (
          <p className="mono selectable text-11 wrap-anywhere text-text-3">
            {showCommand(built.built.words[0], keyName, ...built.built.words.slice(1))}
          </p>
        ) : null}
        <JoinNotice join={joining.join} why={joining.why} lock={lock} onClose={onClose} />
        {error === null ? null : (
          <>
            <ErrorNotice error={error} className="rounded-2" />
            {error.code === 'conflict' ? (
              <Button
                size="sm"
                onClick={() => {
                  onClose();
                  onReread();
                }}
              >
                Read again
              </Button>
            ) : null}
          </>
        )}
      </div>
    </Dialog>
  );
}
