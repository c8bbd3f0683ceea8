import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import type { ImportPlan } from '../../../../src-shared/contract/transfer.ts';
import { NameList } from '../../../app/removal/NameList.tsx';
import { MANY_KEYS } from '../../../app/removal/run-bulk.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { formatBytes } from '../../../ui/format/bytes.ts';
import { formatClock } from '../../../ui/format/clock.ts';
import { formatCount, formatCountOf } from '../../../ui/format/count.ts';
import { Segmented } from '../../../ui/Segmented.tsx';
import { RefusedLines } from './RefusedLines.tsx';
import { TypeCounts } from './TypeCounts.tsx';
import type { TransferDialog, TransferState } from './transfer-dialog.ts';

const kinds = { ndjson: 'NDJSON', csv: 'CSV', commands: 'Redis commands' } as const;

const choices = [
  { value: 'skip', label: 'Leave them alone' },
  { value: 'overwrite', label: 'Write over them' },
] as const;

function aboutText({ kind, fileBytes, about }: ImportPlan): string {
  const file = `${kinds[kind]}, ${formatBytes(fileBytes)}`;
  if (about === null) return file;
  const { content, serverVersion, exportedAtMs } = about;
  return `${file}, ${content}, exported ${formatClock(exportedAtMs)} from Redis ${serverVersion}`;
}

function factsOf(plan: ImportPlan) {
  const facts: { label: string; value: ReactNode }[] = [
    { label: 'File', value: <span className="ell">{plan.fileName}</span> },
    { label: 'Kind', value: aboutText(plan) },
    { label: 'Contains', value: <TypeCounts types={plan.types} /> },
  ];
  if (plan.expired > 0)
    facts.push({
      label: 'Left out',
      value: `${formatCountOf(plan.expired, 'key')} whose TTL has run out meanwhile`,
    });
  facts.push({
    label: 'Commands',
    value: (
      <span className="mono ell" title={plan.commands.join(', ')}>
        {plan.commands.join(', ')}
      </span>
    ),
  });
  return facts;
}

function undoOf(plan: ImportPlan, overwrite: boolean) {
  const { undoObstacle, overwriteObstacle, untilMs, survivesQuit } = plan;
  const obstacle = overwrite ? overwriteObstacle : undoObstacle;
  if (obstacle !== null) return { isPossible: false, text: `Cannot be undone: ${obstacle}` };
  const until = formatClock(untilMs);
  const what = overwrite ? 'What is written over comes back.' : 'The keys are taken away again.';
  return {
    isPossible: true,
    text: survivesQuit
      ? `Can be undone until ${until}. ${what}`
      : `Can be undone until Redstart quits, at most until ${until}. ${what}`,
  };
}

function Conflicts({
  plan,
  overwrite,
  dialog,
  separator,
}: {
  readonly plan: ImportPlan;
  readonly overwrite: boolean;
  readonly dialog: TransferDialog;
  readonly separator: string;
}) {
  const { conflictCount, conflicts } = plan;
  if (conflictCount === 0) return null;
  const shown =
    conflicts.length < conflictCount ? `, the first ${formatCount(conflicts.length)}` : '';
  return (
    <section className="mt-3 flex flex-col" aria-label="Names in use">
      <h3 className="lab">
        {formatCountOf(conflictCount, 'name')} in use on this server{shown}
      </h3>
      <NameList label="Names in use" names={conflicts} separator={separator} />
      <Segmented
        label="Names that are in use"
        className="mt-2 self-start"
        value={overwrite ? 'overwrite' : 'skip'}
        segments={choices}
        onChange={(value) => dialog.setOverwrite(value === 'overwrite')}
      />
    </section>
  );
}

/** What a file holds and what it meets on the server, before anything is written. */
export function ImportDialog({
  state,
  dialog,
  connection,
}: {
  readonly state: Extract<TransferState, { status: 'import' }>;
  readonly dialog: TransferDialog;
  readonly connection: OpenConnection;
}) {
  const { plan, overwrite, isStarting, error } = state;
  const count = plan.keys - plan.expired - (overwrite ? 0 : plan.conflictCount);
  const title = `Import ${formatCountOf(count, 'key')}`;
  const isAsked = connection.environment === 'production' || count >= MANY_KEYS;
  return (
    <ConfirmDialog
      isOpen
      onCancel={dialog.close}
      onConfirm={() => void dialog.start()}
      environment={connection.environment}
      server={`${connection.name}, ${connection.address}, db${connection.db}`}
      title={`${title}?`}
      facts={factsOf(plan)}
      undo={undoOf(plan, overwrite)}
      typedName={isAsked && count > 0 ? connection.environment : null}
      confirmLabel={title}
      tone={overwrite ? 'danger' : 'primary'}
      busyLabel={isStarting ? 'Beginning' : null}
      disabledReason={count > 0 ? null : 'There is nothing to write'}
      error={error}
    >
      {plan.dumpObstacle === null ? null : (
        <Banner
          tone="warn"
          icon={TriangleAlert}
          title="Of another version."
          className="mt-3 rounded-2"
        >
          {plan.dumpObstacle}
        </Banner>
      )}
      <RefusedLines plan={plan} />
      <Conflicts
        plan={plan}
        overwrite={overwrite}
        dialog={dialog}
        separator={connection.separator}
      />
    </ConfirmDialog>
  );
}
