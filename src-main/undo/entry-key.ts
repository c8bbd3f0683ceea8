import type { UndoEntry } from './entry.ts';

/** The key that the undo of an entry touches; nothing for what is only noted. */
export function keyOf(entry: UndoEntry): Uint8Array {
  if (entry.kind === 'after' || entry.kind === 'streamIds') return new Uint8Array();
  return entry.kind === 'rename' ? entry.to : entry.key;
}

/** All keys that are others once an entry is taken back. */
export const keysOf = (entry: UndoEntry): readonly Uint8Array[] =>
  entry.kind === 'rename' ? [entry.from, entry.to] : [keyOf(entry)];
