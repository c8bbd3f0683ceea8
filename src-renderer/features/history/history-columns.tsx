import type { HistoryEntry } from '../../../src-shared/contract/undo.ts';
import { environmentName } from '../../ui/EnvTag.tsx';
import { formatBytes } from '../../ui/format/bytes.ts';
import { formatClock, formatClockTitle } from '../../ui/format/clock.ts';
import { ABSENT, formatCount } from '../../ui/format/count.ts';
import type { DataColumn } from '../../ui/table/data-column.ts';
import { Tag } from '../../ui/Tag.tsx';
import { serverKey } from './history-store.ts';
import { stateWords } from './state-words.ts';

function Server({ server }: Pick<HistoryEntry, 'server'>) {
  if (server === null) return ABSENT;
  const { name, environment, address, db } = server;
  return (
    <span className="ell" title={`${environmentName(environment)}, ${address}, db${db}`}>
      {name}
    </span>
  );
}

export const historyColumns: readonly DataColumn<HistoryEntry>[] = [
  {
    id: 'at',
    title: 'Time',
    width: 126,
    cell: ({ atMs }) => <span title={formatClockTitle(atMs)}>{formatClock(atMs)}</span>,
    sortBy: ({ atMs }) => atMs,
  },
  {
    id: 'what',
    title: 'What',
    width: 220,
    grow: true,
    cell: ({ title }) => (
      <span className="ell" title={title}>
        {title}
      </span>
    ),
    sortBy: ({ title }) => title,
  },
  {
    id: 'server',
    title: 'Server',
    width: 140,
    cell: ({ server }) => <Server server={server} />,
    sortBy: serverKey,
  },
  {
    id: 'command',
    title: 'Command',
    width: 210,
    mono: true,
    cell: ({ command }) => (
      <span className="ell" title={command}>
        {command}
      </span>
    ),
    sortBy: ({ command }) => command,
  },
  {
    id: 'keys',
    title: 'Keys',
    width: 72,
    numeric: true,
    cell: ({ keys }) => formatCount(keys),
    sortBy: ({ keys }) => keys,
  },
  {
    id: 'size',
    title: 'On disk',
    width: 84,
    numeric: true,
    cell: ({ bytes }) => (bytes === 0 ? ABSENT : formatBytes(bytes)),
    sortBy: ({ bytes }) => bytes,
  },
  {
    id: 'state',
    title: 'Undo',
    width: 178,
    cell: (entry) => {
      const { short, tone, long } = stateWords(entry);
      return (
        <Tag tone={tone} title={long}>
          {short}
        </Tag>
      );
    },
    sortBy: (entry) => stateWords(entry).short,
  },
];
