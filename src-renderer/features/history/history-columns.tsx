import { TriangleAlert, Undo2 } from 'lucide-react';
import type { HistoryEntry } from '../../../src-shared/contract/undo.ts';
import { environmentName } from '../../ui/EnvTag.tsx';
import { formatBytes } from '../../ui/format/bytes.ts';
import { formatClock, formatClockTitle } from '../../ui/format/clock.ts';
import { ABSENT, formatCount } from '../../ui/format/count.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { DataColumn } from '../../ui/table/data-column.ts';
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

// Coloured text would be too faint on a chosen row: the colour is the icon's.
function State({ entry }: { readonly entry: HistoryEntry }) {
  const { short, tone, long } = stateWords(entry);
  return (
    <span className="flex min-w-0 items-center gap-1.5" title={long}>
      {tone === 'ok' ? <Icon icon={Undo2} size={12} className="text-success" /> : null}
      {tone === 'warn' ? <Icon icon={TriangleAlert} size={12} className="text-warning" /> : null}
      <span className={tone === undefined ? 'ell text-text-2' : 'ell'}>{short}</span>
    </span>
  );
}

export const historyColumns: readonly DataColumn<HistoryEntry>[] = [
  {
    id: 'at',
    title: 'Time',
    width: 104,
    cell: ({ atMs }) => <span title={formatClockTitle(atMs)}>{formatClock(atMs)}</span>,
    sortBy: ({ atMs }) => atMs,
  },
  {
    id: 'what',
    title: 'What',
    width: 160,
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
    width: 104,
    cell: ({ server }) => <Server server={server} />,
    sortBy: serverKey,
  },
  {
    id: 'command',
    title: 'Command',
    width: 170,
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
    width: 60,
    numeric: true,
    cell: ({ keys }) => formatCount(keys),
    sortBy: ({ keys }) => keys,
  },
  {
    id: 'size',
    title: 'On disk',
    width: 78,
    numeric: true,
    cell: ({ bytes }) => (bytes === 0 ? ABSENT : formatBytes(bytes)),
    sortBy: ({ bytes }) => bytes,
  },
  {
    id: 'state',
    title: 'Undo',
    width: 176,
    cell: (entry) => <State entry={entry} />,
    sortBy: (entry) => stateWords(entry).short,
  },
];
