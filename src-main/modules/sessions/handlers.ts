import type { Output } from '../../../src-shared/contract/index.ts';
import type { SessionRow } from '../../../src-shared/contract/shapes.ts';
import { escapeBytes, toBytes, toUtf8 } from '../../../src-shared/redis-value.ts';
import {
  asObject,
  parseExactJson,
  type ExactJson,
  NumberText,
} from '../../recognise/exact-json.ts';
import {
  isSecretField,
  readSessionHash,
  readSessionString,
  type SessionShape,
} from '../../recognise/session-shapes.ts';
import { isRefused, replyOrNull } from '../../redis/batch-reply.ts';
import type { ReadCall, ReadClient } from '../../redis/clients.ts';
import { type Reply, toCount, toList, toOwnBytes, toPairs, toText } from '../../redis/reply.ts';
import type { Session } from '../../redis/session.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import type { Handlers } from '../../rpc/handler-types.ts';
import { pageNames } from '../../scan/page-names.ts';
import { scanKeys } from '../../scan/scan-keys.ts';

/** Sessions are small; of a larger value the head is enough to see that it is none. */
const READ_BYTES = 16_384;
const HASH_FIELDS = 100;
const CHUNK = 100;

interface Loaded {
  readonly row: SessionRow;
  readonly string: Uint8Array | null;
  readonly fields: readonly { readonly field: Uint8Array; readonly value: Uint8Array }[];
}

function toFieldPairs(reply: Reply): { field: Uint8Array; value: Uint8Array }[] {
  const [, flat = null] = toList(reply);
  return toPairs(flat).map(([field, value]) => ({
    field: toOwnBytes(field),
    value: toOwnBytes(value),
  }));
}

interface Chunk {
  /** null where it is gone, refused or no session. */
  readonly loaded: readonly (Loaded | null)[];
  /** How many of them this user may not read. */
  readonly refused: number;
}

/** Two pipelines for a chunk: types first, then what each type needs. */
async function loadChunk(
  session: Session,
  redis: ReadClient,
  keys: readonly Uint8Array[],
): Promise<Chunk> {
  const nowMs = Date.now() + session.clockOffsetMs;
  const heads = await redis.readAll(
    keys.flatMap((key): ReadCall[] => [
      ['type', key],
      ['pttl', key],
    ]),
  );
  const types = keys.map((_, i) => {
    const type = replyOrNull(heads[i * 2]);
    return type === null ? 'none' : toText(type);
  });
  const readable = keys.flatMap((key, i) =>
    types[i] === 'string' || types[i] === 'hash' ? [{ key, i }] : [],
  );
  const values = await redis.readAll(
    readable.flatMap(({ key, i }): ReadCall[] =>
      types[i] === 'string'
        ? [
            ['strlen', key],
            ['getrange', key, 0, READ_BYTES - 1],
          ]
        : [
            ['hlen', key],
            ['hscan', key, '0', 'COUNT', HASH_FIELDS],
          ],
    ),
  );
  const loaded: (Loaded | null)[] = keys.map(() => null);
  for (const [n, { key, i }] of readable.entries()) {
    const size = replyOrNull(values[n * 2]);
    const value = replyOrNull(values[n * 2 + 1]);
    if (size === null || value === null) continue;
    const string = types[i] === 'string' ? toOwnBytes(value) : null;
    const fields = string === null ? toFieldPairs(value) : [];
    const shape =
      string === null ? readSessionHash(fields, nowMs) : readSessionString(string, nowMs);
    if (shape === null) continue;
    const ttl = replyOrNull(heads[i * 2 + 1]);
    loaded[i] = {
      row: toRow({
        key,
        type: types[i] ?? '',
        shape,
        ttlMs: ttl === null ? -1 : toCount(ttl),
        size: toCount(size),
      }),
      string,
      fields,
    };
  }
  const refused = new Set<number>();
  for (const i of keys.keys()) if (isRefused(heads[i * 2])) refused.add(i);
  for (const [n, { i }] of readable.entries())
    if (isRefused(values[n * 2]) || isRefused(values[n * 2 + 1])) refused.add(i);
  return { loaded, refused: refused.size };
}

type Field = Output<'sessions.read'>['fields'][number];

