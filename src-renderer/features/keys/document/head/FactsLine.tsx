import { TriangleAlert } from 'lucide-react';
import { explainError } from '../../../../ui/explain-error.ts';
import { Fact, Facts } from '../../../../ui/Facts.tsx';
import { formatBytes } from '../../../../ui/format/bytes.ts';
import { ABSENT, formatCount } from '../../../../ui/format/count.ts';
import { formatAgo, formatDuration } from '../../../../ui/format/duration.ts';
import { Icon } from '../../../../ui/Icon.tsx';
import { TtlText, useNow } from '../../../../ui/TtlText.tsx';
import type { ReadyHead } from '../head-store.ts';
import { MemoryFact, type MemoryFactProps } from './MemoryFact.tsx';

const CORE_TYPES = new Set([
  'string',
  'hash',
  'list',
  'set',
  'zset',
  'stream',
  'vectorset',
  'array',
]);

const absent = <span className="text-text-3">{ABSENT}</span>;

/** Of types whose length is asked for. */
const LENGTH = /^(?:STRLEN|[HLX]LEN|[SZV]CARD)$/;

function NotReadable({ command }: { readonly command: string }) {
  return (
    <span className="text-text-3" title={`This user may not run ${command}`}>
      not readable
    </span>
  );
}

/** Idle time in whole seconds, as OBJECT IDLETIME counts it. */
function idleText(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1_000);
}

/** TTL, memory, encoding, idle, length, and how old they are. */
export function FactsLine({
  state,
  connection,
  keyName,
}: MemoryFactProps & { readonly state: ReadyHead }) {
  const { head, readAtMs, expiresAtMs, fullTtlMs, problem } = state;
  const now = useNow(true);
  const lacks = (command: string): boolean => head.refused.includes(command);
  const length = head.refused.find((command) => LENGTH.test(command));
  // OBJECT ENCODING says "raw" of any module's value.
  const encoding = CORE_TYPES.has(head.type) ? head.encoding : head.type;
  return (
    <Facts>
      {lacks('TYPE') ? (
        <Fact label="Type">
          <span
            className="text-text-3"
            title="This user may not run TYPE: it was found by STRLEN, HLEN and their like"
          >
            by its length command
          </span>
        </Fact>
      ) : null}
      <Fact label="TTL">
        <TtlText expiresAtMs={expiresAtMs} form="header" fullMs={fullTtlMs} />
      </Fact>
      <MemoryFact connection={connection} keyName={keyName} />
      <Fact label="Encoding">
        {encoding === null ? (
          lacks('OBJECT ENCODING') ? (
            <NotReadable command="OBJECT ENCODING" />
          ) : (
            absent
          )
        ) : (
          <span className="mono">{encoding}</span>
        )}
      </Fact>
      <Fact label="Idle">
        {head.idleSeconds !== null ? (
          idleText(head.idleSeconds)
        ) : lacks('OBJECT IDLETIME') ? (
          <NotReadable command="OBJECT IDLETIME" />
        ) : (
          absent
        )}
      </Fact>
      {length === undefined ? null : (
        <Fact label="Length">
          <NotReadable command={length} />
        </Fact>
      )}
      {head.length === null ? null : (
        <Fact label="Length">
          {head.type === 'string' ? formatBytes(head.length) : formatCount(head.length)}
        </Fact>
      )}
      {head.place === undefined ? null : (
        <Fact label="Slot">
          {formatCount(head.place.slot)} on{' '}
          <span className="mono">{head.place.node ?? 'no node'}</span>
        </Fact>
      )}
      <Fact label="Loaded">
        <span className={problem === null ? undefined : 'text-warning'}>
          {formatAgo(now - readAtMs)}
        </span>
        {problem === null ? null : (
          <span className="inline-flex items-center gap-1 text-warning" role="alert">
            <Icon icon={TriangleAlert} size={12} />
            not read again: {explainError(problem).what}
          </span>
        )}
      </Fact>
    </Facts>
  );
}
