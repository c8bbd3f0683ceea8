import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Job, ReportPart } from '../../../src-shared/contract/jobs.ts';
import { escapeBytes, toBytes } from '../../../src-shared/redis-value.ts';
import { useClient } from '../../client/client-context.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatCount, formatCountOf } from '../../ui/format/count.ts';
import { KeyName } from '../../ui/KeyName.tsx';
import { useVirtualRows } from '../../ui/rows/use-virtual-rows.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { copyReport, saveReport } from './job-actions.ts';
import { partCount, partsOf, partWords } from './job-words.ts';
import { hasEnded, jobsStore } from './jobs-store.ts';
import { useReportRows } from './report-rows.ts';

/** Names of one part, each with what is said of it, read as far as they are in sight. */
function ReportRows({ job, part }: { readonly job: Job; readonly part: ReportPart }) {
  const client = useClient();
  const total = partCount(job, part);
  const { counts, error, rowAt, want } = useReportRows({ client, job: job.id, part, total });
  const scroll = useRef<HTMLDivElement>(null);
  const kept = counts?.kept ?? 0;
  const { rows, totalHeight } = useVirtualRows({ scroll, count: kept, active: -1 });
  const [first, last] = [rows[0]?.index ?? 0, rows.at(-1)?.index ?? 0];
  useEffect(() => want(first, last));
  if (error !== null) return <ErrorNotice error={error} />;
  return (
    <>
      <div
        ref={scroll}
        className="smp max-h-80 overflow-auto"
        role="list"
        aria-label={partWords[part].label}
        aria-busy={counts === null}
        // A box that scrolls must be reachable by keyboard.
        tabIndex={0}
      >
        <div className="relative" style={{ height: totalHeight }}>
          {rows.map(({ index, top }) => {
            const row = rowAt(index);
            return (
              <div
                key={index}
                role="listitem"
                aria-setsize={kept}
                aria-posinset={index + 1}
                className="absolute inset-x-0 flex h-row min-w-0 items-center gap-3"
                style={{ transform: `translateY(${top}px)` }}
              >
                {row === undefined ? (
                  <span className="text-text-3">…</span>
                ) : (
                  <>
                    <KeyName name={row.key} className="min-w-0" />
                    <Reason text={row.reason} />
                  </>
                )}
              </div>
            );
          })}
        </div>
      </div>
      {counts !== null && counts.kept < counts.total ? (
        <p className="mt-1 text-11 text-text-3">
          {counts.kept === 0 ? 'None' : `The first ${formatCount(counts.kept)}`} of{' '}
          {formatCountOf(counts.total, 'key')} {counts.kept === 1 ? 'is' : 'are'} named, all are
          counted
        </p>
      ) : null}
    </>
  );
}

/** The server's own words may hold what a name may. */
function Reason({ text }: { readonly text: string }) {
  const shown = escapeBytes(toBytes(text));
  return (
    <span className="ell ml-auto max-w-3/5 flex-none text-11 text-text-2" title={shown}>
      {shown}
    </span>
  );
}

/** What a job could not do and what had changed before its turn: every key with its cause. */
export function ReportDialog(props: {
  readonly title: string;
  readonly job: Job;
  readonly onClose: () => void;
}) {
  const { title, onClose } = props;
  const client = useClient();
  // As it is now, also while it runs; when it went off the list, as it was.
  const known = useStore(jobsStore, ({ jobs }) => jobs.find(({ id }) => id === props.job.id));
  const job = known ?? props.job;
  const parts = partsOf(job);
  const [chosen, setChosen] = useState<ReportPart>(parts[0] ?? 'failed');
  const [isBusy, setIsBusy] = useState(false);
  const act = async (run: () => Promise<void>): Promise<void> => {
    setIsBusy(true);
    await run();
    setIsBusy(false);
  };
  const busy = isBusy ? 'It is being written' : null;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="lg"
      title={title}
      description={`${formatCountOf(partCount(job, chosen), 'key')}${hasEnded(job) ? '' : ' so far'}. ${partWords[chosen].about}`}
      footer={
        <>
          <Button
            disabledReason={busy}
            onClick={() => void act(() => copyReport(client, job, chosen))}
          >
            Copy
          </Button>
          <Button disabledReason={busy} onClick={() => void act(() => saveReport(client, job))}>
            Save…
          </Button>
        </>
      }
    >
      {parts.length > 1 ? (
        <Segmented
          label="Part of the report"
          className="mb-2 self-start"
          value={chosen}
          segments={parts.map((part) => ({
            value: part,
            label: partWords[part].label,
            count: formatCount(partCount(job, part)),
          }))}
          onChange={setChosen}
        />
      ) : null}
      <ReportRows key={chosen} job={job} part={chosen} />
    </Dialog>
  );
}