interface RowParts {
  readonly key: Uint8Array;
  readonly type: string;
  readonly shape: SessionShape;
  readonly ttlMs: number;
  readonly size: number;
}

function toRow({ key, type, shape, ttlMs, size }: RowParts): SessionRow {
  const user = shape.user === null ? null : shownText(shape.user);
  return { key, type, ...shape, user, ttlMs: ttlMs < 0 ? null : ttlMs, sizeBytes: size };
}

/** Text that cannot pretend to be another: controls, bidi marks and the like as escapes. */
const shownText = (text: string): string => escapeBytes(toBytes(text));

/** What JSON leaves as it is and `shownText` would not. */
const hiddenInJson =
  /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
const toJsonEscape = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
const quoted = (text: string): string => JSON.stringify(text).replace(hiddenInJson, toJsonEscape);

/** One JSON value as one line of text, numbers as written. */
function jsonLine(value: ExactJson): string {
  if (value instanceof NumberText) return value.text;
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(jsonLine).join(', ')}]`;
  const object = asObject(value);
  if (object === null) return JSON.stringify(value);
  return `{${Object.entries(object)
    .map(([name, item]) => `${quoted(name)}: ${jsonLine(item)}`)
    .join(', ')}}`;
}

/** Whether the name of anything inside is that of a secret. */
function holdsSecret(value: ExactJson): boolean {
  if (Array.isArray(value)) return value.some(holdsSecret);
  const object = asObject(value);
  return (
    object !== null &&
    Object.entries(object).some(([name, item]) => isSecretField(name) || holdsSecret(item))
  );
}

/** The content as lines of name and text, nested objects one level down by `parent.child`. */
function jsonFields(value: ExactJson): Field[] {
  const object = asObject(value);
  if (object === null) return [jsonField('', value, false)];
  return Object.entries(object).flatMap(([name, item]) => {
    const secret = isSecretField(name);
    const inner = asObject(item);
    if (inner === null) return [jsonField(name, item, secret)];
    return Object.entries(inner).map(([child, one]) =>
      jsonField(`${name}.${child}`, one, secret || isSecretField(child)),
    );
  });
}

function jsonField(name: string, value: ExactJson, secret: boolean): Field {
  const text = typeof value === 'string' ? shownText(value) : jsonLine(value);
  return { name: shownText(name), value: text, secret: secret || holdsSecret(value) };
}

function contentOf({ string, fields }: Loaded): Field[] {
  if (string === null)
    return fields.map(({ field, value }) => {
      const name = escapeBytes(field);
      // What is serialised (Java keeps whole login contexts so) may hold anything.
      const secret = isSecretField(name) || toUtf8(value) === null;
      return { name, value: escapeBytes(value), secret };
    });
  const json = parseExactJson(toUtf8(string) ?? '');
  if (json !== undefined) return jsonFields(json);
  return [{ name: 'value', value: escapeBytes(string), secret: true }];
}

export function createSessionsHandlers() {
  return {
    'sessions.scan': async function* ({ pattern }, { session, redis, signal }) {
      const gentle = session.describe().environment === 'production';
      const options = { match: pattern, type: null, resume: null, signal, gentle };
      for await (const page of scanKeys(redis, options)) {
        const names = pageNames(page);
        const rows: SessionRow[] = [];
        let refused = 0;
        for (let i = 0; i < names.length; i += CHUNK) {
          const chunk = await loadChunk(session, redis, names.slice(i, i + CHUNK));
          rows.push(...chunk.loaded.flatMap((one) => (one === null ? [] : [one.row])));
          refused += chunk.refused;
        }
        const { scanned, of, done, isAnew } = page;
        const others = names.length - rows.length - refused;
        yield { rows, others, refused, scanned, of, done, isAnew };
      }
    },
    'sessions.read': async ({ key }, { session, redis }) => {
      // A key that may not be read is not one that has ended.
      await redis.read('type', key);
      const [loaded = null] = (await loadChunk(session, redis, [key])).loaded;
      if (loaded === null)
        throw new AppFailure({
          code: 'notFound',
          what: 'session',
          message: 'This session has ended, or its key holds something else now',
        });
      return { row: loaded.row, fields: contentOf(loaded) };
    },
  } satisfies Pick<Handlers, 'sessions.scan' | 'sessions.read'>;
}
