// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OpenConnection } from '../../../src-shared/contract/connections.ts';
import { connectionId } from '../../../src-shared/contract/define.ts';
import type { Input, Output } from '../../../src-shared/contract/index.ts';
import type { IndexInfo } from '../../../src-shared/contract/search.ts';
import { toBytes, toUtf8 } from '../../../src-shared/redis-value.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { sessionStore } from '../../app/session-store.ts';
import { ClientContext } from '../../client/client-context.ts';
import { createFakeClient, type FakeAnswers } from '../../client/fake-client.ts';
import { releaseStores } from '../../client/per-connection.ts';
import { fakeLayout } from '../../ui/testing/fake-layout.ts';
import { TooltipProvider } from '../../ui/Tooltip.tsx';
import { searchFeature } from './index.ts';
import { SearchView } from './SearchView.tsx';

const id = connectionId.parse('c1');
const connection: OpenConnection = {
  id,
  profile: null,
  name: 'Price comparison',
  environment: 'local',
  address: 'localhost:6379',
  db: 0,
  separator: ':',
  sandbox: false,
  state: { status: 'ready', sinceMs: 0 },
  facts: null,
  readOnly: false,
  unlockedUntilMs: null,
};

const field = (attribute: string, type: string, ...options: string[]) => ({ identifier: `$.${attribute}`, attribute, type, options });
const products: IndexInfo = {
  state: 'known',
  name: 'idx:products',
  on: 'JSON',
  prefixes: ['product:'],
  fields: [field('name', 'TEXT', 'WEIGHT 5'), field('brand', 'TEXT'), field('category', 'TAG'), field('price', 'NUMERIC', 'SORTABLE', 'UNF')],
  documents: 5_000,
  terms: '713',
  sizeMb: '1.5',
  indexing: false,
  percentIndexed: '1',
  failures: '0',
  lastFailure: null,
};
const offers: IndexInfo = { ...products, name: 'idx:offers', on: 'HASH', prefixes: ['offer:'], documents: 1_200, fields: [field('shop', 'TAG')] };

const cell = (name: string, value: string | null) => ({ name, value, bytes: value?.length ?? 0 });
const row = (n: number) => ({
  key: toBytes(`product:p${n}`),
  score: null,
  fields: [cell('name', `Phone ${n}`), cell('brand', null), cell('category', 'smartphones'), cell('price', `${500 + n}.50`)],
});
const answer = (total: number, count: number): Output<'search.run'> => ({
  total,
  rows: Array.from({ length: count }, (_, n) => row(n + 1)),
  warnings: [],
  roundTripMs: 2.4,
  command: 'FT.SEARCH',
});
const refused = (message: string): Result<never> => fail({ code: 'redis.reply', command: 'FT.SEARCH', prefix: 'ERR', message });

type Search = Omit<Input<'search.run'>, 'connection'>;
const searches: Search[] = [];
const aggregates: Omit<Input<'search.aggregate'>, 'connection'>[] = [];
const copied: string[] = [];

function show(answers: FakeAnswers = {}): void {
  const client = createFakeClient({
    'search.indexes': () => ok([products, offers, { state: 'refused', name: 'idx:secret', reason: 'NOPERM' }]),
    'search.run': ({ connection: _connection, ...input }) => {
      searches.push(input);
      return ok(answer(120, 2));
    },
    'search.aggregate': ({ connection: _connection, ...input }) => {
      aggregates.push(input);
      const rows = [
        [cell('brand', 'Samsung'), cell('count', '64'), cell('min_price', '519')],
        [cell('brand', 'Apple'), cell('count', '16'), cell('min_price', '599.5')],
      ];
      return ok({ rows, cut: false, warnings: [], roundTripMs: 1, command: 'FT.AGGREGATE' });
    },
    'app.copyText': ({ text }) => {
      copied.push(text);
      return ok({});
    },
    ...answers,
  });
  render(
    <ClientContext value={client}>
      <TooltipProvider>
        <SearchView connection={connection} />
      </TooltipProvider>
    </ClientContext>,
  );
}

const line = () => screen.getByRole('textbox', { name: 'Query' });
function type(text: string, key: 'Enter' | null = 'Enter'): void {
  fireEvent.change(line(), { target: { value: text } });
  if (key !== null) fireEvent.keyDown(line(), { key });
}
const marked = () =>
  Array.from(document.querySelectorAll('.decoration-wavy'), (run) => run.textContent).join('');
