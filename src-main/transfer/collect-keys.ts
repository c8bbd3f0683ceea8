import { LIMITS } from '../../src-shared/limits.ts';
import { equalBytes } from '../../src-shared/redis-value.ts';
import { NameSet } from '../scan/name-set.ts';
import type { Expiry, FileAbout, Part, ReadLine } from './part.ts';

/** All lines of one key. */
export interface KeyRecord {
  readonly key: Uint8Array;
  /** Where it begins, and how many bytes its lines have. */
  readonly line: number;
  readonly bytes: number;
  readonly expiry: Expiry;
  readonly parts: readonly Part[];
  readonly fieldExpiries: readonly { readonly field: Uint8Array; readonly atMs: number }[];
}

export type Collected =
  | { readonly kind: 'about'; readonly about: FileAbout }
  | { readonly kind: 'key'; readonly record: KeyRecord }
  | { readonly kind: 'refused'; readonly line: number; readonly reason: string };

interface Growing {
  readonly key: Uint8Array;
  readonly line: number;
  bytes: number;
  expiry: Expiry;
  parts: Part[];
  fieldExpiries: { readonly field: Uint8Array; readonly atMs: number }[];
  /** A line of it was refused: a part of a key is not taken for the whole. */
  isSpoilt: boolean;
  /** The line after its last one was refused. */
  hasGap: boolean;
}

const TWICE = 'The key comes a second time: the lines of one key must follow one another';
const HUGE = `The key has more than ${LIMITS.transferLineBytes / 1_048_576} MB or 1,000,000 lines`;
/** Of one key: each is held, however short. */
const MOST_PARTS = 1_000_000;
const MIXED = 'The key is of another type in the line before';
const ALONE = 'It is about a key that is not in the line before';
const INCOMPLETE = 'Left out: another line of this key was refused';
/** A second page of these would take the place of the first. */
const WHOLE: ReadonlySet<string> = new Set(['dump', 'json']);

/** Lines to keys: those of one key follow one another. What comes twice, is too large or of two types is refused. */
export async function* collectKeys(
  lines: AsyncIterable<ReadLine>,
  most: number = LIMITS.transferKeys,
): AsyncGenerator<Collected> {
  const names = new NameSet();
  let growing: Growing | null = null;
  for await (const one of lines) {
    if (one.kind === 'about') yield { kind: 'about', about: one.about };
    else if (one.kind === 'refused') {
      if (growing !== null) growing.hasGap = true;
      yield { kind: 'refused', line: one.line, reason: one.reason };
      if (one.isLast === true) break;
    } else {
      const key: Uint8Array = one.kind === 'part' ? one.part.key : one.key;
      if (growing !== null && !equalBytes(growing.key, key)) {
        yield* finish(growing);
        growing = null;
      }
      if (growing === null && one.kind === 'part') {
        if (!names.add(key)) {
          yield { kind: 'refused', line: one.line, reason: TWICE };
          continue;
        }
        if (names.size > most) {
          const reason = `The file has more than ${most.toLocaleString('en-US')} keys: the rest is not read`;
          yield { kind: 'refused', line: one.line, reason };
          return;
        }
        growing = begun(one.line, key);
      }
      if (growing === null) yield { kind: 'refused', line: one.line, reason: ALONE };
      else {
        const reason = add(growing, one);
        if (reason !== null) yield { kind: 'refused', line: one.line, reason };
      }
    }
  }
  if (growing !== null) yield* finish(growing);
}

function begun(line: number, key: Uint8Array): Growing {
  const none = { parts: [], fieldExpiries: [], isSpoilt: false, hasGap: false };
  return { key, line, bytes: 0, expiry: null, ...none };
}

/** null, or why the line was refused. */
function add(growing: Growing, one: Extract<ReadLine, { kind: 'part' | 'expiry' }>): string | null {
  // The line between was of this key too: half a key is not taken for the whole.
  if (growing.hasGap) spoil(growing);
  if (growing.isSpoilt) return INCOMPLETE;
  if (one.kind === 'expiry') {
    if (one.field === null) growing.expiry = { atMs: one.atMs };
    else growing.fieldExpiries.push({ field: one.field, atMs: one.atMs });
    return null;
  }
  const [first] = growing.parts;
  const { piece, expiry } = one.part;
  growing.bytes += one.bytes;
  const isOther = first !== undefined && (first.piece.kind !== piece.kind || WHOLE.has(piece.kind));
  const isHuge = growing.bytes > LIMITS.transferLineBytes || growing.parts.length >= MOST_PARTS;
  const reason = isOther ? MIXED : isHuge ? HUGE : null;
  if (reason !== null) {
    spoil(growing);
    return reason;
  }
  growing.expiry ??= expiry;
  growing.parts.push(one.part);
  return null;
}

function spoil(growing: Growing): void {
  growing.isSpoilt = true;
  growing.parts = [];
}

function* finish(growing: Growing): Generator<Collected> {
  const { key, line, bytes, expiry, parts, fieldExpiries, isSpoilt } = growing;
  const record = { key, line, bytes, expiry, parts, fieldExpiries };
  if (isSpoilt) yield { kind: 'refused', line, reason: INCOMPLETE };
  else yield { kind: 'key', record };
}
