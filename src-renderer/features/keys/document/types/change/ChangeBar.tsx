import { Lock, Plus } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Button } from '../../../../../ui/Button.tsx';
import { Checkbox } from '../../../../../ui/Checkbox.tsx';
import { ErrorNotice } from '../../../../../ui/ErrorNotice.tsx';
import { formatCount } from '../../../../../ui/format/count.ts';
import { Field } from '../../../../../ui/Field.tsx';
import { isModKey } from '../../../../../ui/platform.ts';
import type { PlanId } from '../../../../../../src-shared/contract/define.ts';
import { clearToasts } from '../edit/clear-toasts.ts';
import type { ChangeState, PlanState } from './change-store.ts';
import { ChangeConfirm, needsWord } from './ChangeConfirm.tsx';
import type { Changing } from './changing.ts';
import { Region } from '../../../../../ui/Region.tsx';

const SHOWN_COMMAND = 400;
/** Commands that are shown of many: the last one ends what the others begin. */
const SHOWN_COMMANDS = 4;

interface Planned {
  readonly plan: PlanId;
}

interface OpenProps<Change, Plan extends Planned, Made> {
  readonly changing: Changing<Change, Plan, Made>;
  readonly state: Extract<ChangeState<Change, Plan>, { readonly status: 'open' }>;
}

function partAt<Change, Plan extends Planned>(
  { draft }: OpenProps<Change, Plan, unknown>['state'],
  index: number,
) {
  const known = draft.parts[index];
  const repeated = draft.repeat?.count ?? 0;
  if (repeated === 0) return known;
  const first = draft.parts.length - repeated;
  const part = known ?? draft.parts[first + ((index - first) % repeated)];
  if (part === undefined || index < first) return part;
  return { ...part, label: `${part.label} ${Math.floor((index - first) / repeated) + 1}` };
}

function Parts<Change, Plan extends Planned, Made>({
  changing,
  state,
}: OpenProps<Change, Plan, Made>) {
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

function CommandLines({ lines }: { readonly lines: readonly string[] }) {
  const isLong = lines.length > SHOWN_COMMANDS;
  const first = isLong ? lines.slice(0, SHOWN_COMMANDS - 2) : lines;
  const last = isLong ? lines.slice(-1) : [];
  const line = (text: string, at: number) => (
    <div key={at} className="mono ell selectable text-12 text-text-2" title={text.slice(0, 4_000)}>
      {text.slice(0, SHOWN_COMMAND)}
    </div>
  );
  return (
    <div aria-label="Commands" role="group">
      {first.map(line)}
      {isLong ? (
        <div className="text-12 text-text-3">
          and {formatCount(lines.length - first.length - last.length)} more such commands, then
        </div>
      ) : null}
      {last.map((text) => line(text, -1))}
    </div>
  );
}

interface SaidProps<Change, Plan extends Planned, Made> {
  readonly changing: Changing<Change, Plan, Made>;
  readonly plan: PlanState<Change, Plan>;
}

/** The commands, what they touch, and whether it can be taken back. */
function Said<Change, Plan extends Planned, Made>({
  changing,
  plan,
}: SaidProps<Change, Plan, Made>) {
  if (plan.is === 'wrong')
    return (
      <p role="alert" className="text-12 text-danger">
        {plan.why}
      </p>
    );
  const { change } = plan;
  const { words } = changing;
  const isPlanned = plan.is === 'ready' || plan.is === 'applying';
  const impact = isPlanned ? words.impact(change, plan.plan) : '';
  const undo = isPlanned ? words.undo(change, plan.plan) : null;
  return (
    <>
      <CommandLines lines={words.commands(change)} />
      <p role="status" className="mt-1 min-h-4 text-12">
        {impact === '' ? null : <span className="mr-2">{impact}.</span>}
        {undo === null ? null : (
          <span className={undo.isPossible ? 'text-text-3' : 'text-warning'}>{undo.text}</span>
        )}
      </p>
    </>
  );
}

function Buttons<Change, Plan extends Planned, Made>({
  changing,
  state,
  onApply,
}: OpenProps<Change, Plan, Made> & { readonly onApply: () => void }) {
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

export interface ChangeBarProps<Change, Plan extends Planned, Made> {
  readonly changing: Changing<Change, Plan, Made>;
}

/** A change before it is made: its parts, its command, what it would do. */
export function ChangeBar<Change, Plan extends Planned, Made>({
  changing,
}: ChangeBarProps<Change, Plan, Made>) {
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
    if (needsWord(changing, state.draft, plan)) setIsAsking(true);
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
          changing={changing}
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
