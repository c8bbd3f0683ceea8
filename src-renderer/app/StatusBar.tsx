import { Lock, LockOpen } from 'lucide-react';
import type { OpenConnection } from '../../src-shared/contract/connections.ts';
import { useClient } from '../client/client-context.ts';
import { formatBytes } from '../ui/format/bytes.ts';
import { formatCountOf, formatRate, formatShortCount } from '../ui/format/count.ts';
import { formatMode, formatNodes } from '../ui/format/mode.ts';
import { environmentClass } from '../ui/EnvTag.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Meter } from '../ui/Meter.tsx';
import { Sparkline } from '../ui/Sparkline.tsx';
import { Tooltip } from '../ui/Tooltip.tsx';
import { setLock } from './app-actions.ts';
import { JobsStatus } from './jobs/JobsStatus.tsx';
import { type Stats, useServerStats } from './server-stats.ts';
import { TrafficSwitch } from './TrafficSwitch.tsx';
import { UndoMenu } from './UndoMenu.tsx';

const kinds = { redis: 'Redis', valkey: 'Valkey', other: 'Server' };
const stateWords = {
  connecting: ['Connecting', 'text-warning'],
  ready: ['Connected', 'text-success'],
  reconnecting: ['Connection lost', 'text-danger'],
  failed: ['Not connected', 'text-danger'],
} as const;

function MemoryFact({ stats }: { readonly stats: Stats }) {
  const { usedMemoryBytes, maxMemoryBytes } = stats;
  if (usedMemoryBytes === null) return null;
  if (maxMemoryBytes === null || maxMemoryBytes === 0)
    return <span>{formatBytes(usedMemoryBytes)}</span>;
  return (
    <span>
      {formatBytes(usedMemoryBytes)} of {formatBytes(maxMemoryBytes)}
      <Meter label="Memory used" kind="limit" value={usedMemoryBytes / maxMemoryBytes} width={36} />
    </span>
  );
}

const noWrites = {
  user: ['Read-only user', 'The ACL of this user lets it write nothing'],
  replica: ['Read-only replica', 'What is written goes to its master'],
} as const;

function LockButton({ connection }: { readonly connection: OpenConnection }) {
  const client = useClient();
  const { facts } = connection;
  if (facts !== null && facts.noWrites !== null) {
    const [label, why] = noWrites[facts.noWrites];
    return (
      <span title={why}>
        <Icon icon={Lock} size={12} />
        {label}
      </span>
    );
  }
  if (!connection.readOnly)
    return (
      <span>
        <Icon icon={LockOpen} size={12} />
        Writable
      </span>
    );
  const isUnlocked = connection.unlockedUntilMs !== null;
  return (
    <Tooltip
      side="top"
      text={isUnlocked ? 'Lock writes again' : 'Unlock writes for 10 minutes'}
      keys="mod+shift+l"
    >
      <button
        type="button"
        className={environmentClass(connection.environment)}
        onClick={() => void setLock(client, connection, isUnlocked)}
      >
        <span className="flex items-center gap-1.5 text-(--env)">
          <Icon icon={isUnlocked ? LockOpen : Lock} size={12} />
          {isUnlocked ? 'Unlocked for 10 min' : 'Read-only'}
        </span>
      </button>
    </Tooltip>
  );
}

function ServerFacts({ connection }: { readonly connection: OpenConnection }) {
  const { state, facts } = connection;
  const { stats, ops } = useServerStats(connection.id, state.status === 'ready');
  return (
    <>
      {facts === null ? null : (
        <>
          <span>
            {kinds[facts.kind]} {facts.version ?? ''}
          </span>
          <span>RESP{facts.protocol}</span>
          <span title={facts.cluster === null ? undefined : formatNodes(facts.cluster)}>
            {formatMode(facts)}
          </span>
        </>
      )}
      <span>db{connection.db}</span>
      {stats === null ? null : (
        <>
          {stats.keys === null ? null : (
            <span title={formatCountOf(stats.keys, 'key')}>
              {formatShortCount(stats.keys)} {stats.keys === 1 ? 'key' : 'keys'}
            </span>
          )}
          <MemoryFact stats={stats} />
          {stats.opsPerSecond === null ? null : (
            <span>
              {formatRate(stats.opsPerSecond, 'ops')}
              <Sparkline
                values={ops}
                label={`Operations per second, last minute, now ${stats.opsPerSecond}`}
                width={56}
                height={12}
                from={0}
              />
            </span>
          )}
          <span>{stats.roundTripMs.toFixed(1)} ms</span>
        </>
      )}
    </>
  );
}

/** Left: facts of the server, as it told them, of which the last give way in a narrow window. Right: what runs, and the lock. */
export function StatusBar({ connection }: { readonly connection: OpenConnection }) {
  const [words, tone] = stateWords[connection.state.status];
  return (
    <footer data-part="" className="statusbar" aria-label="Status">
      <span className={tone}>
        <i className="dot" />
        <span className="text-text-2">{words}</span>
      </span>
      <div className="facts">
        <ServerFacts connection={connection} />
      </div>
      <span className="spacer" />
      <JobsStatus />
      <UndoMenu connection={connection.id} />
      {connection.sandbox ? <TrafficSwitch /> : null}
      <LockButton connection={connection} />
    </footer>
  );
}
