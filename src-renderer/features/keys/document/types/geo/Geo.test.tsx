// @vitest-environment jsdom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import fc from 'fast-check';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { geo } from '../../../../../../src-shared/contract/series.ts';
import { toBytes } from '../../../../../../src-shared/redis-value.ts';
import { fail, ok } from '../../../../../../src-shared/result.ts';
import type { FakeAnswers } from '../../../../../client/fake-client.ts';
import { fakeLayout } from '../../../../../ui/testing/fake-layout.ts';
import { headOf, renderPane } from '../../test-support/render-pane.tsx';
import { readAround } from './around.ts';
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
  const { longitude, latitude, radius } = geo['geo.search'].input.shape;
  const typed = fc.oneof(fc.string(), fc.stringMatching(/^[-+\d., ]{0,30}$/));
  fc.assert(
    fc.property(typed, typed, (center, size) => {
      const query = readAround({ center, radius: size, unit: 'km' });
      if (query === null) return;
      expect(longitude.safeParse(query.longitude).success).toBe(true);
      expect(latitude.safeParse(query.latitude).success).toBe(true);
      expect(radius.safeParse(query.radius).success).toBe(true);
    }),
  );
  const degrees = fc.double({ min: -180, max: 180, noNaN: true });
  fc.assert(
    fc.property(degrees, degrees, (a, b) => {
      expect(degreeLines({ low: Math.min(a, b), high: Math.max(a, b) }).length).toBeLessThan(10);
    }),
  );
});
