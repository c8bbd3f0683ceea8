import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Output } from '../../../../src-shared/contract/index.ts';
import { escapeBytes, toBytes } from '../../../../src-shared/redis-value.ts';
import { fail, ok } from '../../../../src-shared/result.ts';
import { fakeLayout } from '../../../ui/testing/fake-layout.ts';
import { toasts } from '../../../ui/toast-store.ts';
import { headOf, renderPane, testTicket } from './test-support/render-pane.tsx';

const DAY_MS = 86_400_000;

beforeAll(fakeLayout);
afterEach(() => {
  vi.useRealTimers();
  cleanup();
  for (const { id } of toasts.getState().toasts) toasts.dismiss(id);
});

const stringOf = (text: string | Uint8Array) => {
  const bytes = typeof text === 'string' ? toBytes(text) : text;
  return {
    'values.string': ({ offset, limit }: { offset: number; limit: number }) =>
      ok({ bytes: bytes.subarray(offset, offset + limit), total: bytes.byteLength }),
  };
};
const text = () => screen.findByRole('region', { name: 'Value as text' });

describe('the head of a key', () => {
  it('says what it is and how it is kept', async () => {
    renderPane({
      'keys.head': () =>
        ok(
          headOf('string', {
            ttlMs: 63_248_000,
            encoding: 'embstr',
            length: 5,
          }),
        ),
      ...stringOf('hello'),
    });
    expect(await screen.findByRole('heading', { level: 1 })).not.toBeNull();
    const head = screen.getByRole('heading', { level: 1 }).closest('header')?.textContent;
    for (const fact of ['17:34:08', 'embstr', '12 s', 'Length5', 'just now'])
      expect(head).toContain(fact);
  });

  it('says what this user may not read of it, and shows the value', async () => {
    const refused = ['TYPE', 'PTTL', 'OBJECT ENCODING', 'STRLEN'];
    renderPane({
      'keys.head': () => ok(headOf('string', { ttlMs: 'refused', encoding: null, refused })),
      ...stringOf('hello'),
    });
    expect((await text()).textContent).toContain('hello');
    const head = screen.getByRole('heading', { level: 1 }).closest('header')?.textContent;
    for (const fact of [
      'TTLnot readable',
      'Encodingnot readable',
      'Lengthnot readable',
      'Idle12 s',
    ])
      expect(head).toContain(fact);
    expect(screen.getByTitle('This user may not run PTTL')).not.toBeNull();
    // It would be changed without a way back.
    expect(screen.getByRole('button', { name: 'Set TTL' }).getAttribute('aria-disabled')).toBe(
      'true',
    );
  });

  it('shows absent facts as such, and the type for the encoding of a module’s value', async () => {
    renderPane({
      'keys.head': () => ok(headOf('TSDB-TYPE', { idleSeconds: null })),
      'values.module': () => ok({ command: 'TS.INFO', facts: [] }),
    });
    const head = (await screen.findByRole('heading', { level: 1 })).closest('header')?.textContent;
    expect(head).toContain('EncodingTSDB-TYPE');
  });

  it('measures the memory only when asked, and keeps it while the key is open', async () => {
    const { calls } = renderPane({
      'keys.head': () => ok(headOf('string')),
      'keys.measure': () => ok([2_458]),
      ...stringOf('hello'),
    });
    const asked = () => calls.filter(({ name }) => name === 'keys.measure').length;
    const button = await screen.findByRole('button', { name: 'Measure the memory' });
    await text();
    expect(asked()).toBe(0);
    fireEvent.click(button);
    expect(await screen.findByText('2.4 KB')).not.toBeNull();
    fireEvent.keyDown(await text(), { key: 'r', ctrlKey: true });
    await waitFor(() =>
      expect(calls.filter(({ name }) => name === 'keys.head').length).toBeGreaterThan(1),
    );
    expect(screen.getByText('2.4 KB')).not.toBeNull();
    expect(asked()).toBe(1);
  });

  it('copies the name, also one that is no text', async () => {
    const { calls } = renderPane(
      { 'keys.head': () => ok(headOf('string')), ...stringOf('x'), 'app.copyText': () => ok({}) },
      { keyName: Uint8Array.of(0xff, 0x00) },
    );
    fireEvent.click(await screen.findByRole('button', { name: 'Copy the name' }));
    expect(calls.at(-1)).toEqual({ name: 'app.copyText', input: { text: '\\xff\\x00' } });
    await text();
    fireEvent.keyDown(await text(), { key: 'c', ctrlKey: true, shiftKey: true });
    expect(calls.at(-1)?.input).toEqual({ text: 'GET "\\xff\\x00"' });
  });

  it('says that the key has expired when its time is over', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    let isThere = true;
    const onGone = vi.fn();
    renderPane(
      {
        'keys.head': () =>
          isThere
            ? ok(headOf('string', { ttlMs: 2_000 }))
            : fail({ code: 'notFound', what: 'key', message: 'gone' }),
        ...stringOf('x'),
      },
      { onGone },
    );
    await text();
    isThere = false;
    await act(() => vi.advanceTimersByTimeAsync(2_500));
    expect(screen.getByText(/^Expired at \d\d:\d\d:\d\d$/)).not.toBeNull();
    for (const alert of screen.queryAllByRole('alert')) expect(alert.textContent).toBe('');
    expect(onGone).toHaveBeenCalledOnce();
    isThere = true;
    fireEvent.click(screen.getByRole('button', { name: 'Look again' }));
    expect(await text()).not.toBeNull();
  });
});

