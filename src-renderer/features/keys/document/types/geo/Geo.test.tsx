import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import fc from 'fast-check';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { geo } from '../../../../../../src-shared/contract/series.ts';
import { LIMITS } from '../../../../../../src-shared/limits.ts';
import { toBytes } from '../../../../../../src-shared/redis-value.ts';
import { fail, ok } from '../../../../../../src-shared/result.ts';
import type { FakeAnswers } from '../../../../../client/fake-client.ts';
import { fakeLayout } from '../../../../../ui/testing/fake-layout.ts';
import { headOf, renderPane, testTicket } from '../../test-support/render-pane.tsx';
import { NOWHERE, readAround } from './around.ts';
import { degreeLines } from './projection.ts';

beforeAll(fakeLayout);
afterEach(cleanup);

const position = { longitude: '13.36138933897018433', latitude: '38.11555639549629859' };
const answers: FakeAnswers = {
  'keys.head': () => ok(headOf('zset')),
  'values.zset': () =>
    ok({ members: [{ member: toBytes('Palermo'), score: '3479099956230698' }], total: 1 }),
  'geo.positions': () =>
    ok({
      members: [{ member: toBytes('Palermo'), score: '3479099956230698', position }],
      total: 1,
    }),
  'geo.search': () =>
    fail({
      code: 'redis.reply',
      command: 'GEOSEARCH',
      prefix: 'ERR',
      message: 'ERR invalid longitude,latitude pair',
    }),
};

test('positions on a map, by choice, and a search that is refused says why', async () => {
  renderPane(answers);
  fireEvent.click(await screen.findByRole('radio', { name: 'Map' }));
  expect(await screen.findByRole('img', { name: 'Map of 1 place' })).not.toBeNull();
  expect(screen.getByRole('grid', { name: 'Places' }).textContent).toContain(position.longitude);
  fireEvent.change(screen.getByRole('textbox', { name: /^Center/ }), {
    target: { value: '500, 1' },
  });
  fireEvent.change(screen.getByRole('textbox', { name: 'Radius' }), { target: { value: '10' } });
  expect(within(await screen.findByRole('alert')).getByText(/invalid longitude/)).not.toBeNull();
});

