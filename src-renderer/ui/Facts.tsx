import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

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
