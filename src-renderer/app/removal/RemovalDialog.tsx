import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { BulkPlan } from '../../../src-shared/contract/bulk.ts';
import { escapeBytes } from '../../../src-shared/redis-value.ts';
import { Banner } from '../../ui/Banner.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { formatBytes } from '../../ui/format/bytes.ts';
import { formatClock } from '../../ui/format/clock.ts';
import { formatCount, formatCountOf } from '../../ui/format/count.ts';
import { formatDuration } from '../../ui/format/duration.ts';
import { TypeMark } from '../../ui/TypeMark.tsx';
import { NameList } from './NameList.tsx';
import { removalDialog, type RemovalDialogState, type RemovalSubject } from './removal-store.ts';
import { actionDetail, actionTitle, countText, isWholeDatabase } from './bulk-words.ts';
import { MANY_KEYS } from './run-bulk.ts';

type Asking = Extract<RemovalDialogState, { status: 'asking' }>;

/** Types of the sample, most frequent first; only where the sample is all there is. */
function TypeCounts({ plan }: { readonly plan: BulkPlan }) {
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

function factsOf(subject: RemovalSubject, plan: BulkPlan) {
  const { selection, what, action } = subject;
  const facts: { label: string; value: ReactNode }[] = [{ label: 'What', value: what }];
  const detail = actionDetail(action);
  if (detail !== null) facts.push(detail);
  if (selection.kind === 'pattern') {
    const pattern = <span className="mono ell">{escapeBytes(selection.match)}</span>;
    facts.push({ label: 'Pattern', value: pattern });
    if (selection.prefix !== null) {
      const prefix = <span className="mono ell">{escapeBytes(selection.prefix)}</span>;
      facts.push({ label: 'Begins with', value: prefix });
    }
    if (selection.type !== null)
      facts.push({ label: 'Type', value: <TypeMark type={selection.type} /> });
    facts.push({ label: 'Left out', value: 'Keys that come to match after this count' });
  }
  if (plan.sample.length === plan.count)
    facts.push({ label: 'Contains', value: <TypeCounts plan={plan} /> });
  if (plan.bytes !== null)
    facts.push({
      label: 'Memory',
      value: `${plan.bytesExact ? '' : 'about '}${formatBytes(plan.bytes)}`,
    });
  facts.push({ label: 'TTL', value: ttlText(plan) });
  const { idleSeconds, conflicts } = plan;
  if (idleSeconds !== null)
    facts.push({
      label: 'Last used',
      value: idleText(idleSeconds),
    });
  if (conflicts !== null && conflicts.count > 0)
    facts.push({
      label: action.kind === 'rename' ? 'New names in use' : 'Names in use',
      value: conflictText(subject, plan),
    });
  const command = (
    <span className="mono ell" title={plan.command}>
      {plan.command}
    </span>
  );
  facts.push({ label: 'Command', value: command });
  return facts;
}

/** Of the sample, where it is not all there is. */
function ttlText({ ttl, count }: BulkPlan): string {
  const parts = [
    [ttl.without, 'without'],
    [ttl.underHour, 'under an hour'],
    [ttl.underDay, 'under a day'],
    [ttl.longer, 'longer'],
  ] as const;
  const text = parts
    .filter(([some]) => some > 0)
    .map(([some, words]) => `${formatCount(some)} ${words}`)
    .join(', ');
  return ttl.sampled < count ? `${text} (of ${formatCount(ttl.sampled)} looked at)` : text;
}

function idleText({ least, median, most }: NonNullable<BulkPlan['idleSeconds']>): string {
  const ago = (seconds: number): string => formatDuration(seconds * 1_000);
  return least === most
    ? `${ago(most)} ago`
    : `${ago(least)} to ${ago(most)} ago, half of them ${ago(median)} or longer`;
}

function conflictText({ action }: RemovalSubject, { conflicts }: BulkPlan): string {
  if (conflicts === null) return '';
  const [first] = conflicts.sample;
  const count = countText(conflicts.count, conflicts.exact);
  const example = first === undefined ? '' : `, ${escapeBytes(first.subarray(0, 80))} among them`;
  const fate = action.kind === 'copy' && action.replace ? 'replaced' : 'left alone';
  return `${count}${example}: ${fate}`;
}

function undoOf({ undo }: BulkPlan): { isPossible: boolean; text: string } {
  if (undo.kind === 'none') return { isPossible: false, text: `Cannot be undone: ${undo.reason}` };
  const until = formatClock(undo.untilMs);
  const text = undo.survivesQuit
    ? `Can be undone until ${until}. Values and TTLs are kept on this computer until then.`
    : `Can be undone until Redstart quits, at most until ${until}: without a system keychain what is kept cannot be read later.`;
  const { leaves } = undo;
  return { isPossible: leaves === null, text: leaves === null ? text : `${text} ${leaves}.` };
}

/** All names of a selection; of a pattern only what main has sampled. */
function namesOf({ subject, plan }: Asking): readonly Uint8Array[] {
  return subject.selection.kind === 'keys'
    ? subject.selection.keys
    : plan.sample.map(({ key }) => key);
}

/** The question before many keys are changed. */
export function RemovalDialog({ state }: { readonly state: Asking }) {
  const [isAllShown, setIsAllShown] = useState(false);
  const { subject, plan, isApplying, error } = state;
  const { place } = subject;
  const names = namesOf(state);
  const count = formatCountOf(plan.count, 'key');
  const { action } = subject;
  const title = actionTitle(action, plan.count);
  const isWhole = isWholeDatabase(subject.selection);
  const mustType = place.environment === 'production' || plan.count >= MANY_KEYS || isWhole;
  const onSeeAll = names.length > 4 ? () => setIsAllShown(true) : undefined;
  return (
    <ConfirmDialog
      isOpen
      onCancel={removalDialog.cancel}
      onConfirm={removalDialog.confirm}
      environment={place.environment}
      server={`${place.name}, ${place.address}, db${place.db}`}
      title={`${title}?`}
      facts={factsOf(subject, plan)}
      sample={
        isAllShown ? undefined : { names, total: plan.count, separator: place.separator, onSeeAll }
      }
      undo={undoOf(plan)}
      typedName={mustType ? place.environment : null}
      confirmLabel={title}
      busyLabel={isApplying ? 'Beginning' : null}
      error={error}
    >
      {isWhole ? (
        <Banner
          tone="warn"
          icon={TriangleAlert}
          title="The whole database."
          className="mt-3 rounded-2"
        >
          No pattern and no type narrow it: every key in it is meant
        </Banner>
      ) : null}
      {isAllShown ? (
        <>
          <NameList label="Keys" names={names} separator={place.separator} />
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