const last = () => searches.at(-1);
const grid = () => screen.findByRole('grid', { name: 'Results' });
const heads = async () => within(await grid()).getAllByRole('columnheader').map((head) => head.textContent);
const sent = async (count: number) => {
  await waitFor(() => {
    expect(searches).toHaveLength(count);
  });
};

beforeAll(fakeLayout);
beforeEach(() => {
  searches.length = 0;
  aggregates.length = 0;
  copied.length = 0;
});
afterEach(() => {
  cleanup();
  releaseStores(id);
});

describe('the indexes', () => {
  test('are listed with their documents; the first is shown with all its documents', async () => {
    show();
    const list = await screen.findByRole('listbox', { name: 'Indexes' });
    expect(within(list).getAllByRole('option').map((option) => option.textContent)).toEqual([
      'JSONidx:products5,000', 'HASHidx:offers1,200', 'idx:secretnot readable',
    ]);
    expect(await screen.findByText('120 results')).toBeTruthy();
    expect(last()).toMatchObject({ index: 'idx:products', query: '*', fields: ['name', 'brand', 'category', 'price'], offset: 0, count: 50, dialect: 2 });
    expect(screen.getByRole('region', { name: 'Schema' }).textContent).toContain('4 fields');
    expect(screen.getByRole('region', { name: 'Index' }).textContent).toContain('Size1.5 MB');
  });

  test('each keeps the line last run on it', async () => {
    show();
    await sent(1);
    type('@brand:Apple');
    await sent(2);
    fireEvent.click(screen.getByText('idx:offers'));
    await sent(3);
    expect(last()).toMatchObject({ index: 'idx:offers', query: '*', fields: ['shop'] });
    fireEvent.click(screen.getByText('idx:products', { selector: 'bdi' }));
    await sent(4);
    expect(last()).toMatchObject({ index: 'idx:products', query: '@brand:Apple' });
  });

  test('what could not be listed says why, and can be tried again', async () => {
    let tries = 0;
    show({
      'search.indexes': () => {
        tries += 1;
        return tries === 1 ? refused('NOPERM no ft._list') : ok([]);
      },
    });
    expect(await screen.findByText('NOPERM no ft._list')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('No index on this server')).toBeTruthy();
  });
});

