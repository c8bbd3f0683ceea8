import { setImmediate as turn } from 'node:timers/promises';
import type { ReportPart } from '../../../src-shared/contract/jobs.ts';
import { REPORT_PARTS } from '../../../src-shared/report-parts.ts';
import { escapeBytes, toBytes } from '../../../src-shared/redis-value.ts';
import type { RunningJob } from '../../jobs/job.ts';
import type { NotedKey } from '../../jobs/key-list.ts';

const PAGE = 1_000;

/** The rows of one part in pages, with room between them for whatever else main has to do. */
async function* pagesOf(job: RunningJob, part: ReportPart): AsyncGenerator<readonly NotedKey[]> {
  const list = job.named(part);
  // Of a job that runs: what there is now.
  const { kept } = list;
  for (let from = 0; from < kept; from += PAGE) {
    yield list.slice(from, Math.min(kept, from + PAGE));
    await turn();
  }
}

/** The server's words may hold anything, as names may. */
const inert = (text: string): string => escapeBytes(toBytes(text));

/** A line for each key, its name and what is said of it divided by a tab: neither can hold one. As much as fits. */
export async function reportAsText(
  job: RunningJob,
  part: ReportPart,
  mostCharacters: number,
): Promise<{ readonly text: string; readonly keys: number }> {
  const lines: string[] = [];
  let characters = 0;
  for await (const rows of pagesOf(job, part))
    for (const { key, reason } of rows) {
      const line = `${escapeBytes(key)}\t${inert(reason)}\n`;
      characters += line.length;
      if (characters > mostCharacters) return { text: lines.join(''), keys: lines.length };
      lines.push(line);
    }
  return { text: lines.join(''), keys: lines.length };
}

const HEAD = {
  format: 'redstart-report',
  version: 1,
  keys: 'UTF-8; other bytes as \\xHH, hidden characters as \\u{H}, \\n, \\r, \\t, a backslash as \\\\',
} as const;

/** The whole report as NDJSON: what the job was, then a line for each key. Gives how many. */
export async function writeReport(
  job: RunningJob,
  write: (text: string) => Promise<void>,
): Promise<number> {
  const { title, command, status, note, startedAtMs, endedAtMs, changed } = job.describe();
  const counts = Object.fromEntries(REPORT_PARTS.map((part) => [part, job.countOf(part)]));
  const about = {
    title: inert(title),
    command: inert(command),
    status,
    note,
    startedAtMs,
    endedAtMs,
  };
  await write(`${JSON.stringify({ ...HEAD, ...about, changed, ...counts })}\n`);
  let keys = 0;
  for (const part of REPORT_PARTS)
    for await (const rows of pagesOf(job, part)) {
      const lines = rows.map(({ key, reason }) =>
        JSON.stringify({ part, key: escapeBytes(key), reason: inert(reason) }),
      );
      keys += lines.length;
      await write(`${lines.join('\n')}\n`);
    }
  return keys;
}