describe('Rename', () => {
  const rename = async (to: string, answer = ok(testTicket('Renamed'))) => {
    const onRenamed = vi.fn();
    const rendered = renderPane(
      { 'keys.head': () => ok(headOf('string')), ...stringOf('x'), 'keys.rename': () => answer },
      { onRenamed },
    );
    fireEvent.click(await screen.findByRole('button', { name: 'Rename' }));
    fireEvent.change(screen.getByRole('textbox', { name: 'New name' }), { target: { value: to } });
    fireEvent.click(screen.getByRole('button', { name: 'Rename' }));
    return { ...rendered, onRenamed };
  };

  it('takes escapes as bytes', async () => {
    const { calls, onRenamed } = await rename('a\\x00b');
    await waitFor(() => expect(onRenamed).toHaveBeenCalled());
    expect(onRenamed.mock.calls[0]).toEqual([Uint8Array.of(0x61, 0, 0x62), toBytes('product:1')]);
    expect(calls.find(({ name }) => name === 'keys.rename')?.input).toMatchObject({
      to: Uint8Array.of(0x61, 0, 0x62),
    });
  });

  it('says that a name is taken', async () => {
    const taken = fail<ReturnType<typeof testTicket>>({
      code: 'conflict',
      current: null,
      message: 'There is already a key b',
    });
    const { onRenamed } = await rename('b', taken);
    expect(await screen.findByText('There is already a key b')).not.toBeNull();
    expect(onRenamed).not.toHaveBeenCalled();
  });

  it('refuses an escape that is none', async () => {
    const { calls } = await rename('a\\q');
    expect(calls.some(({ name }) => name === 'keys.rename')).toBe(false);
  });
});

describe('a string', () => {
  const show = (value: string | Uint8Array) =>
    renderPane({ 'keys.head': () => ok(headOf('string')), ...stringOf(value) });

  it('is text when it is UTF-8, hex when it is not', async () => {
    show(Uint8Array.of(0xff, 0x41));
    const hex = await screen.findByRole('region', { name: 'Value as hex' });
    expect(hex.textContent).toContain('00000000ff 41.A');
    expect(screen.getByText('2 bytes, not UTF-8')).not.toBeNull();
    cleanup();
    show('h\u00e9llo\u202e');
    expect((await text()).textContent).toContain('h\u00e9llo\\u{202e}');
    fireEvent.click(screen.getByRole('radio', { name: 'Hex' }));
    expect(screen.getByRole('region', { name: 'Value as hex' }).textContent).toContain('68 c3 a9');
  });

  it('is a tree when it is JSON, with its numbers as they were written', async () => {
    show('{"id": 9007199254740993, "a": 1.10}');
    const tree = await screen.findByRole('tree');
    expect(tree.textContent).toContain('9007199254740993');
    expect(tree.textContent).toContain('1.10');
    fireEvent.doubleClick(within(tree).getAllByRole('treeitem')[1] ?? tree);
    expect(screen.queryByRole('textbox')).toBeNull();
  });

  it('is read in pieces', async () => {
    const { calls } = show('0123456789abcdef\n'.repeat(40_000));
    await text();
    expect(screen.getByText('The first 256 KB of 664 KB')).not.toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Load 256 KB more' }));
    expect(await screen.findByText('The first 512 KB of 664 KB')).not.toBeNull();
    fireEvent.click(screen.getByRole('button', { name: /^Load .* more$/ }));
    await waitFor(() => expect(screen.queryByText(/^The first/)).toBeNull());
    const reads = calls.filter(({ name }) => name === 'values.string').map(({ input }) => input);
    expect(reads).toMatchObject([
      { offset: 0, limit: 262_144 },
      { offset: 262_144, limit: 262_144 },
      { offset: 524_288, limit: 262_144 },
    ]);
  });
});

