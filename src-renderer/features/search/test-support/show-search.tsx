import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { expect } from 'vitest';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { connectionId } from '../../../../src-shared/contract/define.ts';
import type { Input, Output } from '../../../../src-shared/contract/index.ts';
import type { IndexInfo } from '../../../../src-shared/contract/search.ts';
import { toBytes } from '../../../../src-shared/redis-value.ts';
import { fail, ok, type Result } from '../../../../src-shared/result.ts';
import { ClientContext } from '../../../client/client-context.ts';
import { createFakeClient, type FakeAnswers } from '../../../client/fake-client.ts';
import { fakeConnection } from '../../../client/fake-connection.ts';
import { releaseStores } from '../../../client/per-connection.ts';
import { TooltipProvider } from '../../../ui/Tooltip.tsx';
import { SearchView } from '../SearchView.tsx';

export const id = connectionId.parse('c1');
const connection: OpenConnection = fakeConnection({
  id,
  name: 'Price comparison',
});

const field = (attribute: string, kind: string, ...options: string[]) => ({
  identifier: `$.${attribute}`,
  attribute,
  type: kind,
  options,
});
const products: IndexInfo = {
  state: 'known',
  name: 'idx:products',
  on: 'JSON',
  prefixes: ['product:'],
  fields: [
    field('name', 'TEXT', 'WEIGHT 5'),
    field('brand', 'TEXT'),
    field('category', 'TAG'),
    field('price', 'NUMERIC', 'SORTABLE', 'UNF'),
  ],
  documents: 5_000,
  terms: '713',
  sizeMb: '1.5',
  indexing: false,
  percentIndexed: '1',
  failures: '0',
  lastFailure: null,
};
const offers: IndexInfo = {
  ...products,
  name: 'idx:offers',
  on: 'HASH',
  prefixes: ['offer:'],
  documents: 1_200,
  fields: [field('shop', 'TAG')],
};

export const cell = (name: string, value: string | null) => ({
  name,
  value,
  bytes: value?.length ?? 0,
});
export const row = (n: number) => ({
  key: toBytes(`product:p${n}`),
  score: null,
  fields: [
    cell('name', `Phone ${n}`),
    cell('brand', null),
    cell('category', 'smartphones'),
    cell('price', `${500 + n}.50`),
  ],
});
export const answer = (total: number, count: number): Output<'search.run'> => ({
  total,
  rows: Array.from({ length: count }, (_, n) => row(n + 1)),
  warnings: [],
  roundTripMs: 2.4,
  command: 'FT.SEARCH',
});
export const refused = (message: string): Result<never> =>
  fail({ code: 'redis.reply', command: 'FT.SEARCH', prefix: 'ERR', message });

type Search = Omit<Input<'search.run'>, 'connection'>;
export const searches: Search[] = [];
export const aggregates: Omit<Input<'search.aggregate'>, 'connection'>[] = [];
export const copied: string[] = [];

/** The view on a server with two readable indexes; what is sent is noted. */
export function show(answers: FakeAnswers = {}): void {
  const client = createFakeClient({
    'search.indexes': () =>
      ok([products, offers, { state: 'refused', name: 'idx:secret', reason: 'NOPERM' }]),
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

export const line = () => screen.getByRole('textbox', { name: 'Query' });
/** Writes the line, and runs it. */
export function write(text: string, key: 'Enter' | null = 'Enter'): void {
  fireEvent.change(line(), { target: { value: text } });
  if (key !== null) fireEvent.keyDown(line(), { key });
}
export const marked = () =>
  Array.from(document.querySelectorAll('.decoration-wavy'), (run) => run.textContent).join('');
export const last = () => searches.at(-1);
export const grid = () => screen.findByRole('grid', { name: 'Results' });
export const heads = async () =>
  within(await grid())
    .getAllByRole('columnheader')
    .map((head) => head.textContent);
export const sent = async (count: number) => {
  await waitFor(() => {
    expect(searches).toHaveLength(count);
  });
};

/** Forgets what was sent, and the stores. */
export function forget(): void {
  for (const list of [searches, aggregates, copied]) list.length = 0;
  releaseStores(id);
}
