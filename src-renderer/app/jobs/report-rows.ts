import { useEffect, useRef, useState } from 'react';
import type { Output } from '../../../src-shared/contract/index.ts';
import type { JobId, ReportPart } from '../../../src-shared/contract/jobs.ts';
import type { AppError } from '../../../src-shared/result.ts';
import type { Client } from '../../client/client.ts';

type Page = Output<'jobs.report'>;
export type ReportRow = Page['rows'][number];

export const REPORT_PAGE = 200;
/** Those around what is in sight; the others are asked for again when it comes back to them. */
const MOST_PAGES = 20;

interface Pages {
  readonly client: Client;
  readonly job: JobId;
  readonly part: ReportPart;
  /** How many keys it has by now, as the list of jobs tells. */
  readonly total: number;
}

interface Known {
  readonly pages: ReadonlyMap<number, readonly ReportRow[]>;
  /** null: nothing was answered yet. */
  readonly counts: Pick<Page, 'kept' | 'total'> | null;
  readonly error: AppError | null;
}

const nothing: Known = { pages: new Map(), counts: null, error: null };

/** With one more, without those that are farthest from it. */
function withPage({ pages }: Known, index: number, page: Page): Known {
  const near = [...pages.keys()]
    .sort((a, b) => Math.abs(a - index) - Math.abs(b - index))
    .slice(0, MOST_PAGES - 1)
    .map((one) => [one, pages.get(one) ?? []] as const);
  return { pages: new Map([...near, [index, page.rows]]), counts: page, error: null };
}

/** A part of a job's report as far as it is in sight: `want` says which rows are. */
export function useReportRows({ client, job, part, total }: Pages) {
  const [known, setKnown] = useState(nothing);
  const [range, setRange] = useState({ first: 0, last: 0 });
  const asked = useRef(new Set<number>());
  const { pages, counts } = known;
  // Of a job that runs: the page that was not yet full.
  const stale =
    counts !== null && counts.total < total ? Math.floor(counts.kept / REPORT_PAGE) : -1;
  useEffect(() => {
    const until = Math.floor(range.last / REPORT_PAGE);
    const wanted = Array.from(
      { length: until - Math.floor(range.first / REPORT_PAGE) + 1 },
      (_, i) => Math.floor(range.first / REPORT_PAGE) + i,
    );
    for (const index of stale < 0 ? wanted : new Set([stale, ...wanted])) {
      if ((pages.has(index) && index !== stale) || asked.current.has(index)) continue;
      asked.current.add(index);
      const input = { job, part, offset: index * REPORT_PAGE, count: REPORT_PAGE };
      void client.call('jobs.report', input).then((result) => {
        asked.current.delete(index);
        setKnown((before) =>
          result.ok ? withPage(before, index, result.value) : { ...before, error: result.error },
        );
      });
    }
  }, [client, job, part, pages, range, stale, total]);
  return {
    counts,
    error: known.error,
    rowAt: (index: number): ReportRow | undefined =>
      pages.get(Math.floor(index / REPORT_PAGE))?.[index % REPORT_PAGE],
    want: (first: number, last: number): void =>
      setRange((before) =>
        before.first === first && before.last === last ? before : { first, last },
      ),
  };
}
