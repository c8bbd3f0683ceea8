import { Lock, Plus } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { commandLine } from '../../../../../../../src-shared/edit-commands.ts';
import { streamCommand } from '../../../../../../../src-shared/stream-commands.ts';
import { Button } from '../../../../../../ui/Button.tsx';
import { Checkbox } from '../../../../../../ui/Checkbox.tsx';
import { ErrorNotice } from '../../../../../../ui/ErrorNotice.tsx';
import { Field } from '../../../../../../ui/Field.tsx';
import { isModKey } from '../../../../../../ui/platform.ts';
import { clearToasts } from '../../edit/clear-toasts.ts';
import type { ChangeState, PlanState } from './change-store.ts';
import { ChangeConfirm, needsWord } from './ChangeConfirm.tsx';
import { impactWords, undoWords } from './impact-words.ts';
import type { Changing } from './use-changing.ts';
import { Region } from '../../../../../../ui/Region.tsx';

const SHOWN_COMMAND = 400;

interface OpenProps {
  readonly changing: Changing;
  readonly state: Extract<ChangeState, { readonly status: 'open' }>;
}

function partAt({ draft }: OpenProps['state'], index: number) {
  const known = draft.parts[index];
  const repeated = draft.repeat?.count ?? 0;
  if (repeated === 0) return known;
  const first = draft.parts.length - repeated;
  const part = known ?? draft.parts[first + ((index - first) % repeated)];
  if (part === undefined || index < first) return part;
  return { ...part, label: `${part.label} ${Math.floor((index - first) / repeated) + 1}` };
}

function Parts({ changing, state }: OpenProps) {
  const { changes } = changing;
  const { draft, texts } = state;
  if (texts.length === 0) return null;
  return (
    <div className="-mx-0.5 mb-2 grid max-h-56 grid-cols-2 items-end gap-x-3 gap-y-2 overflow-auto px-0.5 pb-0.5">
      {texts.map((text, index) => {
        const part = partAt(state, index);
        return (
          <Field
            key={index}
            label={part?.label ?? ''}
            placeholder={part?.placeholder}
            size="sm"
            mono
            className={texts.length % 2 === 1 && index === 0 ? 'col-span-2' : undefined}
            readOnly={state.plan.is === 'applying'}
            value={text}
            onChange={(typed) => {
              changes.write(index, typed);
            }}
          />
        );
      })}
      {draft.repeat === undefined ? null : (
        <Button
          className="justify-self-start"
          size="sm"
          tone="ghost"
          icon={Plus}
          onClick={changes.repeat}
        >
          {draft.repeat.label}
        </Button>
      )}
      {draft.option === undefined ? null : (
        <Checkbox
          className="col-span-2"
          label={draft.option}
          checked={state.isChosen}
          onChange={changes.choose}
        />
      )}
    </div>
  );
}

/** The command, what it touches, and whether it can be taken back. */
function Said({ changing, plan }: { readonly changing: Changing; readonly plan: PlanState }) {
  if (plan.is === 'wrong')
    return (
      <p role="alert" className="text-12 text-danger">
        {plan.why}
      </p>
    );
  const { change } = plan;
  const line = commandLine(streamCommand(changing.keyName, change));
  const isPlanned = plan.is === 'ready' || plan.is === 'applying';
  const words = isPlanned ? impactWords(change, plan.plan.impact) : '';
  return (
    <>
      <div
        aria-label="Commands"
        role="group"
        className="mono ell selectable text-12 text-text-2"
        title={line.slice(0, 4_000)}
      >
        {line.slice(0, SHOWN_COMMAND)}
      </div>
      <p role="status" className="mt-1 min-h-4 text-12">
        {words === '' ? null : <span className="mr-2">{words}.</span>}
        {isPlanned ? (
          <span className={plan.plan.undo.kind === 'none' ? 'text-warning' : 'text-text-3'}>
            {undoWords(change, plan.plan.undo)}
          </span>
        ) : null}
      </p>
    </>
  );
}

function Buttons({ changing, state, onApply }: OpenProps & { readonly onApply: () => void }) {
  const { changes } = changing;
  const { draft, plan } = state;
  const lock = plan.is === 'wrong' ? null : changing.lockOf(plan.change);
  const waits = plan.is === 'planning' ? 'Looking at what it would do' : null;
  const isApplying = plan.is === 'applying';
  return (
    <div className="flex items-center gap-2">
      <Button keys="esc" onClick={changes.cancel}>
        Cancel
      </Button>
      {plan.is === 'failed' ? (
        <Button tone="primary" onClick={changes.lookAgain}>
          Look again
        </Button>
      ) : (
        <Button
          tone={draft.isRemoval ? 'danger' : 'primary'}
          icon={lock === null ? undefined : Lock}
          keys="mod+s"
          busy={isApplying}
          disabledReason={isApplying ? null : plan.is === 'wrong' ? plan.why : (lock ?? waits)}
          onClick={onApply}
        >
          {draft.verb}
        </Button>
      )}
    </div>
  );
}

export interface ChangeBarProps {
  readonly changing: Changing;
}

/** A change of the stream before it is made: its parts, its command, what it would do. */
export function ChangeBar({ changing }: ChangeBarProps) {
  const { state, changes } = changing;
  const bar = useRef<HTMLElement>(null);
  const [isAsking, setIsAsking] = useState(false);
  const draft = state.status === 'idle' ? null : state.draft;
  const texts = state.status === 'idle' ? 0 : state.texts.length;
  useEffect(() => {
    if (draft !== null) clearToasts();
  }, [draft]);
  useEffect(() => {
    if (draft === null) return;
    const fields = [...(bar.current?.querySelectorAll('input[type="text"]') ?? [])];
    const repeated = draft.repeat?.count ?? 0;
    const added = texts > draft.parts.length ? fields.at(-repeated) : fields[0];
    const first = added ?? bar.current?.querySelector('button:last-of-type');
    if (first instanceof HTMLElement) first.focus();
  }, [draft, texts]);
  if (state.status === 'idle') return null;
  const { plan } = state;
  const onApply = () => {
    if (plan.is !== 'ready' || changing.lockOf(plan.change) !== null) return;
    if (needsWord(state.draft, plan, changing.connection)) setIsAsking(true);
    else void changes.apply();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isField = event.target instanceof HTMLInputElement && event.target.type === 'text';
    const applies =
      (isModKey(event) && event.key.toLowerCase() === 's') ||
      (event.key === 'Enter' && isField && !event.nativeEvent.isComposing);
    if (event.key === 'Escape') changes.cancel();
    else if (!applies) return;
    else onApply();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <Region
        ref={bar}
        aria-label="Change"
        className="flex-none border-t border-border-2 bg-surface-3"
        onKeyDown={onKeyDown}
      >
        {state.plan.is === 'failed' ? <ErrorNotice error={state.plan.error} /> : null}
        <div className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-4 px-3 pt-2.5 pb-3">
          <div className="min-w-0">
            <h2 className="ell mb-1.5 font-strong">{state.draft.title}</h2>
            <Parts changing={changing} state={state} />
            <Said changing={changing} plan={state.plan} />
          </div>
          <Buttons changing={changing} state={state} onApply={onApply} />
        </div>
      </Region>
      {isAsking && plan.is === 'ready' ? (
        <ChangeConfirm
          connection={changing.connection}
          keyName={changing.keyName}
          draft={state.draft}
          planned={plan}
          onCancel={() => {
            setIsAsking(false);
          }}
          onConfirm={() => {
            setIsAsking(false);
            void changes.apply();
          }}
        />
      ) : null}
    </>
  );
}
