import { Lock, TriangleAlert, Undo2 } from 'lucide-react';
import { type RefObject, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { loadLater } from '../../../../lib/load-later.ts';
import { Button } from '../../../../ui/Button.tsx';
import { classNames } from '../../../../ui/class-names.ts';
import { ErrorNotice } from '../../../../ui/ErrorNotice.tsx';
import { formatCountOf, MINUS } from '../../../../ui/format/count.ts';
import { formatAgo } from '../../../../ui/format/duration.ts';
import { Icon } from '../../../../ui/Icon.tsx';
import { IconButton } from '../../../../ui/IconButton.tsx';
import { isModKey } from '../../../../ui/platform.ts';
import { useNow } from '../../../../ui/TtlText.tsx';
import { useLatest } from '../../../../ui/use-latest.ts';
import { withoutHidden } from '../value/hidden-characters.ts';
import { type JsonChange, shownAfter, shownBefore } from './json-change.ts';
import { showCommand, wholeCommand } from './json-command.ts';
import type { JsonEditing } from './json-editing.ts';
import { withoutSecrets } from './json-secrets.ts';
import type { JsonSaving } from './json-saving.ts';
import type { ReadyJson } from './json-store.ts';
import { JsonScalar, kindOfSource } from './json-value.tsx';
import { describeDelta, isJsonNumber, storedNumber } from './number-text.ts';
import { isHiddenChange, rebased, wordsOfChange } from './pending-commands.ts';
import { Tag } from '../../../../ui/Tag.tsx';
import { Region } from '../../../../ui/Region.tsx';

// Comparing is read when there is something to compare.
const CompareDialog = loadLater(async () => (await import('./CompareDialog.tsx')).CompareDialog);
const TwoWay = loadLater(async () => (await import('../diff/TwoWay.tsx')).TwoWay);

const SHOWN_SOURCE = 240;
/** A value up to this length is told at a glance. */
const ONE_LINE = 100;

interface DiffLineProps {
  readonly sign: '+' | '-';
  readonly path: string;
  readonly source: string;
  readonly delta?: string | null;
}

function DiffLine({ sign, path, source, delta = null }: DiffLineProps) {
  return (
    <div className={classNames('ell rounded-1 px-2', sign === '+' ? 'bg-diff-add' : 'bg-diff-del')}>
      <span className="mr-2.5 text-text-2">{sign === '+' ? '+' : MINUS}</span>
      <span className="mr-3 text-syn-key">{withoutHidden(path)}</span>
      <JsonScalar kind={kindOfSource(source)} source={source.slice(0, SHOWN_SOURCE)} />
      {delta === null ? null : <span className="ml-4 text-text-2">{delta}</span>}
    </div>
  );
}

function isOneLine(...sources: readonly string[]): boolean {
  return sources.every((source) => source.length <= ONE_LINE && !/^[[{]/.test(source));
}

/** What was and what will be: each on a line, or where that does not tell them apart, line by line. */
function ChangeDiff({ change }: { readonly change: JsonChange }) {
  const { path } = change;
  const before = shownBefore(change);
  const after = shownAfter(change);
  if (isHiddenChange(change))
    return (
      <div className="ell px-2">
        <span className="mr-3 text-syn-key">{withoutHidden(path)}</span>
        <span className="text-text-3">not shown by its name</span>
      </div>
    );
  if (after === null) return <DiffLine sign="-" path={path} source={before} />;
  if (isOneLine(before, after))
    return (
      <>
        <DiffLine sign="-" path={path} source={before} />
        <DiffLine sign="+" path={path} source={after} delta={describeDelta(before, after)} />
      </>
    );
  return (
    <>
      <div className="ell px-2 text-syn-key">{withoutHidden(path)}</div>
      <Suspense>
        <TwoWay label={`Change of ${withoutHidden(path)}`} before={before} after={after} />
      </Suspense>
    </>
  );
}

/** What RedisJSON will make of the number, where that is not what was written. */
function RoundingNote({ after }: { readonly after: string | null }) {
  const stored = after !== null && isJsonNumber(after) ? storedNumber(after) : null;
  if (stored?.kind !== 'rounded') return null;
  return (
    <p className="flex items-center gap-1.5 py-0.5 font-ui text-11 text-warning">
      <Icon icon={TriangleAlert} size={12} />
      RedisJSON keeps 64-bit numbers: it will hold {stored.as}
    </p>
  );
}

interface ConflictProps {
  readonly change: JsonChange;
  readonly saving: JsonSaving;
  readonly lock: string | null;
}

function Conflict({ change, saving, lock }: ConflictProps) {
  const [isComparing, setIsComparing] = useState(false);
  const text = change.theirs?.text ?? null;
  const isSet = change.command === null;
  const theirs = useMemo(
    () => (text === null || isSet ? text : withoutSecrets(text)),
    [text, isSet],
  );
  if (change.theirs === null) return null;
  const again = change.command === null ? null : rebased(change);
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2 py-1 text-12">
      <Icon icon={TriangleAlert} className="text-warning" />
      <span className="min-w-0">
        {theirs === null ? (
          <>
            <span className="mono">{withoutHidden(change.path)}</span> is not there any more
          </>
        ) : (
          <>
            Changed meanwhile to{' '}
            {isHiddenChange(change) ? (
              'another value'
            ) : (
              <span className="mono">
                <JsonScalar kind={kindOfSource(theirs)} source={theirs.slice(0, SHOWN_SOURCE)} />
              </span>
            )}
          </>
        )}
      </span>
      {change.command === null ? (
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
      {text === null || change.command !== null ? null : (
        <Button size="sm" disabledReason={lock} onClick={() => void saving.overwrite(change.path)}>
          Overwrite
        </Button>
      )}
      <Button
        size="sm"
        onClick={() => {
          saving.takeTheirs(change.path);
        }}
      >
        {text === null ? 'Drop mine' : 'Take theirs'}
      </Button>
      {isComparing && change.command === null ? (
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

export interface PendingBarProps {
  readonly keyName: Uint8Array;
  readonly state: ReadyJson;
  readonly changes: readonly JsonChange[];
  readonly editing: JsonEditing;
  readonly saving: JsonSaving;
  readonly lock: string | null;
}

/** Why saving is off; null while it can be done. */
function saveBlock(props: Pick<PendingBarProps, 'state' | 'changes' | 'lock'>): string | null {
  if (props.lock !== null) return props.lock;
  if (props.state.edit?.error !== null && props.state.edit !== null)
    return 'One value is not finished';
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
      className="mono max-h-24 w-full overflow-y-auto text-right text-11 text-text-3"
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
  const { keyName, state, changes, editing, saving } = props;
  const ready = changes.filter(({ theirs }) => theirs === null);
  const first = ready[0];
  const block = saveBlock(props);
  const isSaving = state.saving.status === 'running';
  return (
    <div className="flex max-w-110 min-w-0 flex-col items-end gap-2">
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
  const { changes, state, editing, saving, lock } = props;
  const now = useNow(true);
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
      className="flex-none border-t border-border-2 bg-surface-3"
    >
      {state.saving.status === 'failed' ? <ErrorNotice error={state.saving.error} /> : null}
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-4 px-3 pt-2.5 pb-3">
        <div className="min-w-0">
          <div className="mb-1.5 flex items-baseline gap-2">
            <h2 className="font-strong whitespace-nowrap">
              {formatCountOf(changes.length, 'pending change')}
            </h2>
            <span className="ell text-12 text-text-3">
              compared with the value loaded {formatAgo(now - state.readAtMs)}; it is read again
              before saving
            </span>
          </div>
          <div className="code max-h-40 overflow-y-auto">
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
                  <Conflict change={change} saving={saving} lock={lock} />
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
