import { useEffect, useRef } from 'react';
import { formatJsonPath, isWritablePath } from '../../../../../src-shared/json-path.ts';
import { isSecretName } from '../../../../../src-shared/json-secrets.ts';
import { parseJsonText } from '../../../../../src-shared/json-text.ts';
import { explainError } from '../../../../ui/explain-error.ts';
import { formatBytes } from '../../../../ui/format/bytes.ts';
import { toasts } from '../../../../ui/toast-store.ts';
import { placeOfRow } from './level-menu.ts';
import type { ValueRow } from './level-rows.ts';
import { type JsonPlace, placeOfText } from './path-edits.ts';
import type { OnChoose, PathChoice } from './PathDialogs.tsx';
import type { JsonStores } from './use-json-document.ts';

export interface LevelEdits {
  /** Opens what was chosen, once its place is read, so that the change can be shown; of more than 1 MB its size will do. */
  readonly choose: (choice: PathChoice) => void;
  /** Opens the value as text; what its row does not hold is read first, up to 1 MB. */
  readonly edit: (row: ValueRow) => void;
  readonly increment: (row: ValueRow) => void;
}

function say({ steps }: Pick<JsonPlace, 'steps'>, detail: string): void {
  toasts.show({ tone: 'info', message: `Not editable: ${formatJsonPath(steps)}`, detail });
}

const OTHER = 'Somebody changed it: read the document again';

/** Editing of a document that is not read whole: a place is read when it is edited. */
export function useLevelEdits({ paths, editing }: JsonStores, onChoose: OnChoose): LevelEdits {
  const reading = useRef<AbortController | null>(null);
  useEffect(
    () => () => {
      reading.current?.abort();
    },
    [],
  );

  /** The place with its text, where it has to be read for that and is not large; says why where it is not to be had. */
  const readPlace = async (place: JsonPlace): Promise<JsonPlace | null> => {
    if (place.expected.is === 'text') return place;
    reading.current?.abort();
    const controller = new AbortController();
    reading.current = controller;
    const read = await paths.read(place.steps, controller.signal);
    if (controller.signal.aborted) return null;
    const failed = (detail: string): null => {
      say(place, detail);
      return null;
    };
    if (!read.ok) return failed(explainError(read.error).what);
    const now = read.value;
    if (now.is === 'gone') return failed('It is not there any more: read the document again');
    const found =
      now.is === 'text'
        ? placeOfText(place.steps, now.text)
        : {
            ...place,
            size: now.kind === 'string' ? 0 : now.size,
            expected: { is: 'size' as const, kind: now.kind, size: now.size },
          };
    // An index that was chosen may be another element by now.
    const isSame =
      found.kind === place.kind &&
      found.size === place.size &&
      (found.expected.is === 'text' || found.expected.kind === place.kind);
    return isSame ? found : failed(OTHER);
  };

  const openText = async (row: ValueRow, place: JsonPlace): Promise<void> => {
    const read = await readPlace(place);
    if (read === null) return;
    if (read.expected.is !== 'text')
      return say(row, `${formatBytes(read.expected.size)}: above 1 MB it is not edited as text`);
    const parsed = parseJsonText(read.expected.text);
    const open = parsed.ok
      ? editing.openText({ json: parsed.json, node: 0, steps: row.steps })
      : null;
    if (open !== null) onChoose({ kind: 'text', open });
  };

  const open = async (choice: PathChoice): Promise<void> => {
    // A new member is compared by its own place.
    if (choice.kind === 'edit' && choice.edit.action !== 'member') {
      const place = await readPlace(choice.edit.place);
      if (place !== null) onChoose({ kind: 'edit', edit: { ...choice.edit, place } });
    } else if (choice.kind === 'remove') {
      const place = await readPlace(choice.removal.place);
      if (place !== null) onChoose({ kind: 'remove', removal: { ...choice.removal, place } });
    } else onChoose(choice);
  };

  return {
    choose: (choice) => void open(choice),
    edit: (row) => {
      const place = placeOfRow(row);
      if (place === null || !isWritablePath(row.steps))
        return say(row, 'RedisJSON finds or writes another value by this name');
      void openText(row, place);
    },
    increment: (row) => {
      const place = placeOfRow(row);
      if (place?.kind !== 'number' || !isWritablePath(row.steps)) return;
      const isHidden = row.child.name !== null && isSecretName(row.child.name);
      onChoose({ kind: 'increment', target: { place, isHidden } });
    },
  };
}
