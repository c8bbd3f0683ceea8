import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { Item } from '../../../src-shared/contract/index.ts';
import type { HistoryEntry } from '../../../src-shared/contract/undo.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import { latest } from '../../rpc/latest.ts';
import { entryOf, recordOf } from '../../undo/change-record.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import { undoScope } from '../../undo/undo-scope.ts';

type Page = Item<'undo.history'>;

function entriesNow(journal: UndoJournal, pool: SessionPool): HistoryEntry[] {
  const open = new Map<string, ConnectionId>();
  for (const session of pool.sessions()) open.set(undoScope(session), session.id);
  const nowMs = Date.now();
  const kept = journal.all();
  const records = new Map(kept.map((ticket) => [ticket.id, recordOf(ticket)]));
  for (const record of journal.history.all()) records.set(record.id, record);
  return [...records.values()].map((record) =>
    entryOf(record, {
      kept: journal.find(record.id),
      connection: open.get(record.scope) ?? null,
      nowMs,
    }),
  );
}

/** All changes in pages, then whenever something changes those that are no longer as they were sent. */
export async function* followHistory(
  journal: UndoJournal,
  pool: SessionPool,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  const sent = new Map<HistoryEntry['id'], string>();
  const states = latest(
    () => entriesNow(journal, pool),
    (changed) => {
      const unwatch = [journal.watch(changed), pool.watch(changed)];
      return () => unwatch.forEach((stop) => stop());
    },
    signal,
  );
  for await (const entries of states) {
    const known = new Set(entries.map(({ id }) => id));
    const gone = [...sent.keys()].filter((id) => !known.has(id));
    for (const id of gone) sent.delete(id);
    const news = entries.filter((entry) => {
      const print = JSON.stringify(entry);
      const isNew = sent.get(entry.id) !== print;
      sent.set(entry.id, print);
      return isNew;
    });
    yield* pagesOf(news.reverse(), gone, {
      ...journal.usage(),
      survivesQuit: journal.survivesQuit,
      problem: journal.history.problem,
    });
  }
}

function* pagesOf(
  news: readonly HistoryEntry[],
  gone: Page['gone'],
  storage: Page['storage'],
): Generator<Page> {
  let from = 0;
  do {
    const entries = news.slice(from, from + LIMITS.historyPage);
    from += LIMITS.historyPage;
    yield {
      entries,
      gone: from === LIMITS.historyPage ? gone : [],
      complete: from >= news.length,
      storage,
    };
  } while (from < news.length);
}
