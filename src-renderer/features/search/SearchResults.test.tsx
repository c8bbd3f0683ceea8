import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { toBytes, toUtf8 } from '../../../src-shared/redis-value.ts';
import { fail, ok } from '../../../src-shared/result.ts';
import { sessionStore } from '../../app/session-store.ts';
import { fakeLayout } from '../../ui/testing/fake-layout.ts';
import { searchFeature } from './index.ts';
import {
  aggregates,
  answer,
  cell,
  forget,
  grid,
  heads,
  line,
  searches,
  sent,
  show,
  write,
} from './test-support/show-search.tsx';

beforeAll(fakeLayout);
afterEach(() => {
  cleanup();
  forget();
});

describe('an aggregation', () => {
  test('the second sentence of the issue, as typed', async () => {
    show();
    await sent(1);
    write('GROUPBY brand / COUNT / MIN price / SORTBY count DESC');
    expect(await screen.findByText('2 rows')).toBeTruthy();
    expect(aggregates[0]?.steps.join(' ')).toBe(
      'GROUPBY 1 @brand REDUCE COUNT 0 AS count REDUCE MIN 1 @price AS min_price SORTBY 2 @count DESC LIMIT 0 1000',
    );
    expect(await heads()).toEqual(['#', 'brand', 'count', 'min_price']);
    const bars = (await grid()).querySelectorAll('i');
    expect(Array.from(bars, (bar) => bar.style.width)).toEqual(['100%', '86.5721%', '25%', '100%']);
    fireEvent.click(within(await grid()).getByRole('columnheader', { name: 'min_price' }));
    await waitFor(() => {
      expect(aggregates).toHaveLength(2);
    });
    expect(line()).toHaveProperty(
      'value',
      'GROUPBY brand / COUNT / MIN price / SORTBY min_price DESC',
    );
  });

  test('Search and Aggregate pick templates for the same query', async () => {
    show();
    await sent(1);
    write('@brand:Apple SORTBY price');
    await sent(2);
    fireEvent.click(screen.getByRole('radio', { name: 'Aggregate' }));
    await waitFor(() => {
      expect(aggregates[0]).toMatchObject({ query: '@brand:Apple' });
    });
    expect(line()).toHaveProperty(
      'value',
      '@brand:Apple GROUPBY category / COUNT / SORTBY count DESC',
    );
    fireEvent.click(screen.getByRole('radio', { name: 'Search' }));
    await sent(3);
    expect(line()).toHaveProperty('value', '@brand:Apple');
  });
});

describe('the document of a row', () => {
  const head = {
    type: 'ReJSON-RL',
    ttlMs: null,
    encoding: null,
    idleSeconds: null,
    length: null,
    refused: [],
  };
  const click = async (text: string) => fireEvent.click(within(await grid()).getByText(text));

  test('is shown as it is now, and opens in Keys', async () => {
    show({
      'keys.head': () => ok(head),
      'json.get': () =>
        ok({
          kind: 'text',
          text: '{"id":9007199254740993,"name":"<b>x</b>\\u202e"}',
          bytes: 46,
          readAtMs: 0,
        }),
    });
    await sent(1);
    await click('Phone 2');
    const document = await screen.findByRole('region', { name: 'Document' });
    expect(document.textContent).toBe('{"id": 9007199254740993,"name": "<b>x</b>\\u202e"}');
    fireEvent.click(screen.getByRole('button', { name: 'Open key' }));
    const { activity, keyRequest } = sessionStore.getState();
    expect([activity, toUtf8(keyRequest?.key ?? new Uint8Array())]).toEqual(['keys', 'product:p2']);
    fireEvent.click(screen.getByRole('button', { name: 'Close the document' }));
    expect(screen.queryByRole('region', { name: 'Document' })).toBeNull();
  });

  test('a hash shows its fields, a key that is gone says so', async () => {
    show({
      'keys.head': ({ key }) =>
        toUtf8(key) === 'product:p1'
          ? ok({ ...head, type: 'hash' })
          : fail({ code: 'notFound', what: 'key', message: 'gone' }),
      'values.hash': () =>
        ok({
          fields: [{ field: toBytes('shop'), value: Uint8Array.of(0xff), ttlMs: null }],
          next: null,
          total: 300,
        }),
    });
    await sent(1);
    await click('Phone 1');
    expect((await screen.findByRole('region', { name: 'Document' })).textContent).toBe(
      'shop\\xff299 more fields in the key',
    );
    await click('Phone 2');
    expect(await screen.findByText('This key is gone')).toBeTruthy();
  });
});