describe('a hash', () => {
  type Page = Output<'values.hash'>;
  const page = (from: number, count: number, next: string | null): Page => ({
    fields: Array.from({ length: count }, (_, i) => ({
      field: toBytes(`f${from + i}`),
      value: toBytes(`v${from + i}`),
      ttlMs: null,
    })),
    next,
    total: 750,
  });

  it('is read a page at a time, each field once', async () => {
    const { calls } = renderPane({
      'keys.head': () => ok(headOf('hash', { length: 750 })),
      // The second page repeats ten fields, as HSCAN may.
      'values.hash': ({ position }) =>
        ok(position === '0' ? page(0, 500, '17') : page(490, 260, null)),
    });
    expect(await screen.findAllByText('500 of 750 fields')).not.toHaveLength(0);
    fireEvent.click(screen.getByRole('button', { name: 'Load 250 more' }));
    expect(await screen.findByText('750 fields')).not.toBeNull();
    expect(calls.filter(({ name }) => name === 'values.hash')).toHaveLength(2);
  });

  it('shows a value in full, as what it is', async () => {
    renderPane({
      'keys.head': () => ok(headOf('hash')),
      'values.hash': () =>
        ok({
          fields: [
            {
              field: Uint8Array.of(0xff),
              value: toBytes('{"a":[9007199254740993]}'),
              // As it is shown it stays for half an hour.
              ttlMs: DAY_MS + 3_600_000 + 1_800_000,
            },
          ],
          next: null,
          total: 1,
        }),
    });
    fireEvent.click(await screen.findByText('\\xff'));
    const panel = await screen.findByRole('region', { name: 'Value of \\xff' });
    expect(within(panel).getByRole('tree').textContent).toContain('9007199254740993');
    expect(screen.getByText('1 d 1 h')).not.toBeNull();
    fireEvent.click(within(panel).getByRole('button', { name: 'Close' }));
    expect(screen.queryByRole('region', { name: 'Value of \\xff' })).toBeNull();
  });

  it('is filtered by the server', async () => {
    const patterns: string[] = [];
    renderPane({
      'keys.head': () => ok(headOf('hash')),
      'values.hash': ({ match }) => {
        patterns.push(match === null ? '' : escapeBytes(match));
        return ok(page(0, 1, null));
      },
    });
    const field = await screen.findByRole('searchbox', { name: 'Filter fields' });
    fireEvent.change(field, { target: { value: 'a[b' } });
    await waitFor(() => expect(patterns.at(-1)).toBe('a[b'));
    fireEvent.change(field, { target: { value: 'pri\\x00' } });
    await waitFor(() => expect(patterns).toEqual(['', 'a[b', '*pri\\x00*']));
  });
});

describe('other types', () => {
  it('a sorted set keeps its scores as they are, times beside', async () => {
    const now = Date.now();
    renderPane({
      'keys.head': () => ok(headOf('zset')),
      'values.zset': () =>
        ok({
          members: [
            { member: toBytes('a'), score: `${now}123` },
            { member: toBytes('b'), score: '9007199254740993' },
          ],
          total: 2,
        }),
    });
    expect(await screen.findByText(`${now}123`)).not.toBeNull();
    expect(screen.getByText('9007199254740993')).not.toBeNull();
    expect(screen.getByRole('columnheader', { name: 'Score as a time' })).not.toBeNull();
  });

  it('a stream shows its entries, and its groups', async () => {
    const field = (name: string, value: string) => ({
      field: toBytes(name),
      value: toBytes(value),
    });
    renderPane({
      'keys.head': () => ok(headOf('stream')),
      'values.stream': () =>
        ok({
          entries: [{ id: '1763908731000-0', fields: [field('price', '1199.00')] }],
          total: 1,
          groups: [
            {
              name: toBytes('workers'),
              consumers: 1,
              pending: 5,
              lastDeliveredId: '0-5',
              lag: null,
            },
          ],
        }),
    });
    fireEvent.click(await screen.findByText('1763908731000-0'));
    const entry = await screen.findByRole('region', { name: 'Entry 1763908731000-0' });
    fireEvent.click(within(entry).getByRole('button', { name: '1199.00' }));
    expect(await screen.findByRole('region', { name: /^Value of price/ })).not.toBeNull();
    fireEvent.click(screen.getByRole('radio', { name: /Groups/ }));
    expect(await screen.findByText('workers')).not.toBeNull();
  });

  it('a type of a module that is not known is no dead end', async () => {
    renderPane({
      'keys.head': () => ok(headOf('graphdata')),
      'values.module': () => ok({ command: null, facts: [] }),
      'values.dumpSize': () => ok({ bytes: 1_024 }),
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Measure the DUMP' }));
    expect(await screen.findByText('1.0 KB')).not.toBeNull();
    expect(screen.getByText(/TTL, rename, copy and delete work/)).not.toBeNull();
  });

  it('tells what failed, in the server’s words, with a way on', async () => {
    let isRefused = true;
    renderPane({
      'keys.head': () => ok(headOf('list')),
      'values.list': () =>
        isRefused
          ? fail({ code: 'redis.reply', command: 'lrange', prefix: 'NOPERM', message: 'NOPERM no' })
          : ok({ elements: [toBytes('first')], total: 1 }),
    });
    expect(await screen.findByText('NOPERM no')).not.toBeNull();
    isRefused = false;
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('first')).not.toBeNull();
  });
});
