import { Lock, Undo2 } from 'lucide-react';
import { type RefObject, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../../../ui/Button.tsx';
import { ErrorNotice } from '../../../../ui/ErrorNotice.tsx';
import { formatCountOf } from '../../../../ui/format/count.ts';
import { formatAgo } from '../../../../ui/format/duration.ts';
import { IconButton } from '../../../../ui/IconButton.tsx';
import { isModKey } from '../../../../ui/platform.ts';
import { Region } from '../../../../ui/Region.tsx';
import { Tag } from '../../../../ui/Tag.tsx';
import { useNow } from '../../../../ui/TtlText.tsx';
import { useLatest } from '../../../../ui/use-latest.ts';
import { withoutHidden } from '../value/hidden-characters.ts';
import { ChangeConflict } from './ChangeConflict.tsx';
import { ChangeDiff, RoundingNote } from './ChangeDiff.tsx';
import type { JsonChange } from './json-change.ts';
import { showCommand, wholeCommand } from './json-command.ts';
import type { JsonEditing } from './json-editing.ts';
import type { JsonSaving } from './json-saving.ts';
import { wordsOfChange } from './pending-commands.ts';

export interface PendingBarProps {
  readonly keyName: Uint8Array;
  /** When the document was read; null: only the edited places were. */
  readonly readAtMs: number | null;
  /** A field is open whose text makes no sense yet. */
  readonly isUnfinished: boolean;
  readonly changes: readonly JsonChange[];
  readonly editing: JsonEditing;
  readonly saving: JsonSaving;
  readonly lock: string | null;
}

/** Why saving is off; null while it can be done. */
function saveBlock(
  props: Pick<PendingBarProps, 'isUnfinished' | 'changes' | 'lock'>,
): string | null {
  if (props.lock !== null) return props.lock;
  if (props.isUnfinished) return 'One value is not finished';
  if (props.changes.every(({ theirs }) => theirs !== null)) return 'Resolve the conflict first';
  return null;
}

const SHOWN_COMMANDS = 100;

/** What saving sends: more than one all together, or none of them. */
function Commands({
  keyName,
  changes,
}: {
  readonly keyName: Uint8Array;
  readonly changes: readonly JsonChange[];
}) {
  const isOne = changes.length === 1;
  const more = changes.length - SHOWN_COMMANDS;
  if (changes.length === 0) return null;
  return (
    <div
      role="group"
      aria-label="Commands"
      tabIndex={0}
      className="mono max-h-[20vh] w-full overflow-y-auto text-right text-11 text-text-3"
    >
      {isOne ? null : <div>MULTI</div>}
      {changes.slice(0, SHOWN_COMMANDS).map((change) => {
        const [name, ...rest] = wordsOfChange(change);
        return (
          <div
            key={change.path}
            className="ell selectable"
            title={wholeCommand(name, keyName, ...rest).slice(0, 4_000)}
          >
            {showCommand(name, keyName, ...rest)}
          </div>
        );
      })}
      {more > 0 ? <div>… {formatCountOf(more, 'more command')}</div> : null}
      {isOne ? null : <div>EXEC</div>}
    </div>
  );
}

function Actions(props: PendingBarProps) {
  const { keyName, changes, editing, saving } = props;
  const isSaving = useStore(saving.store, ({ status }) => status === 'running');
  const ready = changes.filter(({ theirs }) => theirs === null);
  const first = ready[0];
  const block = saveBlock(props);
  return (
    <div className="flex max-w-110 min-w-0 flex-col items-end gap-2 justify-self-end">
      <div className="flex items-center gap-2">
        <Button onClick={editing.discard}>Discard</Button>
        <Button
          tone="primary"
          icon={props.lock === null ? undefined : Lock}
          keys="mod+s"
          busy={isSaving}
          disabledReason={isSaving ? null : block}
          onClick={() => void saving.save()}
        >
          {isSaving ? 'Saving' : 'Save'}
          {ready.length === 1 && first !== undefined ? (
            <span className="max-w-50 truncate font-mono text-12 font-normal">
              {wordsOfChange(first)[0]} {withoutHidden(first.path)}
            </span>
          ) : ready.length === 0 ? null : (
            ` ${formatCountOf(ready.length, 'change')}`
          )}
        </Button>
      </div>
      <Commands keyName={keyName} changes={ready} />
    </div>
  );
}

/** Saves wherever the focus is, while the bar is in sight: other keys may wait behind the one that is shown. */
function useSaveKey(bar: RefObject<HTMLElement | null>, run: () => void): void {
  const save = useLatest(run);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isModKey(event) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 's')
        return;
      if (bar.current === null || bar.current.closest('[hidden]') !== null) return;
      event.preventDefault();
      save();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
    };
  }, [bar, save]);
}

/** What would be saved: the differences, the exact commands, and what stands in the way. */
export function PendingBar(props: PendingBarProps) {
  const { changes, readAtMs, editing, saving, lock } = props;
  const now = useNow(true);
  const work = useStore(saving.store);
  // Where all are JSON.SET there is nothing to tell apart.
  const hasCommands = changes.some(({ command }) => command !== null);
  const bar = useRef<HTMLElement>(null);
  useSaveKey(bar, () => {
    if (saveBlock(props) === null) void saving.save();
  });
  return (
    <Region
      ref={bar}
      aria-label="Pending changes"
      className="@container flex-none border-t border-border-2 bg-surface-3"
    >
      {work.status === 'failed' ? <ErrorNotice error={work.error} /> : null}
      {/* In a narrow pane the changes have the whole width, and what is done with them stands below. */}
      <div className="grid grid-cols-1 items-end gap-x-4 gap-y-2 px-3 pt-2.5 pb-3 @min-[640px]:grid-cols-[minmax(0,1fr)_auto]">
        <div className="min-w-0">
          <div className="mb-1.5 flex items-baseline gap-2">
            <h2 className="font-strong whitespace-nowrap">
              {formatCountOf(changes.length, 'pending change')}
            </h2>
            <span className="ell text-12 text-text-3">
              {readAtMs === null
                ? 'compared with what was read of these places; they are read again before saving'
                : `compared with the value loaded ${formatAgo(now - readAtMs)}; it is read again before saving`}
            </span>
          </div>
          <div className="code max-h-[28vh] overflow-y-auto">
            {changes.map((change) => (
              <div key={change.path} className="mb-1 last:mb-0">
                <div className="flex items-start gap-1">
                  <div className="min-w-0 grow">
                    <ChangeDiff change={change} />
                  </div>
                  {hasCommands ? (
                    <span className="flex w-28 flex-none justify-end">
                      <Tag>{wordsOfChange(change)[0]}</Tag>
                    </span>
                  ) : null}
                  <IconButton
                    icon={Undo2}
                    label={`Revert the change of ${withoutHidden(change.path).slice(0, 80)}`}
                    className="h-5.5"
                    onClick={() => {
                      editing.revert(change.path);
                    }}
                  />
                </div>
                <RoundingNote after={change.after} />
                <div className="font-ui whitespace-normal">
                  <ChangeConflict change={change} saving={saving} lock={lock} />
                </div>
              </div>
            ))}
          </div>
        </div>
        <Actions {...props} />
      </div>
    </Region>
  );
}