test('places beyond the first page are read on, two are measured, one is moved', async () => {
  const place = (name: string) => ({ member: toBytes(name), score: '3479099956230698', position });
  const { calls } = renderPane({
    ...answers,
    'geo.positions': ({ start }) =>
      ok({ members: [place(start === 0 ? 'Palermo' : 'Catania')], total: 2 }),
    'geo.distance': ({ unit }) => ok({ distance: unit === 'km' ? '166.2742' : '103.3182' }),
    'values.change': () => ok({ outcome: 'done', ticket: testTicket('Moved Catania') }),
  });
  fireEvent.click(await screen.findByRole('radio', { name: 'Map' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Load 1 more' }));
  expect(await screen.findByRole('img', { name: 'Map of 2 places' })).not.toBeNull();
  const row = (name: string) => screen.getByRole('row', { name: new RegExp(name) });
  fireEvent.contextMenu(row('Palermo'));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Measure from this' }));
  fireEvent.click(row('Catania'));
  expect(await screen.findByText('166.2742')).not.toBeNull();
  fireEvent.change(screen.getByRole('combobox', { name: 'Unit of the distance' }), {
    target: { value: 'mi' },
  });
  expect(await screen.findByText('103.3182')).not.toBeNull();
  fireEvent.contextMenu(row('Catania'));
  fireEvent.click(await screen.findByRole('menuitem', { name: /^Move/ }));
  const longitude = await screen.findByRole('textbox', { name: 'Longitude' });
  fireEvent.change(longitude, { target: { value: '181' } });
  expect(screen.getByRole('alert').textContent).toBe('A longitude from -180 to 180');
  fireEvent.change(longitude, { target: { value: '15.5' } });
  expect(screen.getByRole('group', { name: 'Commands' }).textContent).toBe(
    `GEOADD product:1 XX 15.5 ${position.latitude} Catania`,
  );
  fireEvent.click(screen.getByRole('button', { name: /^Save/ }));
  expect(await screen.findByText('Moved Catania')).not.toBeNull();
  expect(calls.find(({ name }) => name === 'values.change')?.input).toMatchObject({
    change: { kind: 'zset.place', before: '3479099956230698', longitude: '15.5' },
  });
});

test('a map that is full says so, and offers the next members by rank and those before', async () => {
  const total = LIMITS.mapPlaces + 1;
  const place = (rank: number) => ({
    member: toBytes(`m${rank}`),
    score: '3479099956230698',
    position,
  });
  const { calls } = renderPane({
    ...answers,
    // Few rows are drawn here, however far a page reaches.
    'geo.positions': ({ start }) =>
      ok({
        members: Array.from({ length: start === 0 ? LIMITS.mapPlaces : 1 }, (_, i) => ({
          ...place(start + i),
          ...(i > 0 ? { position: null } : {}),
        })),
        total,
      }),
  });
  fireEvent.click(await screen.findByRole('radio', { name: 'Map' }));
  const parts = within(await screen.findByRole('group', { name: 'Parts of the set' }));
  expect(parts.getByText(/The map is full: 5,000 are drawn at once/)).not.toBeNull();
  fireEvent.click(parts.getByRole('button', { name: 'The next 5,000' }));
  expect(await screen.findByRole('row', { name: /m5000/ })).not.toBeNull();
  expect(screen.getAllByText(/from rank 5,000 on/)).not.toEqual([]);
  expect(screen.queryByRole('button', { name: 'The next 5,000' })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'The 5,000 before' }));
  expect(await screen.findByRole('row', { name: /m0/ })).not.toBeNull();
  const starts = calls.flatMap((call) => (call.name === 'geo.positions' ? [call.input] : []));
  expect(starts).toMatchObject([{ start: 0 }, { start: LIMITS.mapPlaces }, { start: 0 }]);
});

test('scores that are times or small numbers offer no map', async () => {
  for (const score of ['12', String(Date.now()), String(Date.now() * 1_000)]) {
    renderPane({
      ...answers,
      'values.zset': () => ok({ members: [{ member: toBytes('Palermo'), score }], total: 1 }),
    });
    expect(await screen.findByText('Palermo')).not.toBeNull();
    expect(screen.queryByRole('radio', { name: 'Map' })).toBeNull();
    cleanup();
  }
});

test('what is typed as a center is what main takes, and lines are few', () => {
  const typed = fc.oneof(fc.string(), fc.stringMatching(/^[-+\d., ]{0,30}$/));
  const figure = fc.stringMatching(/^[-+]?\d{1,20}(\.\d{0,30})?$/);
  const place = fc.tuple(figure, fc.constantFrom(' ', ', ', ';'), figure).map((it) => it.join(''));
  // jsdom has a Uint8Array of its own, by which the contract goes here.
  const key = Uint8Array.from(toBytes('g'));
  let asked = 0;
  fc.assert(
    fc.property(
      fc.oneof(typed, place),
      fc.oneof(typed, figure),
      fc.constantFrom('radius', 'box'),
      (center, size, by) => {
        const sizes = { radius: size, width: size, height: '1' };
        const query = readAround({ ...NOWHERE, center, by, ...sizes });
        if (query === null) return;
        asked += 1;
        const sent = { connection: 'c', key, ...query };
        expect(geo['geo.search'].input.safeParse(sent).success).toBe(true);
      },
    ),
  );
  expect(asked).toBeGreaterThan(0);
  const degrees = fc.double({ min: -180, max: 180, noNaN: true });
  fc.assert(
    fc.property(degrees, degrees, (a, b) => {
      expect(degreeLines({ low: Math.min(a, b), high: Math.max(a, b) }).length).toBeLessThan(10);
    }),
  );
});
