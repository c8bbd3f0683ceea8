import { Ban } from 'lucide-react';
import type { RateLimitRule } from '../../../src-shared/contract/shapes.ts';
import { ABSENT, formatCount } from '../../ui/format/count.ts';
import { formatDuration } from '../../ui/format/duration.ts';
import { Icon } from '../../ui/Icon.tsx';
import { KeyName } from '../../ui/KeyName.tsx';
import { Meter } from '../../ui/Meter.tsx';
import { useNow } from '../../ui/TtlText.tsx';
import type { DataColumn } from '../../ui/table/data-column.ts';
import type { Limiter } from './rate-limits-store.ts';
import { judge, ruleFor, type Verdict } from './verdict.ts';

function ResetsIn({ atMs, offsetMs }: { readonly atMs: number | null; readonly offsetMs: number }) {
  const now = useNow(atMs !== null) + offsetMs;
  if (atMs === null) return ABSENT;
  return atMs <= now ? 'expired' : formatDuration(atMs - now);
}

function Remaining({ verdict }: { readonly verdict: Verdict }) {
  if (verdict.next === 'denied')
    return (
      <span className="inline-flex items-center gap-1.5 text-danger">
        <Icon icon={Ban} size={12} />
        denied
      </span>
    );
  if (verdict.limit === null) return <span className="text-text-3">limit not set</span>;
  if (verdict.remaining === null)
    return (
      <span className="text-text-3" title="Counted in another window than you set: open it to know">
        not known
      </span>
    );
  const isNear = verdict.remaining < verdict.limit * 0.2;
  return (
    <span className={isNear ? 'text-warning' : ''}>{formatCount(verdict.remaining)} left</span>
  );
}

function Used({ used, limit }: { readonly used: number; readonly limit: number | null }) {
  return (
    <span className="flex w-full items-center gap-2">
      {limit === null ? (
        <span className="w-[46px]" />
      ) : (
        <Meter label="Used" kind="limit" value={used / limit} width={46} />
      )}
      <span className="tn grow text-right">
        {formatCount(used)}
        {limit === null ? null : <span className="text-text-3">/{formatCount(limit)}</span>}
      </span>
    </span>
  );
}

/** `ratelimit:api:user:1` without the word that all of them share. */
function withoutFirstPart(key: Uint8Array): Uint8Array {
  const at = key.indexOf(0x3a);
  return at === -1 || at === key.byteLength - 1 ? key : key.subarray(at + 1);
}

export function limiterColumns(
  rules: readonly RateLimitRule[],
  offsetMs: number,
): readonly DataColumn<Limiter>[] {
  const verdictOf = (row: Limiter): Verdict => judge(row, ruleFor(row.key, rules), row.readAtMs);
  const pressure = (row: Limiter): number => {
    const { limit } = verdictOf(row);
    return limit === null ? row.used / 1e9 : row.used / limit;
  };
  return [
    {
      id: 'name',
      title: 'Limiter',
      width: 140,
      minWidth: 100,
      grow: true,
      mono: true,
      cell: ({ key }) => <KeyName name={withoutFirstPart(key)} />,
      sortBy: ({ id }) => id,
    },
    {
      id: 'used',
      title: 'Used',
      width: 118,
      numeric: true,
      cell: (row) => <Used used={row.used} limit={verdictOf(row).limit} />,
      sortBy: pressure,
    },
    {
      id: 'remaining',
      title: 'Remaining',
      width: 92,
      cell: (row) => <Remaining verdict={verdictOf(row)} />,
      sortBy: (row) => verdictOf(row).remaining,
    },
    {
      id: 'resets',
      title: 'Resets in',
      width: 92,
      numeric: true,
      cell: (row) => <ResetsIn atMs={verdictOf(row).resetsAtMs} offsetMs={offsetMs} />,
      sortBy: (row) => verdictOf(row).resetsAtMs,
    },
  ];
}
