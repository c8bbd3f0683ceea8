import { TriangleAlert } from 'lucide-react';
import { type ReactNode, Suspense } from 'react';
import type { JsonCommand, JsonExpected } from '../../../../../src-shared/contract/json-edits.ts';
import { isJsonNumber } from '../../../../../src-shared/json-number.ts';
import { loadLater } from '../../../../lib/load-later.ts';
import { classNames } from '../../../../ui/class-names.ts';
import { formatBytes } from '../../../../ui/format/bytes.ts';
import { formatCountOf, MINUS } from '../../../../ui/format/count.ts';
import { Icon } from '../../../../ui/Icon.tsx';
import { withoutHidden } from '../value/hidden-characters.ts';
import { type JsonChange, shownAfter, shownBefore } from './json-change.ts';
import { JsonScalar, kindOfSource } from './json-value.tsx';
import { describeDelta, storedNumber } from './number-text.ts';
import { isHiddenChange } from './pending-commands.ts';

// Comparing is read when there is something to compare.
const TwoWay = loadLater(async () => (await import('../diff/TwoWay.tsx')).TwoWay);

const SHOWN_SOURCE = 240;
/** A value up to this length is told at a glance. */
const ONE_LINE = 100;

interface DiffLineProps {
  readonly sign: '+' | '-';
  readonly path: string;
  readonly children: ReactNode;
  readonly note?: string | null;
}

function DiffLine({ sign, path, children, note = null }: DiffLineProps) {
  return (
    <div className={classNames('ell rounded-1 px-2', sign === '+' ? 'bg-diff-add' : 'bg-diff-del')}>
      <span className="mr-2.5 text-text-2">{sign === '+' ? '+' : MINUS}</span>
      <span className="mr-3 text-syn-key">{withoutHidden(path)}</span>
      {children}
      {note === null ? null : <span className="ml-4 text-text-2">{note}</span>}
    </div>
  );
}

/** The beginning of a source text in its colour. */
export function SourceStart({ source }: { readonly source: string }) {
  return <JsonScalar kind={kindOfSource(source)} source={source.slice(0, SHOWN_SOURCE)} />;
}

function isOneLine(...sources: readonly (string | null)[]): boolean {
  return sources.every(
    (source) => source === null || (source.length <= ONE_LINE && !/^[[{]/.test(source)),
  );
}

type Size = Pick<Extract<JsonExpected, { readonly is: 'size' }>, 'kind' | 'size'>;

/** "60,000 items", "5 MB of text". */
export function describeSize({ kind, size }: Size): string {
  if (kind === 'string') return `${formatBytes(size)} of text`;
  return formatCountOf(size, kind === 'array' ? 'item' : 'member');
}

/** The values that a command brings, as it has them. */
function broughtBy(edit: JsonCommand): readonly string[] {
  if (edit.kind === 'arrappend' || edit.kind === 'arrinsert') return edit.values;
  return edit.kind === 'merge' || edit.kind === 'strappend' ? [edit.value] : [];
}

function sizeAfter(edit: JsonCommand, { kind, size }: Size): string | null {
  if (edit.kind === 'pop') return describeSize({ kind, size: size - 1 });
  const isArray = edit.kind === 'arrappend' || edit.kind === 'arrinsert';
  return isArray ? describeSize({ kind, size: size + edit.values.length }) : null;
}

interface SizedDiffProps {
  readonly path: string;
  readonly edit: JsonCommand;
  readonly size: Size;
}

/** A value that is too large to be read: its size, and what the command brings. */
function SizedDiff({ path, edit, size }: SizedDiffProps) {
  const after = sizeAfter(edit, size);
  return (
    <>
      <DiffLine sign="-" path={path}>
        {describeSize(size)}
      </DiffLine>
      {after === null ? null : (
        <DiffLine sign="+" path={path}>
          {after}
        </DiffLine>
      )}
      {broughtBy(edit).map((source, index) => (
        <DiffLine key={index} sign="+" path="">
          <SourceStart source={source} />
        </DiffLine>
      ))}
      <p className="py-0.5 font-ui text-11 whitespace-normal text-text-2">
        Too large to be read: it is compared by its size
      </p>
    </>
  );
}

/** What was and what will be: each on a line, or where that does not tell them apart, line by line. */
export function ChangeDiff({ change }: { readonly change: JsonChange }) {
  const { path, command } = change;
  const before = shownBefore(change);
  const after = shownAfter(change);
  if (isHiddenChange(change))
    return (
      <div className="ell px-2">
        <span className="mr-3 text-syn-key">{withoutHidden(path)}</span>
        <span className="text-text-3">not shown by its name</span>
      </div>
    );
  if (command?.expected.is === 'size')
    return <SizedDiff path={path} edit={command.edit} size={command.expected} />;
  if (after === null || isOneLine(before, after))
    return (
      <>
        {before === null ? null : (
          <DiffLine sign="-" path={path}>
            <SourceStart source={before} />
          </DiffLine>
        )}
        {after === null ? null : (
          <DiffLine
            sign="+"
            path={path}
            note={before === null ? 'new' : describeDelta(before, after)}
          >
            <SourceStart source={after} />
          </DiffLine>
        )}
      </>
    );
  return (
    <>
      <div className="ell px-2 text-syn-key">
        {withoutHidden(path)}
        {before === null ? <span className="ml-4 text-text-2">new</span> : null}
      </div>
      <Suspense>
        <TwoWay label={`Change of ${withoutHidden(path)}`} before={before} after={after} />
      </Suspense>
    </>
  );
}

/** What RedisJSON will make of the number, where that is not what was written. */
export function RoundingNote({ after }: { readonly after: string | null }) {
  const stored = after !== null && isJsonNumber(after) ? storedNumber(after) : null;
  if (stored?.kind !== 'rounded') return null;
  return (
    <p className="flex items-center gap-1.5 py-0.5 font-ui text-11 text-warning">
      <Icon icon={TriangleAlert} size={12} />
      RedisJSON keeps 64-bit numbers: it will hold {stored.as}
    </p>
  );
}
