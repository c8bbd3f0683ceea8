import { type FormEvent, type KeyboardEvent, useState } from 'react';
import type { OpenConnection } from '../../../../../src-shared/contract/connections.ts';
import {
  escapeBytes,
  equalBytes,
  parseEscaped,
  quoteArgument,
} from '../../../../../src-shared/redis-value.ts';
import type { AppError } from '../../../../../src-shared/result.ts';
import { offerUndo } from '../../../../app/removal/offer-undo.ts';
import { useClient } from '../../../../client/client-context.ts';
import { Button } from '../../../../ui/Button.tsx';
import { explainError } from '../../../../ui/explain-error.ts';
import { Field } from '../../../../ui/Field.tsx';
import { writeLock } from '../../../../app/write-lock.ts';

export interface RenameFormProps {
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
  readonly onClose: () => void;
  readonly onRenamed: (to: Uint8Array, from: Uint8Array) => void;
}

function explain(error: AppError): string {
  // The new name is taken: what is meant is the key of that name, not a value.
  if (error.code === 'conflict') return error.message;
  const { what, words } = explainError(error);
  return words === null ? what : `${what} ${words}`;
}

/** The new name in the place of the old one; RENAMENX never writes over a key that is there. */
export function RenameForm({ connection, keyName, onClose, onRenamed }: RenameFormProps) {
  const client = useClient();
  const [text, setText] = useState(() => escapeBytes(keyName));
  const [isRunning, setIsRunning] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const to = parseEscaped(text);
  const isSame = to !== null && equalBytes(to, keyName);
  const lock = writeLock(connection, 'renamenx');
  const problem = to === null ? 'Write a backslash as \\\\, a byte as \\x00' : error;
  const reason =
    lock ?? (to === null ? 'The name is not finished' : isSame ? 'It is the same name' : null);

  const submit = async (): Promise<void> => {
    if (to === null || reason !== null || isRunning) return;
    setIsRunning(true);
    const result = await client.call('keys.rename', {
      connection: connection.id,
      key: keyName,
      to,
    });
    setIsRunning(false);
    if (!result.ok) {
      setError(explain(result.error));
      return;
    }
    onClose();
    onRenamed(to, keyName);
    const onUndone = () => {
      onRenamed(keyName, to);
    };
    offerUndo({ client, connection: connection.id, ticket: result.value, onUndone });
  };

  return (
    <form
      className="flex min-w-0 grow items-start gap-2"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      <Field
        label="New name"
        labelHidden
        mono
        size="sm"
        autoFocus
        className="grow"
        value={text}
        error={problem}
        hint={
          <span className="mono text-11 wrap-anywhere">
            RENAMENX {quoteArgument(keyName.subarray(0, 120))}{' '}
            {to === null ? '' : quoteArgument(to.subarray(0, 120))}
          </span>
        }
        onFocus={(event) => {
          event.currentTarget.select();
        }}
        onChange={(next) => {
          setText(next);
          setError(null);
        }}
      />
      <Button size="sm" onClick={onClose}>
        Cancel
      </Button>
      <Button size="sm" type="submit" tone="primary" busy={isRunning} disabledReason={reason}>
        Rename
      </Button>
    </form>
  );
}
