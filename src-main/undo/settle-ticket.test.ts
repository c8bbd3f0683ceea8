import { expect, test } from 'vitest';
import { toBytes } from '../../src-shared/redis-value.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import type { UndoEntry } from './entry.ts';
import { UndoJournal } from './journal.ts';

const SCOPE = 'here/0';

const deleted = (name: string): UndoEntry => ({
  kind: 'delete',
  key: toBytes(name),
  dump: toBytes('dump'),
  expiresAtMs: null,
});

/** A ticket with a frame for each of these lists, taken back with a say in when each frame is done. */
async function settling(frames: readonly (readonly UndoEntry[])[]) {
  const journal = new UndoJournal({ dir: await temporaryFolder(), secrets: null });
  const draft = await journal.begin({ scope: SCOPE, title: null, command: 'UNLINK a' });
  for (const entries of frames) await draft.append(entries);
  const ticket = await draft.finish();
  if (ticket === null) throw new Error('nothing was kept');
  const begun: { readonly first: UndoEntry | undefined; readonly end: (goOn: boolean) => void }[] =
    [];
  let heard = Promise.withResolvers<void>();
  const takeBack = async (entries: UndoEntry[]) => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    begun.push({ first: entries[0], end: resolve });
    heard.resolve();
    return { rest: [], goOn: await promise };
  };
  const settled = journal.settle(SCOPE, ticket.id, takeBack, { frames: 3, keys: 4 });
  /** Until so many frames are being taken back, or were. */
  const until = async (count: number): Promise<void> => {
    while (begun.length < count) {
      await heard.promise;
      heard = Promise.withResolvers();
    }
  };
  return { journal, ticket, begun, until, settled };
}

test('frames of deleted keys are taken back beside each other, as many as may be', async () => {
  const { begun, until, settled, journal } = await settling([
    [deleted('f')],
    [deleted('e')],
    [deleted('c'), deleted('d')],
    [deleted('a'), deleted('b')],
  ]);
  // The third would be more keys than may be under way.
  await until(2);
  expect(begun).toHaveLength(2);
  begun[1]?.end(true);
  await until(4);
  for (const { end } of begun) end(true);
  await settled;
  expect(journal.list(SCOPE)).toEqual([]);
});

test('when one of them ends the work, what was begun is finished and the rest stays', async () => {
  const { begun, until, settled, journal, ticket } = await settling([
    [deleted('e')],
    [deleted('c'), deleted('d')],
    [deleted('a'), deleted('b')],
  ]);
  await until(2);
  begun[0]?.end(false);
  begun[1]?.end(true);
  await settled;
  expect(begun).toHaveLength(2);
  const left: UndoEntry[] = [];
  await journal.settle(SCOPE, ticket.id, async (entries) => {
    left.push(...entries);
    return { rest: entries, goOn: true };
  });
  expect(left).toEqual([deleted('e')]);
});

test('frames of other changes are taken back one after another, the last one first', async () => {
  const renamed = (name: string): UndoEntry => ({
    kind: 'rename',
    from: toBytes(name),
    to: toBytes(`new:${name}`),
  });
  const { begun, until, settled } = await settling([[renamed('a')], [renamed('b')]]);
  await until(1);
  await new Promise((done) => setImmediate(done));
  expect(begun.map(({ first }) => first)).toEqual([renamed('b')]);
  begun[0]?.end(true);
  await until(2);
  expect(begun[1]?.first).toEqual(renamed('a'));
  begun[1]?.end(true);
  await settled;
});
