import { useMemo, useRef } from 'react';
import { formatCountOf } from '../../../../../ui/format/count.ts';
import { showBytes } from '../../value/show-bytes.ts';
import { useElementSize } from '../../value/use-element-size.ts';
import { type PlaceRow, spotOf } from './places.ts';
import { project, type Spot } from './projection.ts';

const HEIGHT = 300;
const PADDING = 16;

export interface PlaceMapProps {
  /** At least one. */
  readonly places: readonly PlaceRow[];
  readonly activeId: string | null;
  readonly onChoose: (id: string) => void;
  /** Where a search began. */
  readonly center: Spot | null;
  /** Two places whose distance is told. */
  readonly line: readonly [PlaceRow, PlaceRow] | null;
}

/** Places on a grid of degrees. The table below says the same in text, and is the way by keyboard. */
export function PlaceMap({ places, activeId, onChoose, center, line }: PlaceMapProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = Math.max(120, useElementSize(box).width - PADDING * 2);
  const spots = useMemo(() => places.map(spotOf), [places]);
  const map = useMemo(
    () => project(center === null ? spots : [...spots, center], { width, height: HEIGHT }),
    [spots, center, width],
  );
  const [from, to] = line === null ? [null, null] : [spotOf(line[0]), spotOf(line[1])];
  return (
    <div ref={box} className="flex-none border-b border-border-1 bg-surface-inset p-4">
      <svg
        role="img"
        aria-label={`Map of ${formatCountOf(places.length, 'place')}`}
        width={width}
        height={HEIGHT}
        className="block overflow-hidden text-10"
      >
        {map.longitudes.map((degrees) => (
          <g key={degrees}>
            <line
              x1={map.xOf(degrees)}
              x2={map.xOf(degrees)}
              y1={0}
              y2={HEIGHT}
              stroke="var(--border-1)"
            />
            <text x={map.xOf(degrees) + 3} y={HEIGHT - 3} fill="var(--text-3)">
              {`${degrees}°`}
            </text>
          </g>
        ))}
        {map.latitudes.map((degrees) => (
          <g key={degrees}>
            <line
              x1={0}
              x2={width}
              y1={map.yOf(degrees)}
              y2={map.yOf(degrees)}
              stroke="var(--border-1)"
            />
            <text x={3} y={map.yOf(degrees) - 3} fill="var(--text-3)">
              {`${degrees}°`}
            </text>
          </g>
        ))}
        {from === null || to === null ? null : (
          <line
            x1={map.xOf(from.longitude)}
            y1={map.yOf(from.latitude)}
            x2={map.xOf(to.longitude)}
            y2={map.yOf(to.latitude)}
            stroke="var(--accent-text)"
            strokeDasharray="4 3"
          />
        )}
        {places.map(({ id, member }, index) => {
          const spot = spots[index];
          if (spot === undefined) return null;
          return (
            <circle
              key={id}
              cx={map.xOf(spot.longitude)}
              cy={map.yOf(spot.latitude)}
              r={id === activeId ? 6 : 4}
              fill={id === activeId ? 'var(--accent-text)' : 'var(--fill-zset)'}
              stroke="var(--surface-inset)"
              onClick={() => {
                onChoose(id);
              }}
            >
              <title>{showBytes(member, 80)}</title>
            </circle>
          );
        })}
        {center === null ? null : (
          <path
            d={`M${map.xOf(center.longitude) - 6} ${map.yOf(center.latitude)}h12m-6 -6v12`}
            stroke="var(--text-1)"
            strokeWidth={1.5}
          />
        )}
      </svg>
    </div>
  );
}
