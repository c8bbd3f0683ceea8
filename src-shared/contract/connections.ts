import { z } from 'zod';
import { MOST_SEPARATORS, SEPARATOR_LENGTH } from '../separators.ts';
import { connectionId, profileId, request, stream, text, timestampMs } from './define.ts';

export const environment = z.enum(['local', 'staging', 'production']);
export type Environment = z.infer<typeof environment>;

/** A CA, certificate or key is named by its path and read in main only. */
const filePath = text(4_096);

/** How to reach a server, without its secrets: those are kept in main and never leave it. */
export const profileFields = z.strictObject({
  name: text(200).min(1),
  environment,
  host: text(1_024).min(1),
  port: z.int().min(1).max(65_535),
  db: z.int().min(0).max(65_535),
  username: text(512),
  tls: z.strictObject({
    enabled: z.boolean(),
    caFile: filePath.nullable(),
    /** Other name to verify the certificate against and to send as SNI. */
    servername: text(512).nullable(),
  }),
  readOnly: z.boolean(),
  /** What divides key names into folders. */
  separators: z.array(text(SEPARATOR_LENGTH).min(1)).min(1).max(MOST_SEPARATORS),
  /** RESP version asked for with HELLO; 2 for servers or proxies that mishandle 3. */
  protocol: z.union([z.literal(2), z.literal(3)]),
});
export type ProfileFields = z.infer<typeof profileFields>;

/** Where a profile's password is: `keychain` encrypted by the OS; `session` until the app quits; `none`. */
export const secretPlace = z.enum(['none', 'session', 'keychain', 'unreadable']);

export const profile = z.object({
  id: profileId,
  ...profileFields.shape,
  password: secretPlace,
  lastOpenedMs: timestampMs.nullable(),
});
export type Profile = z.infer<typeof profile>;

/** What to do with the password: keep what is stored, forget it, or take a new one. */
export const passwordChange = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('keep') }),
  z.strictObject({ action: z.literal('clear') }),
  z.strictObject({ action: z.literal('set'), password: text(4_096) }),
]);

const appErrorShape = z.custom<import('../result.ts').AppError>(
  (value) => typeof value === 'object' && value !== null && 'code' in value && 'message' in value,
);

/** The nodes of a cluster as they are now. */
export const clusterFacts = z.object({
  primaries: z.int(),
  replicas: z.int(),
  /** Primaries that cannot be reached: what is in their slots can be neither read nor changed. */
  lost: z.array(z.object({ address: z.string(), slots: z.int(), error: appErrorShape })),
  /** It serves no keys at all: by its default it does not while a slot has no primary. */
  isDown: z.boolean(),
});
export type ClusterFacts = z.infer<typeof clusterFacts>;

/** What a server is and can do, found out without needing INFO. null: this user may not know. */
export const serverFacts = z.object({
  kind: z.enum(['redis', 'valkey', 'other']),
  version: z.string().nullable(),
  mode: z.enum(['standalone', 'cluster', 'sentinel']),
  role: z.enum(['master', 'replica', 'sentinel']).nullable(),
  protocol: z.union([z.literal(2), z.literal(3)]),
  modules: z.array(z.object({ name: z.string(), version: z.string() })).nullable(),
  /** Lower-case names of the optional commands Redstart uses and this server has. */
  commands: z.array(z.string()),
  /** What the user may not do, as commands refused by ACL: `info`, `config|get`, ... */
  refused: z.array(z.string()),
  /** Why nothing can be written, where that is certain; null also where it is not known. */
  noWrites: z.enum(['user', 'replica']).nullable(),
  databases: z.int().nullable(),
  user: z.string().nullable(),
  dbSize: z.int().nullable(),
  roundTripMs: z.number(),
  /** null: no cluster, or this user may not ask for its nodes: then only the one that was named is used. */
  cluster: clusterFacts.nullable(),
});
export type ServerFacts = z.infer<typeof serverFacts>;

export const connectionState = z.discriminatedUnion('status', [
  z.object({ status: z.literal('connecting') }),
  z.object({ status: z.literal('ready'), sinceMs: timestampMs }),
  z.object({
    status: z.literal('reconnecting'),
    retryAtMs: timestampMs,
    attempt: z.int(),
    error: appErrorShape,
    lostAtMs: timestampMs,
  }),
  z.object({ status: z.literal('failed'), error: appErrorShape }),
]);
export type ConnectionState = z.infer<typeof connectionState>;

