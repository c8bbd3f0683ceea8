import { ChevronDown, Copy, Lock, Pencil, Trash2 } from 'lucide-react';
import type { OpenConnection } from '../../../../../src-shared/contract/connections.ts';
import { useClient } from '../../../../client/client-context.ts';
import { Button } from '../../../../ui/Button.tsx';
import { IconButton } from '../../../../ui/IconButton.tsx';
import { KeyName } from '../../../../ui/KeyName.tsx';
import { Menu } from '../../../../ui/Menu.tsx';
import { TypeMark } from '../../../../ui/TypeMark.tsx';
import { copyText } from '../copy-text.ts';
import type { ReadyHead } from '../head-store.ts';
import { copyableText, toBase64 } from '../value/copy-bytes.ts';
import { writeLock } from '../../../../app/write-lock.ts';
import { readCommand } from './copy-commands.ts';
import { FactsLine } from './FactsLine.tsx';
import { Marking } from './Marking.tsx';
import { Notes } from './Notes.tsx';
import { RenameForm } from './RenameForm.tsx';
import { TtlPopover } from './TtlPopover.tsx';

export type HeadPanel = 'ttl' | 'rename' | null;

export interface DocumentHeadProps {
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
  readonly state: ReadyHead;
  /** What is open: by button, or by the keys of the pane. */
  readonly panel: HeadPanel;
  readonly onPanel: (panel: HeadPanel) => void;
  readonly onChanged: () => void;
  readonly onRenamed: (to: Uint8Array, from: Uint8Array) => void;
  readonly onDelete: () => void;
}

function Actions(props: DocumentHeadProps) {
  const { connection, keyName, state, onPanel } = props;
  const client = useClient();
  const renameLock = writeLock(connection, 'renamenx');
  const deleteLock = writeLock(connection, 'unlink');
  const { ttlMs } = state.head;
  const { expiresAtMs } = state;
  const command = readCommand(state.head.type, keyName);
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button size="sm" icon={Copy} endIcon={ChevronDown}>
            Copy as
          </Button>
        }
        entries={[
          {
            label: 'Name',
            onSelect: () => void copyText(client, copyableText(keyName), 'the name'),
          },
          {
            label: 'redis-cli command',
            keys: 'mod+shift+c',
            onSelect: () => void copyText(client, command, 'the command'),
          },
          {
            label: 'Name as base64',
            onSelect: () => void copyText(client, toBase64(keyName), 'the name as base64'),
          },
        ]}
      />
      <TtlPopover
        connection={connection}
        keyName={keyName}
        ttlMs={ttlMs === 'refused' ? null : ttlMs}
        expiresAtMs={expiresAtMs === 'refused' ? null : expiresAtMs}
        isUnreadable={ttlMs === 'refused'}
        isOpen={props.panel === 'ttl'}
        onOpenChange={(isOpen) => {
          onPanel(isOpen ? 'ttl' : null);
        }}
        onChanged={props.onChanged}
      />
      <Button
        size="sm"
        icon={renameLock === null ? Pencil : Lock}
        disabledReason={renameLock}
        onClick={() => {
          onPanel('rename');
        }}
      >
        Rename
      </Button>
      <Button
        size="sm"
        tone="danger-soft"
        icon={deleteLock === null ? Trash2 : Lock}
        disabledReason={deleteLock}
        onClick={props.onDelete}
      >
        Delete
      </Button>
    </>
  );
}

/** Name, actions and facts of a key. */
export function DocumentHead(props: DocumentHeadProps) {
  const { connection, keyName, state, panel, onPanel } = props;
  const client = useClient();
  return (
    <header className="flex flex-none flex-col gap-2 border-b border-border-1 px-3 pt-3 pb-2.5">
      <div className="flex min-h-control-sm min-w-0 flex-wrap items-start gap-2.5">
        <span className="flex h-control-sm flex-none items-center">
          <TypeMark type={state.head.type} size="lg" />
        </span>
        {panel === 'rename' ? (
          <RenameForm
            connection={connection}
            keyName={keyName}
            onClose={() => {
              onPanel(null);
            }}
            onRenamed={props.onRenamed}
          />
        ) : (
          <>
            <div className="flex h-control-sm min-w-60 grow basis-0 items-center gap-2.5">
              <h1 className="flex min-w-0 [&_.key-name]:text-15">
                <KeyName name={keyName} separator={connection.separators} strong />
              </h1>
              <Marking connection={connection} keyName={keyName} />
              <IconButton
                icon={Copy}
                label="Copy the name"
                onClick={() => void copyText(client, copyableText(keyName), 'the name')}
              />
            </div>
            <div className="flex flex-none gap-2.5">
              <Actions {...props} />
            </div>
          </>
        )}
      </div>
      <FactsLine state={state} connection={connection.id} keyName={keyName} />
      <Notes connection={connection.id} keyName={keyName} />
    </header>
  );
}
