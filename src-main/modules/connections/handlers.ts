import type { Redis } from 'ioredis';
import type { ProfileFields, ServerFacts } from '../../../src-shared/contract/connections.ts';
import type { ProfileId } from '../../../src-shared/contract/define.ts';
import { ClusterClient } from '../../redis/cluster-client.ts';
import { connect, type Endpoint } from '../../redis/connect.ts';
import { detectFacts } from '../../redis/detect-facts.ts';
import { assertNoSentinel, findCluster } from '../../redis/open-cluster.ts';
import { toCount } from '../../redis/reply.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import { log } from '../../log.ts';
import type { Handlers } from '../../rpc/handler-types.ts';
import { latest } from '../../rpc/latest.ts';
import type { ProfileStore } from '../../stores/profile-store.ts';
import type { Shell } from '../app/handlers.ts';

function toEndpoint(fields: ProfileFields, password: string | null): Endpoint {
  const { host, port, db, username, tls, protocol } = fields;
  return { host, port, db, username, password, tls, protocol };
}

interface Services {
  readonly pool: SessionPool;
  readonly profiles: ProfileStore;
  readonly shell: Shell;
}

async function openProfile({ pool, profiles }: Services, id: ProfileId, typed: string | null) {
  const fields = profiles.get(id);
  const open = pool.find((session) => session.describe().profile === id);
  if (open !== null) return open.describe();
  const password = typed ?? profiles.password(id, { action: 'keep' });
  const session = await pool.open({
    profile: id,
    name: fields.name,
    environment: fields.environment,
    separators: fields.separators,
    sandbox: false,
    readOnly: fields.readOnly,
    endpoint: toEndpoint(fields, password),
  });
  if (typed !== null) profiles.keepForSession(id, typed);
  // Not worth waiting for: the disk may be slow, and the server is open.
  profiles
    .markOpened(id)
    .catch((error: unknown) => log.warn('the time of opening was not saved', error));
  return session.describe();
}

/** What is there; of a cluster, whether each primary can be reached, and how many keys they have together. */
async function tryOut(client: Redis, endpoint: Endpoint): Promise<ServerFacts> {
  const facts = await detectFacts(client, endpoint);
  await assertNoSentinel(client, facts);
  const none = (): void => undefined;
  const nodes = await findCluster({
    client,
    endpoint,
    facts,
    assertWritable: none,
    onChange: none,
  });
  if (nodes === null) return facts;
  try {
    await nodes.open();
    const [size] = await new ClusterClient(nodes).readAll([['dbsize']]);
    const dbSize = size?.ok === true ? toCount(size.reply) : null;
    return { ...facts, dbSize, cluster: nodes.facts };
  } finally {
    nodes.close();
  }
}

export function createConnectionsHandlers(services: Services) {
  const { pool, profiles, shell } = services;
  return {
    'connections.list': async () => ({
      profiles: profiles.list(),
      secretStorage: profiles.secretStorage(),
      problems: profiles.problems(),
    }),
    'connections.save': ({ id, fields, password }) => profiles.save(id, fields, password),
    'connections.remove': async ({ id }) => ({ removed: await profiles.remove(id) }),
    'connections.test': async ({ id, fields, password }, { signal }) => {
      const endpoint = toEndpoint(fields, profiles.password(id, password));
      const client = await connect(endpoint, 'test', signal);
      try {
        return await tryOut(client, endpoint);
      } finally {
        client.disconnect();
      }
    },
    'connections.open': ({ profile, password }) => openProfile(services, profile, password),
    'connections.close': async ({ connection }) => {
      pool.close(connection);
      return {};
    },
    'connections.retry': async ({ connection }) => {
      pool.get(connection).retryNow();
      return {};
    },
    'connections.setLock': async ({ connection, locked }) => {
      const session = pool.get(connection);
      session.setLock(locked);
      return session.describe();
    },
    'connections.setSeparators': async ({ connection, separators }) => {
      const session = pool.get(connection);
      const { profile } = session.describe();
      if (profile !== null)
        await profiles.save(profile, { ...profiles.get(profile), separators }, { action: 'keep' });
      session.setSeparators(separators);
      return session.describe();
    },
    'connections.watch': (_input, { signal }) =>
      latest(
        () => pool.list(),
        (changed) => pool.watch(changed),
        signal,
      ),
    'connections.chooseFile': async ({ purpose }) => ({ path: await shell.chooseFile(purpose) }),
  } satisfies Pick<
    Handlers,
    | 'connections.list'
    | 'connections.save'
    | 'connections.remove'
    | 'connections.test'
    | 'connections.open'
    | 'connections.close'
    | 'connections.retry'
    | 'connections.setLock'
    | 'connections.setSeparators'
    | 'connections.watch'
    | 'connections.chooseFile'
  >;
}
