import { useStore } from 'zustand';
import type { ConnectionId } from '../../../../../src-shared/contract/define.ts';
import { toBinaryString } from '../../../../../src-shared/redis-value.ts';
import { useClient } from '../../../../client/client-context.ts';
import { explainError } from '../../../../ui/explain-error.ts';
import { Fact } from '../../../../ui/Facts.tsx';
import { formatBytes } from '../../../../ui/format/bytes.ts';
import { formatClock } from '../../../../ui/format/clock.ts';
import { ABSENT } from '../../../../ui/format/count.ts';
import { Tooltip } from '../../../../ui/Tooltip.tsx';
import { type Measured, measuredOf } from './measured.ts';

function Size({ measured }: { readonly measured: Measured | null }) {
  if (measured === null) return null;
  if (measured.is === 'asking') return <span className="text-text-3">Measuring</span>;
  if (measured.is === 'failed')
    return <span className="text-warning">{explainError(measured.error).what}</span>;
  const { bytes, atMs } = measured;
  return bytes === null ? (
    <span className="text-text-3" title="MEMORY USAGE gave none: gone, or refused">
      {ABSENT}
    </span>
  ) : (
    <span title={`By MEMORY USAGE at ${formatClock(atMs)}`}>{formatBytes(bytes)}</span>
  );
}

export interface MemoryFactProps {
  readonly connection: ConnectionId;
  readonly keyName: Uint8Array;
}

/** What the key takes in memory, once it was asked for. */
export function MemoryFact({ connection, keyName }: MemoryFactProps) {
  const sizes = measuredOf(useClient(), connection);
  const id = toBinaryString(keyName);
  const measured = useStore(sizes, (state) => state.sizes.get(id) ?? null);
  return (
    <Fact label="Memory">
      <Size measured={measured} />
      {measured?.is === 'asking' ? null : (
        <Tooltip
          text="MEMORY USAGE SAMPLES 5"
          detail="The server weighs 5 elements and estimates the others; a JSON document it walks as a whole."
        >
          <button
            type="button"
            className="link"
            aria-label={measured === null ? 'Measure the memory' : 'Measure the memory again'}
            onClick={() => void sizes.measure(keyName)}
          >
            {measured === null ? 'Measure' : 'Again'}
          </button>
        </Tooltip>
      )}
    </Fact>
  );
}
