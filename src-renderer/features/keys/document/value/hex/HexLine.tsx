import { classNames } from '../../../../../ui/class-names.ts';
import { HEX_COLUMNS, hexByte, hexOffset, shownByte } from '../hex-rows.ts';
import { type HexColumn, type HexState, selectedIn } from './hex-state.ts';

/** The id of a byte's cell. */
export const cellId = (id: string, at: number, column: HexColumn): string =>
  `${id}-${column}-${at}`;

export interface HexLineProps {
  readonly id: string;
  readonly index: number;
  /** The offset of the first byte in the value. */
  readonly start: number;
  readonly top: number;
  /** Bytes, and the place behind the last one where more may follow. */
  readonly places: number;
  readonly state: HexState;
  readonly isChanged: (at: number) => boolean;
}

interface CellProps extends HexLineProps {
  readonly at: number;
  readonly column: HexColumn;
}

function Digits({ state, at }: Pick<CellProps, 'state' | 'at'>) {
  if (at >= state.bytes.length) return '··';
  const digits = hexByte(state.bytes.charCodeAt(at));
  if (at !== state.at || state.column !== 'hex') return digits;
  const half = (which: 0 | 1) => (
    <span
      className={classNames(
        'pointer-events-none',
        state.half === which && 'border-b-2 border-accent',
      )}
    >
      {digits.charAt(which)}
    </span>
  );
  return (
    <>
      {half(0)}
      {half(1)}
    </>
  );
}

function Cell(props: CellProps) {
  const { id, state, at, column } = props;
  if (at >= props.places) return null;
  const range = selectedIn(state);
  const isSelected = range !== null && at >= range[0] && at < range[1];
  const isHere = at === state.at;
  const byte = state.bytes.charCodeAt(at);
  return (
    <span
      id={cellId(id, at, column)}
      role="gridcell"
      aria-selected={isSelected || (isHere && column === state.column)}
      data-at={at}
      data-column={column}
      className={classNames(
        'inline-block cursor-text rounded-1',
        column === 'hex' ? 'w-[2ch]' : 'w-[1ch]',
        column === 'hex' && (at % HEX_COLUMNS === HEX_COLUMNS / 2 - 1 ? 'mr-[2ch]' : 'mr-[1ch]'),
        at >= state.bytes.length
          ? 'text-text-3'
          : props.isChanged(at)
            ? 'font-strong text-warning underline underline-offset-2'
            : column === 'text' && 'text-syn-string',
        isSelected && 'bg-selected',
        isHere && column === state.column && 'outline-2 outline-accent',
        isHere && column !== state.column && 'bg-press',
      )}
    >
      {column === 'hex' ? (
        <Digits state={state} at={at} />
      ) : at < state.bytes.length ? (
        shownByte(byte)
      ) : (
        ' '
      )}
    </span>
  );
}

const columns = Array.from({ length: HEX_COLUMNS }, (_, at) => at);

/** Sixteen bytes as digits and as text. */
export function HexLine(props: HexLineProps) {
  const { index, start, top } = props;
  const from = index * HEX_COLUMNS;
  const cells = (column: HexColumn) =>
    columns.map((at) => <Cell key={at} {...props} at={from + at} column={column} />);
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      className="absolute top-0 left-0 flex min-w-full gap-6 px-3 whitespace-pre"
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="rowheader" className="text-text-3">
        {hexOffset(start + from)}
      </span>
      <span role="presentation" className="w-[49ch] flex-none">
        {cells('hex')}
      </span>
      <span role="presentation">{cells('text')}</span>
    </div>
  );
}
