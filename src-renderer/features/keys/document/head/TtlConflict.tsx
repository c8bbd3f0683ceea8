import { TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { formatClock } from '../../../../ui/format/clock.ts';
import { Icon } from '../../../../ui/Icon.tsx';
import { ThreeWay } from '../diff/ThreeWay.tsx';
import { useThreeWay } from '../diff/use-three-way.ts';

export interface TtlConflictProps {
  readonly readAsMs: number | null;
  readonly theirsMs: number | null;
  /** When it would expire by what was chosen here. */
  readonly mineMs: number | null;
}

// Three stand beside each other, with little room.
const expiryText = (atMs: number | null): string => (atMs === null ? 'no TTL' : formatClock(atMs));

/** Somebody was quicker: what was read, what is there now, and what was chosen here. */
export function TtlConflict({ readAsMs, theirsMs, mineMs }: TtlConflictProps) {
  const [read, theirs, mine] = [readAsMs, theirsMs, mineMs].map(expiryText);
  const sources = useMemo(
    () => ({ read: read ?? null, theirs: theirs ?? null, mine: mine ?? null }),
    [read, theirs, mine],
  );
  const comparison = useThreeWay(sources);
  return (
    <div role="alert">
      <h2 className="mb-1.5 flex flex-wrap items-center gap-2 font-strong">
        <Icon icon={TriangleAlert} className="text-warning" />
        Changed meanwhile
        <span className="text-12 font-normal text-text-3">nothing was overwritten</span>
      </h2>
      <ThreeWay sources={sources} comparison={comparison} isTold={false} className="max-h-24" />
    </div>
  );
}
