import { useMemo, useState } from 'react';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import type { Result } from '../../../../src-shared/result.ts';
import { useSession } from '../../../app/session-store.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { EnvTag } from '../../../ui/EnvTag.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { formatCountOf } from '../../../ui/format/count.ts';
import { KeyName } from '../../../ui/KeyName.tsx';
import { SkeletonRows } from '../../../ui/Skeleton.tsx';
import { TtlText } from '../../../ui/TtlText.tsx';
import { TypeMark } from '../../../ui/TypeMark.tsx';
import {
  type ChangedLines,
  changedLines,
  wholeLine,
  withoutComma,
} from '../document/diff/changed-lines.ts';
import { besideRows } from '../document/diff/diff-rows.ts';
import { DiffLines } from '../document/diff/DiffLines.tsx';
import { useLaidOut } from '../document/diff/lay-out.ts';
import { Coarse } from '../document/diff/TwoWay.tsx';
import type { Compared, ComparedKey } from './compare-dialog.ts';
import { countChanged, prepare, type Prepared } from './compare-content.ts';
import { type Side, type Sides, useSides } from './use-sides.ts';

const nothing: readonly string[] = [];

/** The lines of both and where they differ; null while they are laid out. */
function useLines(prepared: Prepared | null) {
  const texts = useMemo(
    () => (prepared?.kind === 'texts' ? [prepared.left, prepared.right] : nothing),
    [prepared],
  );
  const laid = useLaidOut(texts);
  return useMemo(() => {
    if (prepared === null) return null;
    if (prepared.kind === 'lines') return prepared;
    if (laid === null || laid.sources !== texts) return null;
    const [left = nothing, right = nothing] = laid.lines;
    const keyOf = laid.jsons === null ? wholeLine : withoutComma;
    return { left, right, changes: changedLines(left, right, keyOf) };
  }, [prepared, laid, texts]);
}

function SideHead({
  compared,
  side,
  server,
}: {
  readonly compared: ComparedKey;
  readonly side: Result<Side> | null;
  readonly server: OpenConnection | undefined;
}) {
  return (
    <div className="min-w-0">
      <h3 className="flex min-w-0 items-center gap-2">
        {side?.ok === true ? <TypeMark type={side.value.type} /> : null}
        <KeyName name={compared.key} strong className="min-w-0" />
      </h3>
      <p className="flex min-w-0 flex-wrap items-center gap-x-2 text-11 text-text-3">
        {server === undefined ? (
          'its server was closed'
        ) : (
          <>
            <EnvTag environment={server.environment} />
            <span className="ell min-w-0">
              {server.name}, <span className="mono">{server.address}</span>, db{server.db}
            </span>
          </>
        )}
        {side?.ok === true ? (
          <span>
            TTL <TtlText expiresAtMs={side.value.expiresAtMs} />
          </span>
        ) : null}
      </p>
      {side?.ok === true && side.value.note !== null ? (
        <p className="text-11 text-warning">{side.value.note}</p>
      ) : null}
      {side?.ok === false ? <ErrorNotice error={side.error} className="mt-1" /> : null}
    </div>
  );
}

/** What is compared of two values; null: they have nothing in common that could be. */
function preparedOf(sides: Sides | null, isShown: boolean): Prepared | null {
  if (sides?.left.ok !== true || !sides.right.ok) return null;
  const [left, right] = [sides.left.value, sides.right.value];
  if (left.content === null || right.content === null) return null;
  // A document and a string of JSON can be compared, a hash and a set cannot.
  const isText = left.content.kind === 'bytes' || left.content.kind === 'json';
  if (left.type !== right.type && !isText) return null;
  return prepare(left.content, right.content, isShown);
}

/** What is said of the lines, and of what is beside them. */
function verdict(changes: ChangedLines, sides: Sides, hidden: number): string {
  const changed = countChanged(changes);
  // A note says what was read only in part.
  const isPart = [sides.left, sides.right].some((side) => side.ok && side.value.note !== null);
  const words = [
    changed === 0
      ? `No difference${isPart ? ' in what was compared' : ''}.`
      : `${changes.isExact ? '' : 'Up to '}${formatCountOf(changed, 'line differs', 'lines differ')}.`,
  ];
  if (sides.left.ok && sides.right.ok) {
    const [left, right] = [sides.left.value, sides.right.value];
    if (left.type !== right.type) words.push('They are of two types.');
    const isKnown = left.expiresAtMs !== 'refused' && right.expiresAtMs !== 'refused';
    if (isKnown && (left.expiresAtMs === null) !== (right.expiresAtMs === null))
      words.push('Only one of them expires.');
  }
  if (hidden > 0) words.push('What is hidden by its name is not compared.');
  return words.join(' ');
}

/** Two keys, or one key on two servers: what the one has and the other has not. */
export function CompareKeys({
  compared,
  onClose,
}: {
  readonly compared: Compared;
  readonly onClose: () => void;
}) {
  const [revision, setRevision] = useState(0);
  const [isShown, setIsShown] = useState(false);
  const connections = useSession((state) => state.connections);
  const sides = useSides(compared, revision);
  const prepared = useMemo(() => preparedOf(sides, isShown), [sides, isShown]);
  const lines = useLines(prepared);
  const rows = useMemo(
    () => (lines === null ? null : besideRows(lines.left, lines.right, lines.changes.hunks)),
    [lines],
  );
  const isRead = sides?.left.ok === true && sides.right.ok;
  const hidden = prepared?.hidden ?? 0;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="xl"
      title="Compare"
      description={
        lines === null || sides === null ? undefined : verdict(lines.changes, sides, hidden)
      }
      footer={
        <>
          {hidden > 0 ? (
            <Button onClick={() => setIsShown(true)}>Compare what is hidden, too</Button>
          ) : null}
          <Button onClick={() => setRevision((last) => last + 1)}>Read again</Button>
          <Button tone="primary" onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      <div className="mb-2 grid grid-cols-2 gap-3">
        {(['left', 'right'] as const).map((side) => (
          <SideHead
            key={side}
            compared={compared[side]}
            side={sides?.[side] ?? null}
            server={connections.find(({ id }) => id === compared[side].connection)}
          />
        ))}
      </div>
      {sides === null || (prepared !== null && rows === null) ? (
        <SkeletonRows columns={[null, null]} rows={6} label="Comparing" />
      ) : null}
      {isRead && prepared === null ? (
        <p className="text-12 text-text-2">These two cannot be held against each other.</p>
      ) : null}
      {rows === null || lines === null ? null : (
        <div className="grid max-h-[60vh] grid-cols-2 gap-3 overflow-y-auto">
          {(['Left', 'Right'] as const).map((title, column) => (
            <section
              key={title}
              aria-label={title}
              tabIndex={0}
              className="code selectable min-h-8 overflow-x-auto rounded-2 border border-border-1 bg-surface-inset"
            >
              <DiffLines rows={rows} column={column} />
            </section>
          ))}
        </div>
      )}
      {lines?.changes.isExact === false ? <Coarse /> : null}
    </Dialog>
  );
}