test('a server without FT.SEARCH says what it needs', () => {
  const facts = { kind: 'redis', version: '7.0.15', commands: ['json.get'] } as const;
  const base = {
    mode: 'standalone',
    role: 'master',
    protocol: 3,
    modules: [],
    refused: [],
    noWrites: null,
    databases: 16,
    user: null,
    dbSize: 0,
    roundTripMs: 1,
    cluster: null,
  } as const;
  expect(
    searchFeature.unavailable({ ...base, ...facts, modules: [], refused: [], commands: [] }),
  ).toMatch(/needs FT\.SEARCH.*Redis 7\.0\.15/);
  expect(
    searchFeature.unavailable({
      ...base,
      ...facts,
      modules: [],
      refused: [],
      commands: ['ft.search'],
    }),
  ).toBeNull();
});

describe('while typing', () => {
  const offered = () => {
    const list = screen.queryByRole('listbox', { name: 'Suggestions' });
    return list === null
      ? []
      : within(list)
          .getAllByRole('option')
          .map((option) => option.textContent);
  };
  const tags = [
    [cell('category', 'smartphones'), cell('count', '9')],
    [cell('category', 'laptops'), cell('count', '5')],
  ];

  test('fields are offered; ↓ and Enter choose one, Tab takes the first, Escape none', async () => {
    show();
    await sent(1);
    write('@', null);
    expect(offered()).toEqual(['name', 'brand', 'category', 'price']);
    write('@c', null);
    expect(offered()).toEqual(['category', 'price']);
    fireEvent.keyDown(line(), { key: 'Tab' });
    expect(line()).toHaveProperty('value', '@category:{');
    write('@p', null);
    fireEvent.keyDown(line(), { key: 'ArrowDown' });
    expect(line().getAttribute('aria-activedescendant')).toMatch(/-0$/);
    fireEvent.keyDown(line(), { key: 'Enter' });
    expect(line()).toHaveProperty('value', '@price:[');
    write('@b', null);
    fireEvent.keyDown(line(), { key: 'Escape' });
    expect(offered()).toEqual([]);
    expect(searches).toHaveLength(1);
  });

  test('Enter without a choice runs the line', async () => {
    show();
    await sent(1);
    write('@brand:A @n');
    await sent(2);
    expect(offered()).toEqual([]);
  });

  test('tags are counted once and offered in braces', async () => {
    let counted = 0;
    show({
      'search.aggregate': () => {
        counted += 1;
        return ok({ rows: tags, cut: false, warnings: [], roundTripMs: 1, command: '' });
      },
    });
    await sent(1);
    write('@category:{', null);
    await waitFor(() => {
      expect(offered()).toEqual(['smartphones', 'laptops']);
    });
    write('@category:{lap', null);
    expect(offered()).toEqual(['laptops']);
    fireEvent.mouseDown(screen.getByRole('option', { name: 'laptops' }));
    expect(line()).toHaveProperty('value', '@category:{laptops}');
    expect(counted).toBe(1);
  });

  test('a tag that nothing has: the nearest is offered', async () => {
    show({
      'search.run': ({ connection: _connection, ...input }) => {
        searches.push(input);
        return ok(input.query.includes('smartphone}') ? answer(0, 0) : answer(2, 2));
      },
      'search.aggregate': () =>
        ok({ rows: tags, cut: false, warnings: [], roundTripMs: 1, command: '' }),
    });
    await sent(1);
    write('@category:{smartphone}');
    expect(await screen.findByText('The nearest value of category is smartphones')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: '@category:{smartphones}' }));
    await sent(3);
    expect(searches.at(-1)).toMatchObject({ query: '@category:{smartphones}' });
  });
});
