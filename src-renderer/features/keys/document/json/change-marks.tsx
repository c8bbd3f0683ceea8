import type { ReactNode } from 'react';
import { classNames } from '../../../../ui/class-names.ts';
import { deletes, type JsonChange } from './json-change.ts';

/** What saving takes away. */
export function Deleted({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <span className="mr-2 font-ui text-11 text-danger">deleted on saving</span>
      <s className="text-text-2">{children}</s>
    </>
  );
}

/** The edge of a row with a pending change. */
export function ChangeMark({ change }: { readonly change: JsonChange | null }) {
  if (change === null) return null;
  return (
    <span
      className={classNames(
        'absolute inset-y-0 left-0 w-0.5',
        deletes(change) ? 'bg-danger' : 'bg-success',
      )}
    />
  );
}
