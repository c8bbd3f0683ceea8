import type { CSSProperties } from 'react';
import { classNames } from './class-names.ts';

export type MeterKind = 'share' | 'limit' | 'time';

export interface MeterProps {
  /** What it measures, for those who do not see it. */
  readonly label: string;
  /** 0 to 1; what lies outside is cut. */
  readonly value: number;
  /** `share`: accent. `limit`: turns amber at 80%, red when full. `time` left: amber under 25%, red under 8%. */
  readonly kind?: MeterKind | undefined;
  /** The words for the value; otherwise whole percent. */
  readonly text?: string | undefined;
  readonly width?: number | undefined;
  readonly className?: string | undefined;
}

/** The fill of a meter, for charts that say the same. */
export function meterColor(kind: MeterKind, value: number): string {
  if (kind === 'limit')
    return value >= 1 ? 'var(--fill-bad)' : value >= 0.8 ? 'var(--fill-warn)' : 'var(--fill-ok)';
  if (kind === 'time')
    return value < 0.08 ? 'var(--fill-bad)' : value < 0.25 ? 'var(--fill-warn)' : 'var(--fill-ok)';
  return 'var(--accent-text)';
}

export function Meter({ label, value, kind = 'share', text, width, className }: MeterProps) {
  const share = Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0;
  const fill: CSSProperties & Record<'--m', string> = {
    '--m': meterColor(kind, share),
    width: `${share * 100}%`,
  };
  return (
    <span
      className={classNames('meter', className)}
      style={width === undefined ? undefined : { width }}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      aria-valuetext={text}
    >
      <i style={fill} />
    </span>
  );
}
