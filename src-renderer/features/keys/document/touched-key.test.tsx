import { act, cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { toBytes } from '../../../../src-shared/redis-value.ts';
import { ok } from '../../../../src-shared/result.ts';
import { jobsStore } from '../../../app/jobs/jobs-store.ts';
import { fakeEndedJob } from '../../../app/removal/testing/fake-bulk.ts';
import type { FakeAnswers } from '../../../client/fake-client.ts';
import { fakeLayout } from '../../../ui/testing/fake-layout.ts';
import { packNames } from '../testing/fake-server.ts';
import { headOf, renderPane, testConnection } from './test-support/render-pane.tsx';

beforeAll(fakeLayout);
afterEach(cleanup);

describe('work on many keys that ends', () => {
  const touching = (name: string, isAll = true) => ({
    'jobs.touched': () =>
      ok({
        there: [{ type: 'string', ...packNames([toBytes(name)]) }],
        gone: packNames([]),
        isAll,
      }),
  });
  const open = async (answers: FakeAnswers) => {
    let stored = 'before';
    const connection = testConnection();
    const pane = renderPane(
      {
        'keys.head': () => ok(headOf('string')),
        'values.string': () => ok({ bytes: toBytes(stored), total: stored.length }),
        ...answers,
      },
      { connection },
    );
    await screen.findByText('before');
    stored = 'after';
    return {
      end: () =>
        act(() => void fakeEndedJob({ changed: 1, ticket: null }, { connection: connection.id })),
      asked: (name: string) => pane.calls.filter((call) => call.name === name).length,
    };
  };
  afterEach(() => jobsStore.setState({ jobs: [] }));

  it('elsewhere: the key that it touched is read again', async () => {
    const { end } = await open(touching('product:1'));
    end();
    await screen.findByText('after');
  });

  it('and may have touched more than is told: it is read again', async () => {
    const { end } = await open(touching('product:2', false));
    end();
    await screen.findByText('after');
  });

  it('on other keys costs this one nothing', async () => {
    const { end, asked } = await open(touching('product:2'));
    const before = asked('keys.head');
    end();
    await waitFor(() => expect(asked('jobs.touched')).toBe(1));
    await act(async () => {
      await Promise.resolve();
    });
    expect(asked('keys.head')).toBe(before);
    expect(screen.getByText('before')).not.toBeNull();
  });
});
