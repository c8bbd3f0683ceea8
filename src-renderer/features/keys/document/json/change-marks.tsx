import type { ReactNode } from 'react';
import { formatJsonPath } from '../../../../../src-shared/json-path.ts';
import { classNames } from '../../../../ui/class-names.ts';
import { withoutHidden } from '../value/hidden-characters.ts';
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

/** Names of new members by the path of the object that they are put into. */
export function addedNames(changes: readonly JsonChange[]): ReadonlyMap<string, readonly string[]> {
  const added = new Map<string, string[]>();
  for (const { steps, command } of changes) {
    const name = steps.at(-1);
    if (command?.edit.kind !== 'add' || typeof name !== 'string') continue;
    const parent = formatJsonPath(steps.slice(0, -1));
    added.set(parent, [...(added.get(parent) ?? []), name]);
  }
  return added;
}

const NAMED = 4;

/** What saving brings into an object, for its row. */
export function Added({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  const shown = names.slice(0, NAMED).map((name) => withoutHidden(name.slice(0, 40)) || '""');
  const more = names.length - shown.length;
  return (
    <span className="ml-2">
      <span className="text-success">
        + {shown.join(', ')}
        {more > 0 ? `, ${more} more` : null}
      </span>
      <span className="ml-2 font-ui text-11 text-success">added on saving</span>
    </span>
  );
}

interface ChangeMarkProps {
  readonly change: JsonChange | null;
  /** New members are put into it. */
  readonly isAddedTo: boolean;
}

/** The edge of a row with a pending change. */
export function ChangeMark({ change, isAddedTo }: ChangeMarkProps) {
  if (change === null && !isAddedTo) return null;
  return (
    <span
      className={classNames(
        'absolute inset-y-0 left-0 w-0.5',
        change !== null && deletes(change) ? 'bg-danger' : 'bg-success',
      )}
    />
  );
}
