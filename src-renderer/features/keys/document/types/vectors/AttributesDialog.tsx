import { useId, useState } from 'react';
import { LIMITS } from '../../../../../../src-shared/limits.ts';
import { commandLine } from '../../../../../../src-shared/edit-commands.ts';
import { jsonKind, parseJsonText } from '../../../../../../src-shared/json-text.ts';
import { toBytes, toUtf8 } from '../../../../../../src-shared/redis-value.ts';
import type { AppError } from '../../../../../../src-shared/result.ts';
import { offerUndo } from '../../../../../app/removal/offer-undo.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { Button } from '../../../../../ui/Button.tsx';
import { Dialog } from '../../../../../ui/Dialog.tsx';
import { ErrorNotice } from '../../../../../ui/ErrorNotice.tsx';
import { showBytes } from '../../value/show-bytes.ts';
import { writeLock } from '../../../../../app/write-lock.ts';
import type { ValueProps } from '../value-props.ts';

const COMMAND_SHOWN = 400;

/** Why it is not what VSIM's filters read. Nothing at all is fine: no attributes. */
function whyNotAttributes(text: string): string | null {
  if (text === '') return null;
  const parsed = parseJsonText(text);
  if (!parsed.ok || jsonKind(parsed.json, 0) !== 'object') return 'Write a JSON object, or nothing';
  return toBytes(text).byteLength > LIMITS.editBytes ? 'That is too long' : null;
}

export interface AttributesDialogProps extends ValueProps {
  readonly element: Uint8Array;
  /** As they were read; null: none. */
  readonly attributes: Uint8Array | null;
  readonly onClose: () => void;
}

/** The attributes of an element as text; written only if they still are what was read. */
export function AttributesDialog(props: AttributesDialogProps) {
  const { connection, keyName, element, attributes, onClose, onReload } = props;
  const client = useClient();
  const id = useId();
  // Bytes that are no text are not shown as if they were: what is written replaces them whole.
  const before = attributes === null ? '' : toUtf8(attributes);
  const [text, setText] = useState(before ?? '');
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const wrong = whyNotAttributes(text);
  const reason =
    writeLock(connection, 'vsetattr') ?? wrong ?? (text === before ? 'Nothing is changed' : null);
  const run = async (): Promise<void> => {
    if (reason !== null || isRunning) return;
    setRunning(true);
    const after = text === '' ? null : toBytes(text);
    const input = { connection: connection.id, key: keyName, element, before: attributes, after };
    const result = await client.call('vectors.setAttributes', input);
    setRunning(false);
    if (!result.ok) {
      setError(result.error);
      return;
    }
    const { ticket } = result.value;
    offerUndo({ client, connection: connection.id, ticket, onUndone: onReload });
    onReload();
    onClose();
  };
  const line = commandLine(['vsetattr', keyName, element, text]);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Attributes of ${showBytes(element, 60)}`}
      description="Nothing is written if somebody changed them since they were read."
      footer={
        <>
          <Button keys="esc" onClick={onClose}>
            Cancel
          </Button>
          <Button
            tone="primary"
            keys="mod+enter"
            busy={isRunning}
            disabledReason={reason}
            onClick={() => void run()}
          >
            {text === '' ? 'Remove attributes' : 'Save'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <div>
          <label htmlFor={id} className="lab">
            JSON
          </label>
          <div className="field mono h-auto p-2">
            <textarea
              id={id}
              rows={8}
              spellCheck={false}
              className="w-full resize-y bg-transparent outline-none"
              value={text}
              aria-invalid={wrong !== null}
              aria-describedby={`${id}-note`}
              onChange={(event) => {
                setText(event.currentTarget.value);
                setError(null);
              }}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
                event.preventDefault();
                void run();
              }}
            />
          </div>
          <div id={`${id}-note`} className={wrong === null ? 'hint' : 'hint bad'}>
            {wrong ??
              (before === null
                ? 'They were not text: what is written here replaces them'
                : 'What the filters of VSIM read; nothing at all removes them')}
          </div>
        </div>
        <p className="mono selectable text-11 wrap-anywhere text-text-3">
          {line.length > COMMAND_SHOWN ? `${line.slice(0, COMMAND_SHOWN)}…` : line}
        </p>
        {error === null ? null : (
          <>
            <ErrorNotice error={error} className="rounded-2" />
            {error.code === 'conflict' ? (
              <Button
                size="sm"
                className="self-start"
                onClick={() => {
                  onClose();
                  onReload();
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
