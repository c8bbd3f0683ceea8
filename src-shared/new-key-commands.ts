import type { NewValue } from './contract/new-keys.ts';
import { assertNever } from './result.ts';

type NewKeyCommandName =
  | 'geoadd'
  | 'hset'
  | 'json.set'
  | 'pexpire'
  | 'rpush'
  | 'sadd'
  | 'set'
  | 'ts.add'
  | 'ts.create'
  | 'vadd'
  | 'xadd'
  | 'zadd';

/** One command of a new key, its name as Redis has it in lower case. */
export type NewKeyCommand = readonly [name: NewKeyCommandName, ...args: (string | Uint8Array)[]];

/** The commands that make a key with its first value, to be run in one MULTI; `ttlMs` null: it does not expire. */
export function newKeyCommands(
  key: Uint8Array,
  value: NewValue,
  ttlMs: number | null,
): NewKeyCommand[] {
  if (value.kind === 'string')
    return [['set', key, value.value, 'NX', ...(ttlMs === null ? [] : ['PX', String(ttlMs)])]];
  const first = firstCommand(key, value);
  return ttlMs === null ? [first] : [first, ['pexpire', key, String(ttlMs)]];
}

function firstCommand(
  key: Uint8Array,
  value: Exclude<NewValue, { readonly kind: 'string' }>,
): NewKeyCommand {
  switch (value.kind) {
    case 'json':
      return ['json.set', key, '$', value.text, 'NX'];
    case 'hash':
      return ['hset', key, value.field, value.value];
    case 'list':
      return ['rpush', key, value.element];
    case 'set':
      return ['sadd', key, value.member];
    case 'zset':
      return ['zadd', key, value.score, value.member];
    case 'stream':
      return ['xadd', key, value.id, value.field, value.value];
    case 'geo':
      return ['geoadd', key, value.longitude, value.latitude, value.member];
    case 'series':
      return ['ts.add', key, value.atMs, value.value];
    case 'emptySeries':
      return [
        'ts.create',
        key,
        'RETENTION',
        value.retentionMs,
        ...(value.labels.length === 0
          ? []
          : ['LABELS', ...value.labels.flatMap(({ name, value: label }) => [name, label])]),
      ];
    case 'vectors':
      return ['vadd', key, 'VALUES', String(value.values.length), ...value.values, value.element];
    default:
      return assertNever(value);
  }
}
