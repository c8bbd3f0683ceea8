import type { ReactNode } from 'react';
import { classNames } from '../../../../ui/class-names.ts';
import { formatCountOf } from '../../../../ui/format/count.ts';
import { SkeletonRows } from '../../../../ui/Skeleton.tsx';
import { DiffLines } from './DiffLines.tsx';
import { Coarse } from './TwoWay.tsx';
import type { Comparison, ThreeSources } from './use-three-way.ts';

export interface ThreeWayProps {
  readonly sources: ThreeSources;
  readonly comparison: Comparison | null;
  /** What is said below a text: of numbers, by how much they differ. */
  readonly notes?: Partial<Readonly<Record<keyof ThreeSources, ReactNode>>>;
  /** Whether it is said what stands in each other's way; of values that are shown in words it is plain. */
  readonly isTold?: boolean;
  /** The height it has at most. */
  readonly className: string;
}

const none: NonNullable<ThreeWayProps['notes']> = {};

const sides = [
  { side: 'read', title: 'As read here' },
  { side: 'theirs', title: 'On the server now' },
  { side: 'mine', title: 'Mine' },
] as const;

function summary({ conflicts, merged }: Comparison): string {
  if (merged !== null) return 'The two changes are not in each other’s way: both can be kept.';
  if (conflicts === 0) return 'They cannot be merged: the whole of one has to be taken.';
  return `${formatCountOf(conflicts, 'place was', 'places were')} changed by both.`;
}

/** What was read, what is there now and what was written here, the latter two marked against the first. */
export function ThreeWay({
  sources,
  comparison,
  notes = none,
  isTold = true,
  className,
}: ThreeWayProps) {
  if (comparison === null)
    return <SkeletonRows columns={[null, null, null]} rows={3} label="Comparing" />;
  return (
    <>
      <div className="grid grid-cols-3 gap-3">
        {sides.map(({ side, title }) => (
          <h3 key={side} className="sec">
            {title}
          </h3>
        ))}
      </div>
      <div className={classNames('grid grid-cols-3 gap-3 overflow-y-auto', className)}>
        {sides.map(({ side, title }, column) => (
          <section
            key={side}
            aria-label={title}
            tabIndex={0}
            className="code selectable min-h-8 overflow-x-auto rounded-2 border border-border-1 bg-surface-inset"
          >
            {sources[side] === null ? (
              <p className="px-2 font-ui leading-5 text-text-3">not there</p>
            ) : null}
            <DiffLines rows={comparison.rows} column={column} />
          </section>
        ))}
      </div>
      <div className="grid grid-cols-3 gap-3 text-11 text-text-3">
        {sides.map(({ side }) => (
          <div key={side}>{notes[side]}</div>
        ))}
      </div>
      {comparison.isExact ? null : <Coarse />}
      {isTold ? <p className="mt-1 text-12 text-text-2">{summary(comparison)}</p> : null}
    </>
  );
}
