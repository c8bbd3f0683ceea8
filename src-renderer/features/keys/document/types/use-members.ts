import { useState } from 'react';
import type { Output } from '../../../../../src-shared/contract/index.ts';
import { LIMITS } from '../../../../../src-shared/limits.ts';
import { toBinaryString } from '../../../../../src-shared/redis-value.ts';
import { ok, type Result } from '../../../../../src-shared/result.ts';
import { useClient } from '../../../../client/client-context.ts';
import { partId } from '../value/whole-value.ts';
import { exactName, filterPattern } from './filter-pattern.ts';
import { isFollowed, type Page } from './pages.ts';
import { readTimeLike, type TimeLike } from './time-like.ts';
import { usePages } from './use-pages.ts';
import type { ValueProps } from './value-props.ts';
import type { ZsetRead } from './zset-range.ts';

export interface ScoredRow {
  readonly id: string;
  /** null: not known in a range by score or name. */
  readonly rank: number | null;
  readonly member: Uint8Array;
  /** Of the whole member: more than was read where it is long. */
  readonly total: number;
  /** Exactly as the server wrote it. */
  readonly score: string;
  readonly time: TimeLike | null;
}

interface Read {
  readonly reverse: boolean;
  /** null: by rank. */
  readonly range: ZsetRead | null;
  /** By rank: how many are left out before. */
  readonly start: number;
}

type Position = number | string;

/** The members of a part of it, a page at a time; `mixed`: its scores differ, so that a range by name means little. */
export function useMembers(props: ValueProps, { reverse, range, start: first }: Read) {
  const { connection, keyName } = props;
  const client = useClient();
  const [mixed, setMixed] = useState(false);
  const find = async (
    { text }: Extract<ZsetRead, { readonly by: 'find' }>,
    from: string,
    signal: AbortSignal,
  ): Promise<Result<Page<ScoredRow, string>>> => {
    const key = { connection: connection.id, key: keyName };
    const exact = from === '0' ? exactName(text) : null;
    const named =
      exact === null
        ? null
        : await client.call('values.findRank', { ...key, member: exact }, { signal });
    if (named?.ok === false) return named;
    const match = filterPattern(text) ?? new Uint8Array();
    const input = { ...key, position: from, count: LIMITS.pageElements, match };
    const scan = await client.call('values.zsetScan', input, { signal });
    if (!scan.ok) return scan;
    const { members, ...rest } = scan.value;
    const rows = rowsOf(members, () => null);
    const found = named?.value.found ?? null;
    if (exact === null || found === null) return ok({ rows, ...rest });
    const { score, rank } = found;
    const whole = rowsOf([{ member: exact, score }], () => rank);
    return ok({ rows: [...whole, ...rows.filter(({ id }) => id !== whole[0]?.id)], ...rest });
  };
  const pages = usePages<ScoredRow, Position>(
    {
      first: range === null ? first : range.by === 'find' ? '0' : 0,
      idOf: ({ id }) => id,
      onGone: props.onGone,
      read: async (position, signal) => {
        if (range?.by === 'find') return await find(range, String(position), signal);
        const start = Number(position);
        const count = LIMITS.pageElements;
        const input = { connection: connection.id, key: keyName, count, reverse };
        if (range === null) {
          const result = await client.call('values.zset', { ...input, start }, { signal });
          if (!result.ok) return result;
          const { members, total } = result.value;
          const rankOf = (at: number) =>
            !reverse ? start + at : total === null ? null : total - 1 - start - at;
          return ok(pageOf(rowsOf(members, rankOf), { start, end: total, total }));
        }
        const sent = { ...input, range, offset: start };
        const result = await client.call('values.zsetRange', sent, { signal });
        if (!result.ok) return result;
        const { members, found, total, hasOneScore } = result.value;
        setMixed(!hasOneScore);
        return ok(
          pageOf(
            rowsOf(members, () => null),
            { start, end: found, total },
          ),
        );
      },
    },
    {
      variant: `${String(reverse)} ${range === null ? first : rangeText(range)}`,
      revision: props.revision,
    },
  );
  return { pages, mixed: mixed && range?.by === 'lex' };
}

function rangeText(range: ZsetRead): string {
  if (range.by === 'find') return JSON.stringify([range.by, range.text]);
  const ends = [range.min, range.max].map((end) => {
    if (end === null) return '';
    const mark = end.exclusive ? '(' : '[';
    return `${mark}${'score' in end ? end.score : toBinaryString(end.member)}`;
  });
  return JSON.stringify([range.by, ...ends]);
}

interface Place {
  readonly start: number;
  /** How many there are to read; null: not known. */
  readonly end: number | null;
  readonly total: number | null;
}

function pageOf(rows: readonly ScoredRow[], { start, end, total }: Place) {
  const read = start + rows.length;
  return { rows, next: isFollowed(rows.length, read, end) ? read : null, total };
}

function rowsOf(
  members: Output<'values.zset'>['members'],
  rankOf: (at: number) => number | null,
): ScoredRow[] {
  const now = Date.now();
  return members.map(({ member, total = member.byteLength, score }, at) => ({
    id: partId(member, total),
    rank: rankOf(at),
    member,
    total,
    score,
    time: readTimeLike(score, now),
  }));
}
