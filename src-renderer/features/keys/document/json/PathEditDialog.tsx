import { type KeyboardEvent, useState } from 'react';
import { formatJsonPath } from '../../../../../src-shared/json-path.ts';
import { Button } from '../../../../ui/Button.tsx';
import { Dialog } from '../../../../ui/Dialog.tsx';
import { Field } from '../../../../ui/Field.tsx';
import { formatBytes } from '../../../../ui/format/bytes.ts';
import { formatCountOf } from '../../../../ui/format/count.ts';
import { withoutHidden } from '../value/hidden-characters.ts';
import { isSecretName } from '../../../../../src-shared/json-secrets.ts';
import { showCommand } from './json-command.ts';
import { JoinButton, JoinNotice } from './JoinPending.tsx';
import type { PendingJoin } from './pending-commands.ts';
import { buildEdit, type PathEdit } from './path-edits.ts';

interface Wording {
  readonly title: string;
  readonly label: string | null;
  readonly hint: string | null;
}

const elements = 'JSON; several with commas between them';

const wordings: Readonly<Record<PathEdit['action'], Wording>> = {
  strappend: { title: 'Append to', label: 'Text', hint: null },
  arrappend: { title: 'Append to', label: 'Elements', hint: elements },
  arrinsert: { title: 'Insert into', label: 'Elements', hint: elements },
  merge: {
    title: 'Merge into',

    label: 'Members',
    hint: 'A JSON object: null removes a member, any other value sets it',
  },
  toggle: { title: 'Toggle', label: null, hint: null },
  member: { title: 'Add a member to', label: 'Value', hint: 'JSON' },
};

export interface PathEditDialogProps {
  readonly edit: PathEdit;
  readonly keyName: Uint8Array;
  readonly lock: string | null;
  readonly join: PendingJoin;
  readonly onClose: () => void;
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

/** One command at one place: its fields, and the command as it will be run once the pending changes are saved. */
export function PathEditDialog({ edit, keyName, lock, join, onClose }: PathEditDialogProps) {
  const wording = wordings[edit.action];
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const [index, setIndex] = useState(edit.action === 'arrinsert' ? String(edit.index) : '');
  const built = buildEdit(edit, { name, text, index });
  const why = built.ok ? join.reasonOf(built.command) : null;
  const reason = built.ok ? (why?.reason ?? null) : built.error;

  const add = (): void => {
    if (!built.ok || reason !== null) return;
    join.add(built.command);
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    if (!(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    add();
  };

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`${wording.title} ${withoutHidden(formatJsonPath(edit.place.steps)).slice(0, 60)}`}
      description={
        <span className="wrap-anywhere">
          {withoutHidden(describe(edit))} Nothing is written until the pending changes are saved.
        </span>
      }
      footer={
        <>
          <Button keys="esc" onClick={onClose}>
            Cancel
          </Button>
          <JoinButton
            reason={reason}
            keys={wording.label === null ? undefined : 'enter'}
            onJoin={add}
          />
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
        {wording.label === null ? null : (
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
            {showCommand(built.command.words[0], keyName, ...built.command.words.slice(1))}
          </p>
        ) : null}
        <JoinNotice join={join} why={why} lock={lock} onClose={onClose} />
      </div>
    </Dialog>
  );
}
