import type { ByteSet, Node } from './nodes.ts';

/** The ASCII byte that alone is in a set, letters in lower case whichever cases are; null: others are too. */
function onlyOf(set: ByteSet): number | null {
  let only: number | null = null;
  for (let byte = 0; byte < 256; byte++) {
    if (set[byte] !== 1) continue;
    if (byte > 0x7f) return null;
    const lower = byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte;
    if (only !== null && only !== lower) return null;
    only = lower;
  }
  return only;
}

/** The same of a part of a pattern that is one byte, however it is written. */
function onlyByte(node: Node): number | null {
  if (node.kind === 'byte') return onlyOf(node.of);
  if (node.kind !== 'either' && node.kind !== 'sequence') return null;
  const [first, ...others] = node.of.map(onlyByte);
  if (first === undefined || (node.kind === 'sequence' && others.length > 0)) return null;
  return others.every((other) => other === first) ? first : null;
}

function includes(run: readonly number[], part: readonly number[]): boolean {
  for (let at = 0; at + part.length <= run.length; at++)
    if (part.every((byte, i) => run[at + i] === byte)) return true;
  return false;
}

/** Bytes that stand side by side in whatever matches, in lower case: each run of them is in it. */
function runsOf(node: Node): number[][] {
  const runs: number[][] = [[]];
  const walk = (part: Node): void => {
    const only = onlyByte(part);
    if (only !== null) runs.at(-1)?.push(only);
    else if (part.kind === 'sequence') part.of.forEach(walk);
    else if (part.kind === 'repeat' && part.least > 0) runs.push(...runsOf(part.of), []);
    else if (part.kind === 'either') runs.push(...sharedRuns(part.of), []);
    else runs.push([]);
  };
  walk(node);
  return runs.filter(({ length }) => length > 0);
}

/** Those of the first that all others have too. */
function sharedRuns([first, ...others]: readonly Node[]): number[][] {
  if (first === undefined) return [];
  const all = others.map(runsOf);
  return runsOf(first).filter((run) =>
    all.every((runs) => runs.some((other) => includes(other, run))),
  );
}

/**
 * The longest text that every match has in it, in lower case, whatever case is asked for: looking for that first leaves few
 * names to be read byte by byte. null: none of at least two bytes.
 */
export function requiredText(node: Node): Uint8Array | null {
  const [longest] = runsOf(node).toSorted((a, b) => b.length - a.length);
  return longest === undefined || longest.length < 2 ? null : Uint8Array.from(longest);
}
