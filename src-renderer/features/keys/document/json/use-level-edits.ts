import { useEffect, useRef, useState } from 'react';
import { formatJsonPath, isWritablePath } from '../../../../../src-shared/json-path.ts';
import { explainError } from '../../../../ui/explain-error.ts';
import { formatBytes } from '../../../../ui/format/bytes.ts';
import { toasts } from '../../../../ui/toast-store.ts';
import { isSecretName } from '../value/secret-names.ts';
import type { IncrementTarget } from './IncrementDialog.tsx';
import { placeOfRow } from './level-menu.ts';
import type { ValueRow } from './level-rows.ts';
import type { PathEditing } from './path-editing.ts';
import type { PathChoice } from './PathDialogs.tsx';

export interface LevelEdits {
  readonly choice: PathChoice | null;
  readonly choose: (choice: PathChoice | null) => void;
  readonly target: IncrementTarget | null;
  readonly setTarget: (target: IncrementTarget | null) => void;
  /** Opens the value as text; what its row does not hold is read first, up to 1 MB. */
  readonly edit: (row: ValueRow) => void;
  readonly increment: (row: ValueRow) => void;
}

function say(row: ValueRow, detail: string): void {
  toasts.show({ tone: 'info', message: `Not editable: ${formatJsonPath(row.steps)}`, detail });
}

/** What is being edited of a document that is not read whole. */
export function useLevelEdits(paths: PathEditing): LevelEdits {
  const [choice, choose] = useState<PathChoice | null>(null);
  const [target, setTarget] = useState<IncrementTarget | null>(null);
  const reading = useRef<AbortController | null>(null);
  useEffect(
    () => () => {
      reading.current?.abort();
    },
    [],
  );

  const readAndEdit = async (row: ValueRow): Promise<void> => {
    reading.current?.abort();
    const controller = new AbortController();
    reading.current = controller;
    const read = await paths.read(row.steps, controller.signal);
    if (controller.signal.aborted) return;
    if (!read.ok) return say(row, explainError(read.error).what);
    const { value } = read;
    if (value.is === 'gone') return say(row, 'It is not there any more: read the document again');
    if (value.is === 'tooLarge')
      return say(row, `${formatBytes(value.bytes)} in memory: above 1 MB it is not edited as text`);
    choose({ kind: 'edit', edit: { action: 'set', place: value.place } });
  };

  return {
    choice,
    choose,
    target,
    setTarget,
    edit: (row) => {
      const place = placeOfRow(row);
      if (place === null || !isWritablePath(row.steps))
        return say(row, 'RedisJSON finds or writes another value by this name');
      if (place.expected.is === 'text') choose({ kind: 'edit', edit: { action: 'set', place } });
      else void readAndEdit(row);
    },
    increment: ({ child, steps }) => {
      if (child.kind !== 'number' || child.text === null || !isWritablePath(steps)) return;
      const isSecret = child.name !== null && isSecretName(child.name);
      setTarget({ path: formatJsonPath(steps), source: isSecret ? null : child.text });
    },
  };
}
