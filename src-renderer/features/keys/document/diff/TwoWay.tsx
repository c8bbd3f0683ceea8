import { useMemo } from 'react';
import { changedLines, wholeLine, withoutComma } from './changed-lines.ts';
import { twoWayRows } from './diff-rows.ts';
import { DiffLines } from './DiffLines.tsx';
import { useLaidOut } from './lay-out.ts';

export interface TwoWayProps {
  readonly label: string;
  /** null: there was nothing. */
  readonly before: string | null;
  readonly after: string;
}

/** A text before and after, with what is changed marked by line and by word. */
export function TwoWay({ label, before, after }: TwoWayProps) {
  const sources = useMemo(() => [before, after], [before, after]);
  const laid = useLaidOut(sources);
  const shown = useMemo(() => {
    if (laid === null) return null;
    const [old = [], now = []] = laid.lines;
    const { hunks, isExact } = changedLines(
      old,
      now,
      laid.jsons === null ? wholeLine : withoutComma,
    );
    return { isExact, rows: twoWayRows(old, now, hunks) };
  }, [laid]);
  return (
    <>
      <section
        aria-label={label}
        tabIndex={0}
        className="code max-h-60 min-h-5 overflow-auto rounded-2 border border-border-1 bg-surface-inset"
      >
        {shown === null ? null : <DiffLines rows={shown.rows} column={0} />}
      </section>
      {shown?.isExact === false ? <Coarse /> : null}
    </>
  );
}

/** Said where lines could not be told apart in time. */
export function Coarse() {
  return (
    <p role="status" className="py-0.5 font-ui text-11 text-text-2">
      Too much differs to be compared line by line: all of it is shown as changed
    </p>
  );
}
