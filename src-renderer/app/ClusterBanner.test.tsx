import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { ClusterFacts } from '../../src-shared/contract/connections.ts';
import { ok } from '../../src-shared/result.ts';
import { ClientContext } from '../client/client-context.ts';
import { createFakeClient } from '../client/fake-client.ts';
import { fakeConnection } from '../client/fake-connection.ts';
import { ConnectionBanner } from './ConnectionBanner.tsx';

const lost: ClusterFacts['lost'][number] = {
  address: '10.0.0.3:6379',
  slots: 5_461,
  error: {
    code: 'redis.offline',
    cause: 'ECONNREFUSED',
    hint: 'Start it',
    message: 'No connection',
  },
};

function show(cluster: ClusterFacts | null) {
  let retries = 0;
  const client = createFakeClient({
    'connections.retry': () => {
      retries += 1;
      return ok({});
    },
  });
  const connection = fakeConnection({
    name: 'shop',
    address: '10.0.0.1:6379',
    facts: {
      kind: 'redis',
      version: '7.4.1',
      mode: 'cluster',
      role: 'master',
      protocol: 3,
      modules: [],
      commands: [],
      refused: [],
      noWrites: null,
      databases: 1,
      user: 'default',
      dbSize: null,
      roundTripMs: 1,
      cluster,
    },
  });
  render(
    <ClientContext value={client}>
      <ConnectionBanner connection={connection} />
    </ClientContext>,
  );
  return { retries: () => retries };
}

afterEach(cleanup);

describe('what of a cluster does not work', () => {
  it('is nothing while all primaries are there, or when they are not known', () => {
    show({ primaries: 3, replicas: 0, lost: [], isDown: false });
    show(null);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('is the slots of a primary that is lost', async () => {
    const { retries } = show({ primaries: 3, replicas: 0, lost: [lost], isDown: false });
    expect(screen.getByRole('alert').textContent).toContain(
      '1 of 3 primaries cannot be reached. 10.0.0.3:6379: ECONNREFUSED. Keys in its 5,461 of 16,384 slots',
    );
    fireEvent.click(screen.getByRole('button', { name: 'Try now' }));
    await waitFor(() => expect(retries()).toBe(1));
  });

  it('is everything when the cluster wants all of its slots', () => {
    show({ primaries: 3, replicas: 0, lost: [lost], isDown: true });
    expect(screen.getByRole('alert').textContent).toContain('this cluster serves no keys at all');
  });
});
