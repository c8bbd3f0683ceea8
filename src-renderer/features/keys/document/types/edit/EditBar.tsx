import { Lock } from 'lucide-react';
import { type KeyboardEvent, Suspense, useEffect, useRef } from 'react';
import { loadLater } from '../../../../../lib/load-later.ts';
import { Button } from '../../../../../ui/Button.tsx';
import { ErrorNotice } from '../../../../../ui/ErrorNotice.tsx';
import { Field } from '../../../../../ui/Field.tsx';
import { isModKey } from '../../../../../ui/platform.ts';
import { clearToasts } from './clear-toasts.ts';
import { useJsonCheck } from '../../json/use-json-check.ts';
import { isRemoval, shownCommands } from './edit-draft.ts';
import { JsonDraft, jsonTextOf } from './JsonDraft.tsx';
import type { EditState } from './edit-store.ts';
import type { Editing } from './use-editing.ts';
import { Region } from '../../../../../ui/Region.tsx';

// Comparing is read when there is something to compare.
const EditConflict = loadLater(async () => (await import('./EditConflict.tsx')).EditConflict);

const SHOWN_COMMAND = 400;

type Open = Extract<EditState, { readonly status: 'editing' | 'saving' }>;

interface PartsProps {
  readonly editing: Editing;
  readonly state: Open;
}

/** What a new element is made of. */
function Parts({ editing, state }: PartsProps) {
  const { draft, texts } = state;
  if (draft.rowId !== null || draft.parts.length === 0) return null;
  return (
    <div className="mb-2 flex flex-wrap gap-3">
      {draft.parts.map(({ id, label }, index) => (
        <Field
          key={id}
          label={label}
          size="sm"
          mono
          className="min-w-40 grow"
          readOnly={state.status === 'saving'}
          value={texts[index] ?? ''}
          onChange={(text) => {
            editing.edits.write(index, text);
          }}
        />
      ))}
    </div>
  );
}

function saveWord(removes: boolean, isSaving: boolean, isWarned: boolean): string {
  if (removes) return isSaving ? 'Removing' : 'Remove';
  if (isSaving) return 'Saving';
  return isWarned ? 'Save anyway' : 'Save';
}

function OpenEdit({ editing, state }: PartsProps) {
  const { draft, texts } = state;
  const edit = draft.edit(...texts);
  const isSaving = state.status === 'saving';
  const [text = ''] = texts;
  const jsonText = jsonTextOf(draft, text);
  const check = useJsonCheck(jsonText ?? '');
  const isNoJson = draft.isJson === true && check.is === 'wrong';
  const isWrong = typeof edit === 'string';
  const lock = isWrong ? edit : editing.lockOf(edit);
  const removes = !isWrong && isRemoval(edit);
  const lines = isWrong ? [] : shownCommands(editing.keyName, edit, draft.hasFieldTtl === true);
  return (
    <>
      {state.error === null ? null : <ErrorNotice error={state.error} />}
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-4 px-3 pt-2.5 pb-3">
        <div className="min-w-0">
          <h2 className="ell mb-1.5 font-strong">{draft.title}</h2>
          <Parts editing={editing} state={state} />
          {jsonText === null ? null : (
            <JsonDraft
              text={jsonText}
              check={check}
              wasJson={draft.isJson === true}
              isReadOnly={isSaving}
              onWrite={(laidOut) => {
                editing.edits.write(0, laidOut);
              }}
            />
          )}
          {isWrong ? (
            <p role="alert" className="text-12 text-danger">
              {edit}
            </p>
          ) : (
            <div aria-label="Commands" role="group">
              {lines.map((line, index) => (
                <div
                  key={index}
                  className="mono ell selectable text-12 text-text-2"
                  title={line.slice(0, 4_000)}
                >
                  {line.slice(0, SHOWN_COMMAND)}
                </div>
              ))}
            </div>
          )}
        </div>
        <div className="flex items-center gap-2">
          <Button keys="esc" onClick={editing.edits.cancel}>
            Cancel
          </Button>
          <Button
            tone={removes ? 'danger' : 'primary'}
            icon={lock === null || isWrong ? undefined : Lock}
            keys="mod+s"
            busy={isSaving}
            disabledReason={isSaving ? null : lock}
            onClick={editing.save}
          >
            {saveWord(removes, isSaving, isNoJson && !isWrong)}
          </Button>
        </div>
      </div>
    </>
  );
}

export interface EditBarProps {
  readonly editing: Editing;
}

/** What the edit that is under way would run, and what stands in its way. */
export function EditBar({ editing }: EditBarProps) {
  const { state, edits } = editing;
  const bar = useRef<HTMLElement>(null);
  const draft = state.status === 'idle' ? null : state.draft;
  useEffect(() => {
    if (draft !== null) clearToasts();
  }, [draft]);
  useEffect(() => {
    // A cell that is edited has the keyboard itself.
    if (draft === null || (draft.rowId !== null && draft.parts.length > 0)) return;
    const first = bar.current?.querySelector('input, textarea, button:last-of-type');
    if (first instanceof HTMLElement) first.focus();
  }, [draft]);
  if (state.status === 'idle') return null;
  const onKeyDown = (event: KeyboardEvent) => {
    const isField = event.target instanceof HTMLInputElement;
    if (event.key === 'Escape') edits.cancel();
    else if (isModKey(event) && event.key.toLowerCase() === 's') editing.save();
    else if (event.key === 'Enter' && isField && !event.nativeEvent.isComposing) editing.save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Region
      ref={bar}
      aria-label="Edit"
      className="flex-none border-t border-border-2 bg-surface-3"
      onKeyDown={onKeyDown}
    >
      {state.status === 'conflict' ? (
        <Suspense>
          <EditConflict editing={editing} state={state} />
        </Suspense>
      ) : (
        <OpenEdit editing={editing} state={state} />
      )}
    </Region>
  );
}