describe('a search', () => {
  test('the first sentence of the issue', async () => {
    show();
    await sent(1);
    type('@brand:Apple @category:{smartphones} SORTBY price ASC');
    await sent(2);
    expect(last()).toMatchObject({ query: '@brand:Apple @category:{smartphones}', sortBy: { field: 'price', direction: 'ASC' } });
    expect(await heads()).toEqual(['#', 'key', 'name', 'brand', 'category', 'price']);
    const price = within(await grid()).getByRole('columnheader', { name: 'price' });
    await waitFor(() => {
      expect(price.getAttribute('aria-sort')).toBe('ascending');
    });
    // As written, absent and null apart.
    expect(screen.getAllByRole('row')[1]?.textContent).toContain('Phone 1nullsmartphones501.50');
    expect(screen.getByText(/^RETURN 4 name brand category price SORTBY price ASC LIMIT 0 50 DIALECT 2$/)).toBeTruthy();
  });

  test('a mistake is said at the line and nothing is sent', async () => {
    show();
    await sent(1);
    type('@brand:{Apple SORTBY price');
    expect((await screen.findByRole('alert')).textContent).toBe('{ is not closed');
    expect(line().getAttribute('aria-invalid')).toBe('true');
    expect(marked()).toBe('{Apple');
    expect(searches).toHaveLength(1);
  });

  test('the words of the server stand at the line, with the place, until it is changed', async () => {
    show({ 'search.run': ({ query }) => (query === '*' ? ok(answer(2, 2)) : refused('Syntax error at offset 5 near phone')) });
    await screen.findByText('2 results');
    type('phone)');
    expect((await screen.findByRole('alert')).textContent).toBe('Syntax error at offset 5 near phone');
    expect(marked()).toBe(')');
    expect(screen.getByText('for the line run before')).toBeTruthy();
    type('phone', null);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('a lost connection is said above the results, which stay', async () => {
    show({
      'search.run': ({ query }) =>
        query === '*' ? ok(answer(2, 2)) : fail({ code: 'redis.offline', cause: 'ECONNRESET', hint: 'Wait', message: 'No connection to the server' }),
    });
    await screen.findByText('2 results');
    type('x');
    expect((await screen.findByRole('alert')).textContent).toContain('ECONNRESET');
    expect(screen.getByText('2 results')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Run again' })).toBeTruthy();
  });

  test('the controls and the line are one state', async () => {
    show();
    await sent(1);
    fireEvent.change(screen.getByRole('combobox', { name: 'SORTBY field' }), { target: { value: 'price' } });
    await sent(2);
    expect(line()).toHaveProperty('value', '* SORTBY price ASC');
    fireEvent.click(screen.getByRole('button', { name: 'Ascending: sort descending' }));
    await sent(3);
    expect(line()).toHaveProperty('value', '* SORTBY price DESC');
    fireEvent.change(screen.getByRole('combobox', { name: 'DIALECT' }), { target: { value: '3' } });
    fireEvent.click(screen.getByRole('checkbox', { name: 'Scores' }));
    await sent(5);
    expect(line()).toHaveProperty('value', '* SORTBY price DESC DIALECT 3 WITHSCORES');
    expect(last()).toMatchObject({ dialect: 3, withScores: true, sortBy: { direction: 'DESC' } });
    type('phone SORTBY name LIMIT 10 20 VERBATIM', null);
    expect(screen.getByRole('combobox', { name: 'SORTBY field' })).toHaveProperty('value', 'name');
    expect(screen.getByRole('textbox', { name: 'LIMIT offset' })).toHaveProperty('value', '10');
    expect(screen.getByText('VERBATIM', { selector: '.tag *' })).toBeTruthy();
    const count = screen.getByRole('textbox', { name: 'LIMIT count' });
    fireEvent.change(count, { target: { value: '5' } });
    expect(searches).toHaveLength(5);
    fireEvent.blur(count);
    await sent(6);
    expect(last()).toMatchObject({ query: 'phone', offset: 10, count: 5, extra: ['VERBATIM'] });
  });

  test('RETURN is chosen by check boxes; what is written by hand is kept', async () => {
    show();
    await sent(1);
    fireEvent.click(screen.getByRole('button', { name: 'RETURN all fields' }));
    fireEvent.click(await screen.findByRole('checkbox', { name: 'brand' }));
    await sent(2);
    expect(line()).toHaveProperty('value', '* RETURN 3 name category price');
    type('* RETURN 3 $.price AS p');
    await sent(3);
    expect(screen.getByRole('button', { name: 'RETURN by hand', hidden: true })).toBeTruthy();
    fireEvent.click(await screen.findByRole('button', { name: 'The fields of the schema' }));
    await sent(4);
    expect(line()).toHaveProperty('value', '*');
  });

  test('a click on a head sorts by the server, pages go through all', async () => {
    show();
    await sent(1);
    fireEvent.click(within(await grid()).getByRole('columnheader', { name: 'price' }));
    await sent(2);
    expect(last()).toMatchObject({ sortBy: { field: 'price', direction: 'DESC' } });
    const next = () => screen.getByRole('button', { name: 'Next rows' });
    await waitFor(() => {
      expect(next().getAttribute('aria-disabled')).toBeNull();
    });
    fireEvent.click(next());
    await sent(3);
    expect(line()).toHaveProperty('value', '* SORTBY price DESC LIMIT 50 50');
    expect(await screen.findByText('51 to 52')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Previous rows' }));
    await sent(4);
    expect(line()).toHaveProperty('value', '* SORTBY price DESC');
  });

  test('an empty result says why and offers what would find something', async () => {
    show({
      'search.run': ({ query, ...input }) => {
        searches.push({ query, ...input });
        return ok(query === '@brand:{Apple}' ? answer(0, 0) : answer(2, 2));
      },
    });
    await sent(1);
    type('@brand:{Apple} SORTBY price');
    expect(await screen.findByText('brand is TEXT: braces are for TAG')).toBeTruthy();
    expect(await heads()).toEqual(['#', 'key', 'name', 'brand', 'category', 'price']);
    fireEvent.click(screen.getByRole('button', { name: '@brand:Apple' }));
    await sent(3);
    expect(last()).toMatchObject({ query: '@brand:Apple', sortBy: { field: 'price' } });
  });

  test('↑ and ↓ go through earlier lines', async () => {
    show();
    await sent(1);
    type('first');
    type('second');
    await sent(3);
    type('unfinished', null);
    const press = (key: string): string => {
      fireEvent.keyDown(line(), { key });
      return String(Reflect.get(line(), 'value'));
    };
    expect([press('ArrowUp'), press('ArrowUp'), press('ArrowDown'), press('ArrowDown')]).toEqual(['second', 'first', 'second', 'unfinished']);
  });

  test('a whole command chooses its index and is copied as redis-cli takes it', async () => {
    show();
    await sent(1);
    type('FT.SEARCH idx:offers "@shop:{a}" LIMIT 0 5');
    await sent(2);
    expect(last()).toMatchObject({ index: 'idx:offers', query: '@shop:{a}', count: 5, fields: ['shop'] });
    fireEvent.click(screen.getByRole('button', { name: 'Copy as redis-cli' }));
    await waitFor(() => {
      expect(copied).toEqual(['FT.SEARCH idx:offers "@shop:{a}" RETURN 1 shop LIMIT 0 5 DIALECT 2']);
    });
  });
});

describe('an aggregation', () => {
  test('the second sentence of the issue, as typed', async () => {
    show();
    await sent(1);
    type('GROUPBY brand / COUNT / MIN price / SORTBY count DESC');
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
    expect(line()).toHaveProperty('value', 'GROUPBY brand / COUNT / MIN price / SORTBY min_price DESC');
  });

  test('Search and Aggregate pick templates for the same query', async () => {
    show();
    await sent(1);
    type('@brand:Apple SORTBY price');
    await sent(2);
    fireEvent.click(screen.getByRole('radio', { name: 'Aggregate' }));
    await waitFor(() => {
      expect(aggregates[0]).toMatchObject({ query: '@brand:Apple' });
    });
    expect(line()).toHaveProperty('value', '@brand:Apple GROUPBY category / COUNT / SORTBY count DESC');
    fireEvent.click(screen.getByRole('radio', { name: 'Search' }));
    await sent(3);
    expect(line()).toHaveProperty('value', '@brand:Apple');
  });
});

describe('the document of a row', () => {
  const head = { type: 'ReJSON-RL', ttlMs: null, encoding: null, idleSeconds: null, length: null, memoryBytes: null };
  const click = async (text: string) => fireEvent.click(within(await grid()).getByText(text));

  test('is shown as it is now, and opens in Keys', async () => {
    show({
      'keys.head': () => ok(head),
      'json.get': () => ok({ kind: 'text', text: '{"id":9007199254740993,"name":"<b>x</b>\\u202e"}', bytes: 46, readAtMs: 0 }),
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
      'keys.head': ({ key }) => (toUtf8(key) === 'product:p1' ? ok({ ...head, type: 'hash' }) : fail({ code: 'notFound', what: 'key', message: 'gone' })),
      'values.hash': () => ok({ fields: [{ field: toBytes('shop'), value: Uint8Array.of(0xff), ttlMs: null }], next: null, total: 300 }),
    });
    await sent(1);
    await click('Phone 1');
    expect((await screen.findByRole('region', { name: 'Document' })).textContent).toBe('shop\\xff299 more fields in the key');
    await click('Phone 2');
    expect(await screen.findByText('This key is gone')).toBeTruthy();
  });
});

test('a server without FT.SEARCH says what it needs', () => {
  const facts = { kind: 'redis', version: '7.0.15', commands: ['json.get'] } as const;
  const base = { mode: 'standalone', role: 'master', protocol: 3, modules: [], refused: [], databases: 16, user: null, dbSize: 0, roundTripMs: 1 } as const;
  expect(searchFeature.unavailable({ ...base, ...facts, modules: [], refused: [], commands: [] })).toMatch(/needs FT\.SEARCH.*Redis 7\.0\.15/);
  expect(searchFeature.unavailable({ ...base, ...facts, modules: [], refused: [], commands: ['ft.search'] })).toBeNull();
});
