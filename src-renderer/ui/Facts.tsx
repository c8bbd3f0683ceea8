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
        'inline-flex items-center gap-2 border-l border-border-2 pl-3 text-12 whitespace-nowrap',
        className,
      )}
    >
      <span className="text-text-3">{label}</span>
      <span className="tn inline-flex items-center gap-2">{children}</span>
    </span>
  );
}

/** The first fact of each line has its dividing line out of sight, at the left of what is shown. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return (
    <div className="-my-0.5 overflow-hidden py-0.5">
      <div className="-ml-[13px] flex flex-wrap items-center gap-x-3 gap-y-1">{children}</div>
    </div>
  );
}
