import { escapeBytes, toUtf8 } from '../../src-shared/redis-value.ts';
import { TAKEN } from './command-words.ts';
import { readLines } from './lines.ts';
import type { Chunks, ReadLine } from './part.ts';
import { splitArguments } from './split-arguments.ts';

/** A command a line, as redis-cli takes them; only those that put data into one key. */
export async function* readCommands(chunks: Chunks): AsyncGenerator<ReadLine> {
  for await (const raw of readLines(chunks)) {
    const { number: line } = raw;
    if ('refused' in raw)
      yield { kind: 'refused', line, reason: raw.refused, isLast: raw.isLast ?? false };
    else {
      const read = readCommand(line, raw.bytes);
      if (read !== null) yield read;
    }
  }
}

/** null: an empty line. */
function readCommand(line: number, bytes: Uint8Array): ReadLine | null {
  const refuse = (reason: string): ReadLine => ({ kind: 'refused', line, reason });
  const args = splitArguments(bytes);
  if ('refused' in args) return refuse(args.refused);
  const [name, key, ...rest] = args;
  if (name === undefined) return null;
  const reader = TAKEN.get((toUtf8(name) ?? '').toUpperCase());
  if (reader === undefined)
    return refuse(`${escapeBytes(name.subarray(0, 40))} is not among the commands that are taken`);
  if (key === undefined) return refuse('It has no key');
  const read = reader(rest);
  if (typeof read === 'string') return refuse(read);
  if ('atMs' in read) return { kind: 'expiry', line, key, field: read.field, atMs: read.atMs };
  return { kind: 'part', line, bytes: bytes.byteLength, part: { key, ...read } };
}
