import { formatClock, formatClockTitle } from '../../ui/format/clock.ts';
import { ABSENT } from '../../ui/format/count.ts';
import { formatBytes } from '../../ui/format/bytes.ts';
import { formatDuration } from '../../ui/format/duration.ts';
import { KeyName } from '../../ui/KeyName.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { TtlText, useNow } from '../../ui/TtlText.tsx';
import type { DataColumn } from '../../ui/table/data-column.ts';
import type { SessionRow } from './sessions-store.ts';

function Age({ createdMs }: { readonly createdMs: number | null }) {
  const now = useNow(createdMs !== null, 10_000);
  return createdMs === null ? ABSENT : formatDuration(Math.max(0, now - createdMs));
}

/** The id of a session, without the prefix that all of them share; the whole name is in the inspector. */
function lastPart(key: Uint8Array): Uint8Array {
  const at = key.lastIndexOf(0x3a);
  return at === -1 || at === key.byteLength - 1 ? key : key.subarray(at + 1);
}

/** From creation to expiry: what the bar of what is left is measured by. null where either is not known. */
function lifeMs({
  expiresAtMs,
  createdMs,
}: Pick<SessionRow, 'expiresAtMs' | 'createdMs'>): number | null {
  return expiresAtMs === null || createdMs === null ? null : Math.max(1, expiresAtMs - createdMs);
}

export const sessionColumns: readonly DataColumn<SessionRow>[] = [
  {
    id: 'id',
    title: 'Session',
    width: 260,
    grow: true,
    mono: true,
    cell: ({ key }) => <KeyName name={lastPart(key)} />,
    sortBy: ({ id }) => id,
  },
  {
    id: 'user',
    title: 'User',
    width: 104,
    mono: true,
    cell: ({ user }) => user ?? ABSENT,
    sortBy: ({ user }) => user,
  },
  {
    id: 'created',
    title: 'Created',
    width: 128,
    cell: ({ createdMs }) =>
      createdMs === null ? (
        ABSENT
      ) : (
        <span title={formatClockTitle(createdMs)}>{formatClock(createdMs)}</span>
      ),
    sortBy: ({ createdMs }) => createdMs,
  },
  {
    id: 'age',
    title: 'Age',
    width: 100,
    numeric: true,
    cell: ({ createdMs }) => <Age createdMs={createdMs} />,
    sortBy: ({ createdMs }) => (createdMs === null ? null : -createdMs),
  },
  {
    id: 'ttl',
    title: 'TTL',
    width: 150,
    cell: ({ expiresAtMs, createdMs }) => (
      <TtlText expiresAtMs={expiresAtMs} fullMs={lifeMs({ expiresAtMs, createdMs })} />
    ),
    sortBy: ({ expiresAtMs }) => expiresAtMs,
  },
  {
    id: 'size',
    title: 'Size',
    width: 90,
    numeric: true,
    cell: ({ sizeBytes, type }) =>
      type === 'string' ? formatBytes(sizeBytes) : `${sizeBytes} fields`,
    sortBy: ({ sizeBytes }) => sizeBytes,
  },
  {
    id: 'recognisedAs',
    title: 'Read as',
    width: 130,
    cell: ({ recognisedAs, certain, reason }) => (
      <Tag tone={certain ? 'ok' : undefined} title={reason}>
        {recognisedAs}
        {certain ? '' : ', likely'}
      </Tag>
    ),
    sortBy: ({ recognisedAs }) => recognisedAs,
  },
];
