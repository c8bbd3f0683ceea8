import type { ElementRemoval, ValueChange } from '../../src-shared/contract/edits.ts';
import { toBytes } from '../../src-shared/redis-value.ts';

const b = toBytes;
/** The key of every edit. */
export const EDITED_KEY = Buffer.from('k\0\xff', 'latin1');
const key = EDITED_KEY;

/** Every edit with how the key is made before it, and how it looks (DUMP) must come back after the undo. */
export const everyEdit: readonly {
  readonly make: readonly (string | Buffer)[][];
  readonly edit: ValueChange | ElementRemoval;
}[] = [
  { make: [['set', key, 'a']], edit: { kind: 'string.set', before: b('a'), value: b('b') } },
  { make: [['set', key, 'a']], edit: { kind: 'string.append', length: 1, value: b('bc') } },
  {
    make: [['set', key, 'abcdefgh']],
    edit: {
      kind: 'string.setrange',
      length: 8,
      offset: 2,
      before: b('cdef'),
      value: Uint8Array.of(0x63, 0, 0xff, 0x66),
    },
  },
  {
    make: [['set', key, 'a']],
    edit: { kind: 'string.setbit', offset: 4, before: 0, value: 1 },
  },
  {
    make: [['hset', key, 'f', '1', 'g', '2']],
    edit: { kind: 'hash.set', field: b('f'), before: b('1'), value: b('3') },
  },
  {
    make: [['hset', key, 'f', '1']],
    edit: { kind: 'hash.set', field: b('new'), before: null, value: b('') },
  },
  {
    make: [['hset', key, 'f', '1', 'g', '2']],
    edit: { kind: 'hash.delete', field: b('g'), before: b('2') },
  },
  {
    make: [['hset', key, 'f', '1']],
    edit: { kind: 'hash.delete', field: b('f'), before: b('1') },
  },
  {
    make: [['rpush', key, 'x', 'x', 'x']],
    edit: { kind: 'list.set', index: 1, before: b('x'), value: b('y') },
  },
  { make: [['rpush', key, 'x']], edit: { kind: 'list.push', end: 'left', value: b('x') } },
  { make: [['rpush', key, 'x']], edit: { kind: 'list.push', end: 'right', value: b('x') } },
  {
    make: [['rpush', key, 'x', 'x', 'x']],
    edit: { kind: 'list.insert', index: 1, before: b('x'), where: 'before', value: b('y') },
  },
  {
    make: [['rpush', key, 'x', 'x', 'x']],
    edit: { kind: 'list.insert', index: 2, before: b('x'), where: 'after', value: b('y') },
  },
  {
    make: [['rpush', key, 'x', 'y', 'x']],
    edit: { kind: 'list.remove', index: 2, before: b('x') },
  },
  {
    make: [['rpush', key, 'x', 'x', 'y']],
    edit: { kind: 'list.remove', index: 1, before: b('x') },
  },
  { make: [['rpush', key, 'x']], edit: { kind: 'list.remove', index: 0, before: b('x') } },
  ...[0, 1, 2].flatMap((index) =>
    (['left', 'right'] as const)
      .filter((end) => index !== (end === 'left' ? 0 : 2))
      .map((end) => ({
        make: [['rpush', key, 'x', 'y', 'z']],
        edit: { kind: 'list.move', index, before: b('xyz'.charAt(index)), end } as const,
      })),
  ),
  { make: [['sadd', key, 'x']], edit: { kind: 'set.add', member: b('y') } },
  { make: [['sadd', key, 'x']], edit: { kind: 'set.replace', before: b('x'), member: b('y') } },
  { make: [['sadd', key, 'x', 'y']], edit: { kind: 'set.remove', member: b('y') } },
  { make: [['sadd', key, 'x']], edit: { kind: 'set.remove', member: b('x') } },
  {
    make: [['zadd', key, '1.5', 'm']],
    edit: { kind: 'zset.set', member: b('m'), before: '1.5', score: '2.50' },
  },
  {
    make: [['zadd', key, '1.5', 'm']],
    edit: { kind: 'zset.set', member: b('n'), before: null, score: '-inf' },
  },
  ...['0.1', '-inf', '9007199254740993', '1e-300'].map((score) => ({
    make: [['zadd', key, score, 'm', '7', 'n']],
    edit: {
      kind: 'zset.rename',
      member: b('m'),
      before: score,
      to: Uint8Array.of(0, 0xff),
    } as const,
  })),
  {
    make: [['geoadd', key, '13.361389', '38.115556', 'm']],
    edit: {
      kind: 'zset.place',
      member: b('m'),
      before: '3479099956230698',
      longitude: '-122.4194',
      latitude: '37.7749',
    },
  },
  {
    make: [['geoadd', key, '13.361389', '38.115556', 'm']],
    edit: { kind: 'zset.place', member: b('n'), before: null, longitude: '0', latitude: '-.5' },
  },
  {
    make: [['zadd', key, 'inf', 'm', '1', 'n']],
    edit: { kind: 'zset.remove', member: b('m'), before: 'inf' },
  },
];
