import { Ellipsis, Lock, Star, StickyNote } from 'lucide-react';
import { memo } from 'react';
import { formatSeparators } from '../../../../src-shared/separators.ts';
import { Button } from '../../../ui/Button.tsx';
import { formatCount, formatCountOf } from '../../../ui/format/count.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { KeyName } from '../../../ui/KeyName.tsx';
import { showSpaces } from '../../../ui/show-spaces.ts';
import { TypeMark } from '../../../ui/TypeMark.tsx';
import { typeMark } from '../../../ui/type-marks.ts';
import { TypeSquares } from '../../../ui/TypeSquares.tsx';
import { TreeLead } from '../../../ui/VirtualTree.tsx';
import { FOLDER_PAGE, type More } from '../arena/stretch.ts';
import type { BookmarkMark } from '../arena/bookmark-marks.ts';
import type { Row } from '../arena/rows.ts';
import type { KeyMark } from '../arena/type-tally.ts';
import { FigureCells, figureWords } from './FigureCells.tsx';
import type { ListColumn } from './list-columns.ts';
import { nameRoom, type RowMeasure } from './name-room.ts';
import { atLeast } from './scan-words.ts';

function Mark({ mark }: { readonly mark: KeyMark | null }) {
  // As wide as what will stand there.
  if (mark === null) return <span className="skel w-7.75 flex-none" />;
  if (mark === 'gone')
    return (
      <abbr className="ty ty-other no-underline" title="expired or deleted since it was listed">
        GONE
      </abbr>
    );
  if (mark === 'refused')
    return (
      <span
        className="inline-flex w-7.75 flex-none justify-center text-text-3"
        title="This user may not read it"
      >
        <Icon icon={Lock} size={12} />
      </span>
    );
  return <TypeMark type={mark.type} />;
}

function BookmarkIcons({ bookmark }: { readonly bookmark: BookmarkMark }) {
  return (
    <>
      {bookmark.isFavourite ? (
        <Icon icon={Star} size={12} className="fill-current text-warning" />
      ) : null}
      {bookmark.hasNote ? <Icon icon={StickyNote} size={12} className="text-text-3" /> : null}
    </>
  );
}

const bookmarkWords = ({ isFavourite, hasNote }: BookmarkMark): string =>
  `${isFavourite ? ', favourite' : ''}${hasNote ? ', has a note' : ''}`;

export interface KeyRowContentProps {
  readonly row: Row;
  /** The scan is finished: counts are exact. */
  readonly isComplete: boolean;
  readonly separators: readonly string[];
  /** Whole names, with their folders: in a list. */
  readonly isWhole: boolean;
  readonly columns: readonly ListColumn[];
  readonly measure: RowMeasure | null;
  readonly onShowMore: (folder: number, kind: 'keys' | 'folders', where: More) => void;
}

function Content({
  row,
  isComplete,
  separators,
  isWhole,
  columns,
  measure,
  onShowMore,
}: KeyRowContentProps) {
  switch (row.kind) {
    case 'folder':
      return (
        <>
          <span className="flex min-w-0">
            <KeyName name={row.label} separator="" className="min-w-0" />
            <span className="mono text-text-3">{row.separator}</span>
          </span>
          <BookmarkIcons bookmark={row.bookmark} />
          <TypeSquares types={row.types.slice(0, 6)} />
          <span className="grow" />
          <span className="count">{atLeast(row.count, isComplete || row.isCovered)}</span>
        </>
      );
    case 'key':
      return (
        <>
          {columns.includes('type') || typeof row.mark === 'string' ? (
            <Mark mark={row.mark} />
          ) : null}
          <span
            className={
              row.mark === 'gone' ? 'min-w-0 grow text-text-3 line-through' : 'min-w-0 grow'
            }
          >
            <KeyName
              name={row.label}
              separator={isWhole ? separators : ''}
              room={measure === null ? undefined : nameRoom(row, columns, measure)}
            />
          </span>
          <BookmarkIcons bookmark={row.bookmark} />
          <FigureCells row={row} columns={columns} />
        </>
      );
    case 'keysBefore':
    case 'foldersBefore': {
      const what = row.kind === 'keysBefore' ? 'keys' : 'folders';
      const button = (text: string, where: More) => (
        <Button
          size="sm"
          tone="ghost"
          className="px-1 text-accent-text"
          tabIndex={-1}
          onClick={() => onShowMore(row.id, what, where)}
        >
          {text}
        </Button>
      );
      return (
        <>
          {button(`Load ${formatCount(Math.min(FOLDER_PAGE, row.left))}`, 'before')}{' '}
          {button(`First ${FOLDER_PAGE}`, 'first')} <span className="grow" />
          <span className="count ell min-w-0">{beforeWords(row)}</span>
        </>
      );
    }
    case 'moreKeys':
      return (
        <>
          <Button
            size="sm"
            tone="ghost"
            className="px-1 text-accent-text"
            tabIndex={-1}
            onClick={() => onShowMore(row.id, 'keys', 'after')}
          >
            Load {formatCount(Math.min(FOLDER_PAGE, row.left))} more
          </Button>
          <span className="grow" />
          <span className="count">{formatCount(row.left)} left</span>
        </>
      );
    default:
      return (
        <>
          <Icon icon={Ellipsis} />
          <Button
            size="sm"
            tone="ghost"
            className="px-1 text-accent-text"
            tabIndex={-1}
            onClick={() => onShowMore(row.id, 'folders', 'after')}
          >
            {formatCountOf(row.left, 'more group')}
          </Button>
          <span className="grow" />
          <span className="count">{atLeast(row.count, isComplete)}</span>
        </>
      );
  }
}

