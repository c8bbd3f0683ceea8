import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface FigureProps {
  readonly label: string;
  /** Formatted: "1.02M". */
  readonly value: string;
  readonly unit?: string | undefined;
  /** The exact value, for the tooltip. */
  readonly title?: string | undefined;
  /** One small chart. */
  readonly chart?: ReactNode;
  /** One line of meta. */
  readonly meta?: ReactNode;
  readonly className?: string | undefined;
}

/** A headline figure, alone in its card. */
export function Figure({ label, value, unit, title, chart, meta, className }: FigureProps) {
  return (
    <div className={classNames('card flex min-w-0 flex-col gap-1 p-3', className)}>
      <div className="text-11 text-text-3">{label}</div>
      <div className="fig" title={title}>
        {value}
        {unit === undefined ? null : <small> {unit}</small>}
      </div>
      {chart}
      {meta === undefined ? null : <div className="text-11 text-text-3 tn">{meta}</div>}
    </div>
  );
}

export interface FactProps {
  readonly label: string;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** One fact of a document's second line: "Memory 2.4 KB". Facts are divided by a line. */
export function Fact({ label, children, className }: FactProps) {
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-2 text-12 whitespace-nowrap not-first:border-l not-first:border-border-2 not-first:pl-3',
        className,
      )}
    >
      <span className="text-text-3">{label}</span>
      <span className="tn inline-flex items-center gap-2">{children}</span>
    </span>
  );
}

export function Facts({ children }: { readonly children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-x-3 gap-y-1">{children}</div>;
}
