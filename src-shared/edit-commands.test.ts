import { describe, expect, test } from 'vitest';
import type { ValueEdit } from './contract/edits.ts';
import { commandLine, editCommands, NO_FACTS } from './edit-commands.ts';
import { toBytes } from './redis-value.ts';

const b = toBytes;
const lines = (edit: ValueEdit, facts = NO_FACTS): string[] =>
  editCommands(b('my key'), edit, facts).map(commandLine);

describe('the commands of an edit', () => {
  test('keep the TTL of a string', () => {
    expect(lines({ kind: 'string.set', before: b('a'), value: b('b\n') })).toEqual([
      String.raw`SET "my key" "b\n" KEEPTTL`,
    ]);
  });

  test('write of a part only what differs', () => {
    const part = { kind: 'string.setrange', length: 40, offset: 10 } as const;
    expect(lines({ ...part, before: b('abcdef'), value: b('abXdYf') })).toEqual([
      'SETRANGE "my key" 12 XdY',
    ]);
  });

  test('set the expiry of a field again, which HSET drops', () => {
    const edit = { kind: 'hash.set', field: b('f'), before: b('1'), value: b('2') } as const;
    expect(lines(edit, { ...NO_FACTS, fieldExpiresAtMs: '1700000000000' })).toEqual([
      'HSET "my key" f 2',
      'HPEXPIREAT "my key" 1700000000000 FIELDS 1 f',
    ]);
  });

  test('point at one element of a list, whatever equals it', () => {
    expect(
      lines({ kind: 'list.insert', index: 3, before: b('x'), where: 'before', value: b('y') }),
    ).toEqual([
      'LSET "my key" 3 __redstart_this_one__',
      'LINSERT "my key" BEFORE __redstart_this_one__ y',
      'LSET "my key" 4 x',
    ]);
  });

  test('never make a key that is gone, but when its removal is taken back', () => {
    const edit = { kind: 'list.push', end: 'right', value: b('x') } as const;
    expect(lines(edit)).toEqual(['RPUSHX "my key" x']);
    expect(lines(edit, { ...NO_FACTS, emptied: { expiresAtMs: 5 } })).toEqual([
      'RPUSH "my key" x',
      'PEXPIREAT "my key" 5',
    ]);
  });

  test('keep the score of a member that is renamed', () => {
    expect(
      lines({ kind: 'zset.rename', member: b('a'), before: '9007199254740993', to: b('b') }),
    ).toEqual(['ZADD "my key" 9007199254740993 b', 'ZREM "my key" a']);
  });

  test('have a set never empty in between', () => {
    expect(lines({ kind: 'set.replace', before: b('a'), member: b('b') })).toEqual([
      'SADD "my key" b',
      'SREM "my key" a',
    ]);
  });
});
