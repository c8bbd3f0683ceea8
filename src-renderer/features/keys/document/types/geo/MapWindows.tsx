import { ChevronLeft, ChevronRight } from 'lucide-react';
import { LIMITS } from '../../../../../../src-shared/limits.ts';
import { Button } from '../../../../../ui/Button.tsx';
import { formatCount } from '../../../../../ui/format/count.ts';

export interface MapWindowsProps {
  /** The rank at which the map begins. */
  readonly start: number;
  /** Where the next map would; null: this one is not full, or that was all. */
  readonly next: number | null;
  readonly onStart: (start: number) => void;
}

/** A map holds so many members: the way to those before them and after. */
export function MapWindows({ start, next, onStart }: MapWindowsProps) {
  if (start === 0 && next === null) return null;
  const size = formatCount(LIMITS.mapPlaces);
  return (
    <div
      role="group"
      aria-label="Parts of the set"
      className="flex min-h-row flex-none items-center gap-3 border-t border-border-1 px-3 py-1 text-12"
    >
      {start === 0 ? null : (
        <Button
          size="sm"
          icon={ChevronLeft}
          onClick={() => {
            onStart(Math.max(0, start - LIMITS.mapPlaces));
          }}
        >
          The {size} before
        </Button>
      )}
      {next === null ? null : (
        <>
          <Button
            size="sm"
            icon={ChevronRight}
            onClick={() => {
              onStart(next);
            }}
          >
            The next {size}
          </Button>
          <span className="text-text-3">
            The map is full: {size} are drawn at once. A search around a point finds them all.
          </span>
        </>
      )}
    </div>
  );
}