const beforeWords = (row: Extract<Row, { kind: 'keysBefore' | 'foldersBefore' }>): string =>
  row.kind === 'keysBefore'
    ? `${formatCount(row.left)} more above`
    : `${formatCountOf(row.left, 'more group')} above`;

/** A row in words: what it is, then what is known of it. */
function nameOf({ row, isComplete, columns }: KeyRowContentProps): string {
  switch (row.kind) {
    case 'folder': {
      const types = row.types.map((type) => typeMark(type).name).join(', ');
      const count = `${isComplete || row.isCovered ? '' : 'at least '}${formatCountOf(row.count, 'key')}`;
      return `${showSpaces(row.label)}${row.separator} ${count}${types === '' ? '' : `, ${types}`}${bookmarkWords(row.bookmark)}`;
    }
    case 'key': {
      const { mark } = row;
      const fact =
        mark === null ? '' : typeof mark === 'string' ? markWords[mark] : typeMark(mark.type).name;
      return `${row.label === '' ? '""' : showSpaces(row.label)}${fact === '' ? '' : `, ${fact}`}${figureWords(row, columns)}${bookmarkWords(row.bookmark)}`;
    }
    case 'keysBefore':
    case 'foldersBefore':
      return `Load ${formatCount(Math.min(FOLDER_PAGE, row.left))}, First ${FOLDER_PAGE}, ${beforeWords(row)}`;
    case 'moreKeys':
      return `Load ${formatCount(Math.min(FOLDER_PAGE, row.left))} more, ${formatCount(row.left)} left`;
    default:
      return formatCountOf(row.left, 'more group');
  }
}

const markWords = { gone: 'expired or deleted', refused: 'not readable' } as const;

export interface KeyRowProps extends KeyRowContentProps {
  readonly id: string;
  readonly index: number;
  readonly top: number;
  readonly isActive: boolean;
  readonly isSelected: boolean;
}

/** One row of the tree or list. */
export const KeyRow = memo(
  function KeyRow({ id, index, top, isActive, isSelected, ...content }: KeyRowProps) {
    const { row, isWhole } = content;
    const isExpanded = row.kind === 'folder' ? row.isOpen : null;
    return (
      <div
        id={id}
        role={isWhole ? 'option' : 'treeitem'}
        className="tr absolute inset-x-0 top-0"
        style={{ transform: `translateY(${top}px)` }}
        data-index={index}
        data-active={isActive ? '' : undefined}
        aria-label={nameOf(content)}
        aria-level={isWhole ? undefined : row.depth + 1}
        aria-expanded={isExpanded ?? undefined}
        aria-selected={isSelected}
        aria-posinset={row.position}
        aria-setsize={row.siblings}
      >
        <TreeLead row={{ level: row.depth + 1, isExpanded }} isNarrow />
        <Content {...content} />
      </div>
    );
  },
  // Rows come anew from the worker with every answer; most of them are as they were.
  (a, b) =>
    a.id === b.id &&
    a.index === b.index &&
    a.top === b.top &&
    a.isActive === b.isActive &&
    a.isSelected === b.isSelected &&
    a.isComplete === b.isComplete &&
    a.isWhole === b.isWhole &&
    a.columns === b.columns &&
    a.measure === b.measure &&
    (a.separators === b.separators ||
      formatSeparators(a.separators) === formatSeparators(b.separators)) &&
    a.onShowMore === b.onShowMore &&
    isSameRow(a.row, b.row),
);

function isSameRow(a: Row, b: Row): boolean {
  if (a === b) return true;
  return JSON.stringify(a) === JSON.stringify(b);
}
