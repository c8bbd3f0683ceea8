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
export function useReportRows({ client, job, part }: Pages) {
  const [known, setKnown] = useState(nothing);
  const [range, setRange] = useState({ first: 0, last: 0 });
  const asked = useRef(new Set<number>());
  const { pages } = known;
  useEffect(() => {
    const until = Math.floor(range.last / REPORT_PAGE);
    for (let index = Math.floor(range.first / REPORT_PAGE); index <= until; index++) {
      if (pages.has(index) || asked.current.has(index)) continue;
      asked.current.add(index);
      const input = { job, part, offset: index * REPORT_PAGE, count: REPORT_PAGE };
      void client.call('jobs.report', input).then((result) => {
        asked.current.delete(index);
        setKnown((before) =>
          result.ok ? withPage(before, index, result.value) : { ...before, error: result.error },
        );
      });
    }
  }, [client, job, part, pages, range]);
  return {
    counts: known.counts,
    error: known.error,
    rowAt: (index: number): ReportRow | undefined =>
      pages.get(Math.floor(index / REPORT_PAGE))?.[index % REPORT_PAGE],
    want: (first: number, last: number): void =>
      setRange((before) =>
        before.first === first && before.last === last ? before : { first, last },
      ),
  };
}
