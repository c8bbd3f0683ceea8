import { type ReactNode, useState } from 'react';
import { escapeBytes } from '../../../src-shared/redis-value.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { formatBytes } from '../../ui/format/bytes.ts';
import { formatClock } from '../../ui/format/clock.ts';
import { formatCount, formatCountOf } from '../../ui/format/count.ts';
import { TypeMark } from '../../ui/TypeMark.tsx';
import { NameList } from './NameList.tsx';
import {
  removalDialog,
  type RemovalDialogState,
  type RemovalPlan,
  type RemovalSubject,
} from './removal-store.ts';
import { MANY_KEYS } from './remove-keys.ts';

type Asking = Extract<RemovalDialogState, { status: 'asking' }>;

/** Types of the sample, most frequent first; only where the sample is all there is. */
function TypeCounts({ plan }: { readonly plan: RemovalPlan }) {
  const counts = new Map<string, number>();
  for (const { type } of plan.sample) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([type, count]) => (
      <span key={type} className="inline-flex items-center gap-1">
        <TypeMark type={type} />
        {formatCount(count)}
      </span>
    ));
}

function factsOf(subject: RemovalSubject, plan: RemovalPlan) {
  const { selection, what } = subject;
  const facts: { label: string; value: ReactNode }[] = [{ label: 'What', value: what }];
  if (selection.kind === 'pattern') {
    const pattern = <span className="mono ell">{escapeBytes(selection.match)}</span>;
    facts.push({ label: 'Pattern', value: pattern });
    if (selection.type !== null)
      facts.push({ label: 'Type', value: <TypeMark type={selection.type} /> });
  }
  if (plan.sample.length === plan.count)
    facts.push({ label: 'Contains', value: <TypeCounts plan={plan} /> });
  if (plan.bytes !== null)
    facts.push({
      label: 'Memory',
      value: `${plan.bytesExact ? '' : 'about '}${formatBytes(plan.bytes)}`,
    });
  facts.push({ label: 'Command', value: <span className="mono ell">{plan.command}</span> });
  return facts;
}

function undoOf({ undo }: RemovalPlan): { isPossible: boolean; text: string } {
  if (undo.kind === 'none') return { isPossible: false, text: `Cannot be undone: ${undo.reason}` };
  const until = formatClock(undo.untilMs);
  const text = undo.survivesQuit
    ? `Can be undone until ${until}. Values and TTLs are kept on this computer until then.`
    : `Can be undone until Redstart quits, at most until ${until}: without a system keychain what is kept cannot be read later.`;
  return { isPossible: true, text };
}

/** All names of a selection; of a pattern only what main has sampled. */
function namesOf({ subject, plan }: Asking): readonly Uint8Array[] {
  return subject.selection.kind === 'keys'
    ? subject.selection.keys
    : plan.sample.map(({ key }) => key);
}

/** The question before a delete. */
export function RemovalDialog({ state }: { readonly state: Asking }) {
  const [isAllShown, setIsAllShown] = useState(false);
  const { subject, plan, isApplying, error } = state;
  const { place } = subject;
  const names = namesOf(state);
  const count = formatCountOf(plan.count, 'key');
  const mustType = place.environment === 'production' || plan.count >= MANY_KEYS;
  const onSeeAll = names.length > 4 ? () => setIsAllShown(true) : undefined;
  return (
    <ConfirmDialog
      isOpen
      onCancel={removalDialog.cancel}
      onConfirm={removalDialog.confirm}
      environment={place.environment}
      server={`${place.name}, ${place.address}, db${place.db}`}
      title={`Delete ${count}?`}
      facts={factsOf(subject, plan)}
      sample={
        isAllShown ? undefined : { names, total: plan.count, separator: place.separator, onSeeAll }
      }
      undo={undoOf(plan)}
      typedName={mustType ? place.environment : null}
      confirmLabel={`Delete ${count}`}
      busyLabel={isApplying ? `Deleting ${count}` : null}
      error={error}
    >
      {isAllShown ? (
        <>
          <NameList label="Keys to delete" names={names} separator={place.separator} />
          {names.length < plan.count ? (
            <p className="mt-1 text-11 text-text-3">
              The first {formatCount(names.length)} of {count} that match the pattern
            </p>
          ) : null}
        </>
      ) : null}
    </ConfirmDialog>
  );
}

/** Counting takes long on a large keyspace; nothing is changed by it. */
export function PlanningDialog({ subject }: { readonly subject: RemovalSubject }) {
  return (
    <Dialog
      isOpen
      onClose={removalDialog.cancel}
      size="sm"
      title="Counting what would be deleted"
      description="The whole keyspace is scanned for the exact number. Nothing is deleted yet."
      footer={
        <Button keys="esc" onClick={removalDialog.cancel}>
          Stop
        </Button>
      }
    >
      <p className="text-12" role="status">
        {subject.what}
      </p>
    </Dialog>
  );
}

/** Names that a delete or an undo left as they were, each with its reason. */
export function ReportDialog({
  state,
}: {
  readonly state: Extract<RemovalDialogState, { status: 'report' }>;
}) {
  return (
    <Dialog isOpen onClose={removalDialog.cancel} size="lg" title={state.title}>
      <NameList
        label={state.title}
        names={state.rows.map(({ key }) => key)}
        noteOf={(index) => state.rows[index]?.reason ?? ''}
      />
    </Dialog>
  );
}
