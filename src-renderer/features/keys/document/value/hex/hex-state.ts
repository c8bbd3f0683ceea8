import { toBinaryString, toBytes } from '../../../../../../src-shared/redis-value.ts';
import { HEX_COLUMNS } from '../hex-rows.ts';

export type HexColumn = 'hex' | 'text';

/** Bytes that are being edited, one character a byte, and where the next one goes. */
export interface HexState {
  readonly bytes: string;
  /** The byte that is changed next; their number: behind the last one. */
  readonly at: number;
  /** Which digit of it. */
  readonly half: 0 | 1;
  readonly column: HexColumn;
  /** The other end of what is selected; null: nothing is. */
  readonly anchor: number | null;
  readonly isInserting: boolean;
}

export interface HexRules {
  /** As they were read. */
  readonly before: string;
  /** Their number stays. */
  readonly isFixed: boolean;
  /** How far a page goes. */
  readonly pageRows: number;
}

export interface HexKey {
  readonly key: string;
  readonly shift: boolean;
  /** Ctrl, on macOS the command key. */
  readonly mod: boolean;
}

export const startOfHex = (bytes: string): HexState => ({
  bytes,
  at: 0,
  half: 0,
  column: 'hex',
  anchor: null,
  isInserting: false,
});

/** From the first selected byte to behind the last one; null: none is. */
export function selectedIn({ at, anchor }: HexState): readonly [from: number, to: number] | null {
  return anchor === null || anchor === at ? null : [Math.min(at, anchor), Math.max(at, anchor)];
}

/** The last place: behind the last byte, where more may follow. */
const lastPlace = ({ bytes }: HexState, { isFixed }: HexRules): number =>
  isFixed ? Math.max(0, bytes.length - 1) : bytes.length;

function movedTo(state: HexState, rules: HexRules, at: number, isSelecting: boolean): HexState {
  // What is selected ends behind its last byte, also where no byte may follow.
  const most = isSelecting ? state.bytes.length : lastPlace(state, rules);
  const anchor = isSelecting ? (state.anchor ?? state.at) : null;
  return { ...state, at: Math.max(0, Math.min(at, most)), half: 0, anchor };
}

function target({ bytes, at }: HexState, { pageRows }: HexRules, { key, mod }: HexKey) {
  const line = at - (at % HEX_COLUMNS);
  switch (key) {
    case 'ArrowLeft':
      return at - 1;
    case 'ArrowRight':
      return at + 1;
    case 'ArrowUp':
      return at < HEX_COLUMNS ? at : at - HEX_COLUMNS;
    case 'ArrowDown':
      return at + HEX_COLUMNS > bytes.length ? at : at + HEX_COLUMNS;
    case 'PageUp':
      return Math.max(at % HEX_COLUMNS, at - pageRows * HEX_COLUMNS);
    case 'PageDown':
      return at + pageRows * HEX_COLUMNS;
    case 'Home':
      return mod ? 0 : line;
    case 'End':
      return mod ? bytes.length : Math.min(bytes.length, line + HEX_COLUMNS - 1);
    default:
      return null;
  }
}

/** In the digits the arrows go one digit on. */
function digitMove(state: HexState, { key, shift, mod }: HexKey): HexState | null {
  const { bytes, at, half, column } = state;
  if (column !== 'hex' || shift || mod || state.anchor !== null) return null;
  if (key === 'ArrowRight' && half === 0 && at < bytes.length) return { ...state, half: 1 };
  if (key === 'ArrowLeft' && half === 1) return { ...state, half: 0 };
  if (key === 'ArrowLeft' && at > 0) return { ...state, at: at - 1, half: 1 };
  return null;
}

const spliced = (bytes: string, from: number, to: number, by: string): string =>
  bytes.slice(0, from) + by + bytes.slice(to);

/** Without what is selected; where bytes are only overwritten nothing goes, and typing begins at its first. */
function collapsed(state: HexState): HexState {
  const range = selectedIn(state);
  if (range === null) return { ...state, anchor: null };
  const [from, to] = range;
  const bytes = state.isInserting ? spliced(state.bytes, from, to, '') : state.bytes;
  return { ...state, bytes, at: from, half: 0, anchor: null };
}

/** Bytes typed or pasted at the place; null where they do not fit. */
export function putBytes(given: HexState, by: string, rules: HexRules): HexState | null {
  const state = collapsed(given);
  const { bytes, at } = state;
  if (rules.isFixed && at + by.length > bytes.length) return null;
  const to = state.isInserting ? at : Math.min(at + by.length, bytes.length);
  return movedTo({ ...state, bytes: spliced(bytes, at, to, by) }, rules, at + by.length, false);
}

