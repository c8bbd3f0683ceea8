import { type ReactNode, useEffect, useState } from 'react';

export interface SkeletonRowsProps {
  readonly rows?: number | undefined;
  /** Column widths in px; null takes the rest. They are those of what comes. */
  readonly columns: readonly (number | null)[];
  readonly label?: string | undefined;
}

// Uneven, as names are, but the same on every draw.
const shares = [0.62, 0.48, 0.7, 0.55, 0.66, 0.42, 0.58];

export function SkeletonRows({ rows = 6, columns, label = 'Loading' }: SkeletonRowsProps) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-row items-center gap-2 px-3" aria-hidden="true">
          {columns.map((width, column) => {
            const share = shares[(row * 3 + column) % shares.length] ?? 0.5;
            const bar = <span className="skel" style={{ width: `${share * 100}%` }} />;
            return width === null ? (
              <span key={column} className="grow">
                {bar}
              </span>
            ) : (
              <span key={column} className="skel flex-none" style={{ width }} />
            );
          })}
        </div>
      ))}
    </div>
  );
}

export interface DelayedProps {
  readonly children: ReactNode;
  readonly delayMs?: number | undefined;
}

/** Nothing for the first 150 ms: what is quick does not flicker. */
export function Delayed({ children, delayMs = 150 }: DelayedProps) {
  const [isDue, setIsDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setIsDue(true);
    }, delayMs);
    return () => {
      clearTimeout(timer);
    };
  }, [delayMs]);
  return isDue ? children : null;
}
