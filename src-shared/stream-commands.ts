import type { StreamChange } from './contract/stream-changes.ts';
import { assertNever } from './result.ts';

type StreamCommandName =
  | 'xack'
  | 'xadd'
  | 'xautoclaim'
  | 'xclaim'
  | 'xdel'
  | 'xgroup|create'
  | 'xgroup|createconsumer'
  | 'xgroup|delconsumer'
  | 'xgroup|destroy'
  | 'xgroup|setid'
  | 'xtrim';

/** The command of a change, its name as COMMAND INFO has it. */
export type StreamCommand = readonly [name: StreamCommandName, ...args: (string | Uint8Array)[]];

/** The command that makes a change of a stream. */
export function streamCommand(key: Uint8Array, change: StreamChange): StreamCommand {
  switch (change.kind) {
    case 'add': {
      const pairs = change.fields.flatMap(({ field, value }) => [field, value]);
      return ['xadd', key, change.id, ...pairs];
    }
    case 'delete':
      return ['xdel', key, ...change.ids];
    case 'trim':
      return ['xtrim', key, change.by, ...(change.approximate ? ['~'] : []), change.threshold];
    case 'ack':
      return ['xack', key, change.group, ...change.ids];
    case 'claim': {
      const { group, consumer, minIdleMs, ids } = change;
      return ['xclaim', key, group, consumer, String(minIdleMs), ...ids, 'JUSTID'];
    }
    case 'autoclaim': {
      const { group, consumer, minIdleMs, count } = change;
      const options = ['0-0', 'COUNT', String(count), 'JUSTID'];
      return ['xautoclaim', key, group, consumer, String(minIdleMs), ...options];
    }
    case 'group.create':
      return ['xgroup|create', key, change.group, change.id];
    case 'group.setId':
      return ['xgroup|setid', key, change.group, change.id];
    case 'group.destroy':
      return ['xgroup|destroy', key, change.group];
    case 'consumer.create':
      return ['xgroup|createconsumer', key, change.group, change.consumer];
    case 'consumer.delete':
      return ['xgroup|delconsumer', key, change.group, change.consumer];
    default:
      return assertNever(change);
  }
}
