import { cleanup, renderHook, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { connectionId } from '../../src-shared/contract/define.ts';
import type { Item } from '../../src-shared/contract/index.ts';
import type { KeyFacts } from '../../src-shared/contract/keys.ts';
import { escapeBytes, toBytes } from '../../src-shared/redis-value.ts';
import { type AppError, fail, ok } from '../../src-shared/result.ts';
import type { Client } from '../client/client.ts';
import { createFakeClient } from '../client/fake-client.ts';
import { StreamFailure } from '../client/stream-failure.ts';
import { findKeys, type FoundKeys, useFoundKeys } from './find-keys.ts';

afterEach(cleanup);

const connection = connectionId.parse('c1');
const offline: AppError = { code: 'internal', ref: 'x', message: 'Not connected' };

interface Fake {
  /** Names that a scan of the pattern finds. */
  readonly matches?: Readonly<Record<string, readonly string[]>>;
  readonly scanned?: number;
  readonly there?: readonly string[];
  readonly describe?: KeyFacts | AppError;
  readonly failing?: AppError;
}

function fake({ matches = {}, scanned = 100, there = [], describe: facts, failing }: Fake) {
  const asked: string[] = [];
  async function* scan(match: Uint8Array | null): AsyncGenerator<Item<'keys.scan'>> {
    const pattern = match === null ? '' : new TextDecoder().decode(match);
    asked.push(pattern);
    const names = (matches[pattern] ?? []).map(toBytes);
    const bytes = Uint8Array.from(names.flatMap((name) => [...name]));
    let end = 0;
    const ends = Uint32Array.from(names, (name) => (end += name.length));
    const page = { names: bytes, ends, of: 100_000, cursors: [], isAnew: false };
    yield { ...page, scanned, done: scanned < 20_000 && failing === undefined };
    if (failing !== undefined) throw new StreamFailure(failing);
  }
  const client = createFakeClient({
    'keys.scan': ({ match }) => scan(match),
    'keys.describe': ({ keys: [name = new Uint8Array()] }) => {
      if (facts !== undefined && 'code' in facts) return fail(facts);
      const present = { state: 'present', type: 'string', ttlMs: null, length: 1 } as const;
      const isThere = there.includes(escapeBytes(name));
      return ok([facts ?? (isThere ? present : { state: 'gone' })]);
    },
  });
  return { client, asked };
}

async function find(client: Client, text: string): Promise<FoundKeys | undefined> {
  let last: FoundKeys | undefined;
  for await (const now of findKeys(client, connection, text, new AbortController().signal))
    last = now;
  return last;
}

const namesIn = (found: FoundKeys | undefined): string[] | undefined =>
  found?.keys.map((key) => escapeBytes(key));

describe('a text in the palette', () => {
  it('is a part of a name', async () => {
    const { client, asked } = fake({ matches: { '*cart*': ['cart:1', 'cart:1', 'old:cart'] } });
    const found = await find(client, 'cart');
    expect(namesIn(found)).toEqual(['cart:1', 'old:cart']);
    expect(found).toMatchObject({ done: true, lookup: null });
    expect(asked).toEqual(['*cart*']);
  });

  it('of one letter is a whole name: as a part it is in nearly all', async () => {
    const { client, asked } = fake({ there: ['n'], matches: { '*n*': ['an'] } });
    expect(namesIn(await find(client, 'n'))).toEqual(['n']);
    expect(await find(client, 'x')).toBeUndefined();
    const { result } = renderHook(() => useFoundKeys(client, connection, 'n'));
    await waitFor(() => expect(namesIn(result.current)).toEqual(['n']));
    await waitFor(() => expect(result.current.isLooking).toBe(false));
    expect(asked).toEqual([]);
  });

  it('with the letters of a pattern is a pattern, and a name or a part that has them in it', async () => {
    const { client, asked } = fake({
      there: ['a[1]?'],
      matches: { 'a[1]?': ['a1x'], '*a\\[1\\]\\?*': ['a[1]?', 'b:a[1]?'] },
    });
    expect(namesIn(await find(client, 'a[1]?'))).toEqual(['a[1]?', 'a1x', 'b:a[1]?']);
    expect(asked).toEqual(['a[1]?', '*a\\[1\\]\\?*']);
  });

  it.each([
    ['a backslash is one', 'a\\', '*a\\\\*', 'a\\\\'],
    ['an escaped star is no pattern', 'a\\*', '*a\\**', 'a*'],
    ['bytes are as they are shown', '\\x00a', '*\u0000a*', '\\x00a'],
  ])('%s', async (_what, text, pattern, name) => {
    const { client, asked } = fake({ there: [name] });
    expect(namesIn(await find(client, text))).toEqual([name]);
    expect(asked).toEqual([pattern]);
  });

  it('costs no more as both than as one, and says that there may be more', async () => {
    const { client, asked } = fake({ scanned: 25_000 });
    expect(await find(client, 'a*')).toMatchObject({ scanned: 25_000, done: false });
    expect(asked).toEqual(['a*', '*a\\**']);
  });

  it('that could not be looked up by its name is said so, and scanned for', async () => {
    const matches = { '*cart*': ['cart:1'] };
    const lost = await find(fake({ describe: offline, matches }).client, 'cart');
    expect(namesIn(lost)).toEqual(['cart:1']);
    expect(lost?.lookup).toBe('Not looked up by its name: Not connected');
    const refused = fake({ describe: { state: 'refused', reason: 'NOPERM' }, matches });
    const found = await find(refused.client, 'cart');
    expect(namesIn(found)).toEqual(['cart:1']);
    expect(found?.lookup).toBe('This user may not read a key of that name: NOPERM');
    // Also where the scan is refused as well.
    const neither = fake({ describe: { state: 'refused', reason: 'NOPERM' }, failing: offline });
    const { result } = renderHook(() => useFoundKeys(neither.client, connection, 'cart'));
    await waitFor(() => expect(result.current.error).toBe('Not connected'));
    expect(result.current.lookup).toBe('This user may not read a key of that name: NOPERM');
  });

  it('of a whole name is there before the scan has found any, and the looking is told', async () => {
    const { client, asked } = fake({ there: ['cart:1'] });
    const looking = findKeys(client, connection, 'cart:1', new AbortController().signal);
    const first = await looking.next();
    if (first.done === true) throw new Error('nothing was told');
    expect(namesIn(first.value)).toEqual(['cart:1']);
    expect(first.value).toMatchObject({ scanned: 0, done: false });
    expect(asked).toEqual([]);
    await looking.return(undefined);
    const { result } = renderHook(() => useFoundKeys(client, connection, 'nothing'));
    expect(result.current).toMatchObject({ keys: [], isLooking: true });
    await waitFor(() => expect(result.current).toMatchObject({ isLooking: false, scanned: 100 }));
  });

  it('keeps what was found when the scan fails', async () => {
    const { client } = fake({ failing: offline, matches: { '*cart*': ['cart:1'] } });
    const { result } = renderHook(() => useFoundKeys(client, connection, 'cart'));
    await waitFor(() => expect(result.current.error).toBe('Not connected'));
    expect(namesIn(result.current)).toEqual(['cart:1']);
    expect(result.current.done).toBe(false);
  });
});