export const openConnection = z.object({
  id: connectionId,
  /** null for one opened by URL and not saved. */
  profile: profileId.nullable(),
  name: z.string(),
  environment,
  /** host:port, for display. */
  address: z.string(),
  db: z.int(),
  /** The first of `separators`, by which a name alone is shown. */
  separator: z.string(),
  separators: z.array(z.string()),
  sandbox: z.boolean(),
  state: connectionState,
  facts: serverFacts.nullable(),
  /** Writes are refused in main; `unlockedUntilMs` while the user has unlocked a read-only connection. */
  readOnly: z.boolean(),
  unlockedUntilMs: timestampMs.nullable(),
});
export type OpenConnection = z.infer<typeof openConnection>;

const none = z.strictObject({});

export const connections = {
  'connections.list': request({
    scope: 'app',
    effect: 'read',
    input: none,
    output: z.object({
      profiles: z.array(profile),
      /** Whether the OS keeps secrets here; otherwise passwords last for the session, with the reason. */
      secretStorage: z.object({ available: z.boolean(), reason: z.string() }),
      /** Entries of the stored file that could not be read, said and kept. */
      problems: z.array(z.string()),
    }),
  }),
  'connections.save': request({
    scope: 'app',
    effect: 'write',
    input: z.strictObject({
      id: profileId.nullable(),
      fields: profileFields,
      password: passwordChange,
    }),
    output: profile,
  }),
  'connections.remove': request({
    scope: 'app',
    effect: 'write',
    input: z.strictObject({ id: profileId }),
    output: z.object({ removed: z.boolean() }),
  }),
  /** Connects once with these fields and says what is there; nothing is stored. */
  'connections.test': request({
    scope: 'app',
    effect: 'read',
    input: z.strictObject({
      id: profileId.nullable(),
      fields: profileFields,
      password: passwordChange,
    }),
    output: serverFacts,
  }),
  'connections.open': request({
    scope: 'app',
    effect: 'read',
    input: z.strictObject({ profile: profileId, password: text(4_096).nullable() }),
    output: openConnection,
  }),
  'connections.close': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ connection: connectionId }),
    output: none,
  }),
  'connections.retry': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ connection: connectionId }),
    output: none,
  }),
  /**
   * Lifts the write lock of a read-only connection for ten minutes, or puts it back. It changes neither the server nor what
   * is stored, and as a write it would be refused by the very lock it lifts.
   */
  'connections.setLock': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ connection: connectionId, locked: z.boolean() }),
    output: openConnection,
  }),
  /** What divides key names from now on; kept with the profile where there is one. Nothing changes on the server. */
  'connections.setSeparators': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      connection: connectionId,
      separators: profileFields.shape.separators,
    }),
    output: openConnection,
  }),
  /** Every open connection with its state, whole, whenever one changes. */
  'connections.watch': stream({
    scope: 'app',
    overflow: 'pause',
    input: none,
    item: z.array(openConnection),
  }),
  /** Lets the user pick a file in the system's dialog; only its path comes back. */
  'connections.chooseFile': request({
    scope: 'app',
    effect: 'read',
    input: z.strictObject({ purpose: z.enum(['caFile']) }),
    output: z.object({ path: z.string().nullable() }),
  }),
};

export const sandbox = {
  'sandbox.open': request({
    scope: 'app',
    effect: 'write',
    input: none,
    output: openConnection,
  }),
  'sandbox.setTraffic': request({
    scope: 'app',
    effect: 'write',
    input: z.strictObject({ on: z.boolean(), rate: z.int().min(1).max(10_000) }),
    output: none,
  }),
  'sandbox.watch': stream({
    scope: 'app',
    overflow: 'pause',
    input: none,
    item: z.object({
      status: z.enum(['stopped', 'starting', 'filling', 'running', 'failed']),
      /** "Redis Stack 7.4.1", null until one was found. */
      server: z.string().nullable(),
      /** What this server lacks, and how to get it. */
      missing: z.array(z.string()),
      traffic: z.object({ on: z.boolean(), rate: z.int() }),
      progress: z.object({ done: z.int(), total: z.int() }).nullable(),
      error: z.string().nullable(),
    }),
  }),
};

export const server = {
  /** The figures of the status bar; null where INFO is refused. Asked for every 2 s while shown. */
  'server.stats': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ connection: connectionId }),
    output: z.object({
      keys: z.int().nullable(),
      usedMemoryBytes: z.number().nullable(),
      maxMemoryBytes: z.number().nullable(),
      opsPerSecond: z.number().nullable(),
      roundTripMs: z.number(),
      /** Server clock less ours. */
      clockOffsetMs: z.number(),
    }),
  }),
};
