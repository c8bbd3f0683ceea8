import { TriangleAlert } from 'lucide-react';
import { Suspense, useMemo, useState } from 'react';
import type { JsonNow } from '../../../../../src-shared/contract/json-edits.ts';
import { withoutSecrets } from '../../../../../src-shared/json-secrets.ts';
import { loadLater } from '../../../../lib/load-later.ts';
import { Button } from '../../../../ui/Button.tsx';
import { Icon } from '../../../../ui/Icon.tsx';
import { withoutHidden } from '../value/hidden-characters.ts';
import { describeSize, SourceStart } from './ChangeDiff.tsx';
import type { JsonChange } from './json-change.ts';
import type { JsonSaving } from './json-saving.ts';
import { isHiddenChange, overwriting, rebased } from './pending-commands.ts';

const CompareDialog = loadLater(async () => (await import('./CompareDialog.tsx')).CompareDialog);

export interface ChangeConflictProps {
  readonly change: JsonChange;
  readonly saving: JsonSaving;
  readonly lock: string | null;
}

function Theirs({ change, theirs }: { readonly change: JsonChange; readonly theirs: JsonNow }) {
  const isSet = change.command === null;
  const source = useMemo(
    () => (theirs.is !== 'text' ? null : isSet ? theirs.text : withoutSecrets(theirs.text)),
    [theirs, isSet],
  );
  if (theirs.is === 'gone')
    return (
      <>
        <span className="mono">{withoutHidden(change.path)}</span> is not there any more
      </>
    );
  return (
    <>
      {change.command?.edit.kind === 'add' ? 'Somebody else added it: ' : 'Changed meanwhile to '}
      {isHiddenChange(change) || source === null ? (
        theirs.is === 'size' ? (
          describeSize(theirs)
        ) : (
          'another value'
        )
      ) : (
        <span className="mono">
          <SourceStart source={source} />
        </span>
      )}
    </>
  );
}

/** What somebody else has made of it, and the ways on. */
export function ChangeConflict({ change, saving, lock }: ChangeConflictProps) {
  const [isComparing, setIsComparing] = useState(false);
  const { theirs, command, path } = change;
  if (theirs === null) return null;
  const isOver = overwriting(change) !== null;
  const canCompare = isOver || command === null;
  const again = change.command === null ? null : rebased(change);
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2 py-1 text-12">
      <Icon icon={TriangleAlert} className="text-warning" />
      <span className="min-w-0">
        <Theirs change={change} theirs={theirs} />
      </span>
      {canCompare ? (
        <Button
          size="sm"
          onClick={() => {
            setIsComparing(true);
          }}
        >
          Compare
        </Button>
      ) : null}
      {again === null || change.command === null ? null : (
        <Button
          size="sm"
          onClick={() => {
            saving.reapply(change);
          }}
        >
          {change.command.words[0]} on that
        </Button>
      )}
      {isOver ? (
        <Button size="sm" disabledReason={lock} onClick={() => void saving.overwrite(path)}>
          Overwrite
        </Button>
      ) : null}
      <Button
        size="sm"
        onClick={() => {
          saving.takeTheirs(path);
        }}
      >
        {theirs.is === 'gone' ? 'Drop mine' : 'Take theirs'}
      </Button>
      {isComparing ? (
        <Suspense>
          <CompareDialog
            change={change}
            onClose={() => {
              setIsComparing(false);
            }}
            lock={lock}
            saving={saving}
          />
        </Suspense>
      ) : null}
    </div>
  );
}