/** One hex digit at the place; null where no byte may follow. */
export function putDigit(given: HexState, digit: number, rules: HexRules): HexState | null {
  const state = collapsed(given);
  const { bytes, at, half } = state;
  const isBehind = at >= bytes.length;
  if (isBehind && rules.isFixed) return null;
  const old = isBehind ? 0 : bytes.charCodeAt(at);
  if (half === 1) {
    const byte = String.fromCharCode((old & 0xf0) | digit);
    return movedTo({ ...state, bytes: spliced(bytes, at, at + 1, byte) }, rules, at + 1, false);
  }
  const isNew = isBehind || state.isInserting;
  const byte = String.fromCharCode((digit << 4) | (isNew ? 0 : old & 0x0f));
  return { ...state, bytes: spliced(bytes, at, isNew ? at : at + 1, byte), half: 1 };
}

/** Bytes as they were read; only where none was added or removed it is known which those are. */
function restored(state: HexState, from: number, to: number, rules: HexRules): string {
  return rules.before.length === state.bytes.length
    ? spliced(state.bytes, from, to, rules.before.slice(from, to))
    : state.bytes;
}

function erased(state: HexState, isBack: boolean, rules: HexRules): HexState {
  const { bytes, at, half, isInserting } = state;
  const range = selectedIn(state);
  if (range !== null) {
    const next = isInserting ? state : { ...state, bytes: restored(state, ...range, rules) };
    return collapsed(next);
  }
  const first = isBack && half === 0 ? at - 1 : at;
  if (first < 0 || first >= bytes.length) return { ...state, anchor: null };
  if (isInserting)
    return movedTo({ ...state, bytes: spliced(bytes, first, first + 1, '') }, rules, first, false);
  const next = { ...state, bytes: restored(state, first, first + 1, rules) };
  return movedTo(next, rules, isBack ? first : first + 1, false);
}

const DIGIT = /^[0-9a-fA-F]$/;
const binary = (text: string): string => toBinaryString(toBytes(text));

/** What a key makes of it; null: it is no key of editing. */
export function pressHex(state: HexState, pressed: HexKey, rules: HexRules): HexState | null {
  const { key, shift, mod } = pressed;
  const digits = digitMove(state, pressed);
  if (digits !== null) return digits;
  const to = target(state, rules, pressed);
  if (to !== null) return movedTo(state, rules, to, shift);
  if (mod)
    return key.toLowerCase() === 'a'
      ? { ...state, at: state.bytes.length, half: 0, anchor: 0 }
      : null;
  if (key === 'Backspace' || key === 'Delete') return erased(state, key === 'Backspace', rules);
  if (key === 'Insert' && !rules.isFixed) return { ...state, isInserting: !state.isInserting };
  if (key === 'Tab' && (state.column === 'text') === shift)
    return { ...state, column: shift ? 'hex' : 'text', half: 0 };
  // One character, of one or two code units; the names of keys are longer.
  const isCharacter = /^.$/u.test(key);
  if (state.column === 'text' && isCharacter) return putBytes(state, binary(key), rules) ?? state;
  if (state.column === 'hex' && DIGIT.test(key))
    return putDigit(state, Number.parseInt(key, 16), rules) ?? state;
  return null;
}

/** What was copied, as bytes: digits with spaces between where they go to the digits, else text; null: no digits. */
export function pastedBytes(text: string, column: HexColumn): string | null {
  if (column === 'text') return binary(text);
  const digits = text.replace(/0x|[\s,:]/gi, '');
  if (digits.length === 0 || digits.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(digits)) return null;
  return digits.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
}

export interface HexChanges {
  readonly isChanged: (at: number) => boolean;
  /** How many are marked. */
  readonly count: number;
}

/**
 * Which bytes differ from what was read. Once some were added or removed, all between the first and the last difference:
 * which of them moved nobody knows.
 */
export function hexChanges(before: string, bytes: string): HexChanges {
  const isSame = (a: number, b: number): boolean => before.charCodeAt(a) === bytes.charCodeAt(b);
  if (before.length === bytes.length) {
    let count = 0;
    for (let at = 0; at < bytes.length; at++) if (!isSame(at, at)) count += 1;
    return { isChanged: (at) => !isSame(at, at), count };
  }
  const shorter = Math.min(before.length, bytes.length);
  let first = 0;
  while (first < shorter && isSame(first, first)) first += 1;
  let rest = 0;
  while (rest < shorter - first && isSame(before.length - 1 - rest, bytes.length - 1 - rest))
    rest += 1;
  const end = bytes.length - rest;
  return { isChanged: (at) => at >= first && at < end, count: end - first };
}
