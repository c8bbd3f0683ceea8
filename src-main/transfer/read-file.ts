import type { TransferFormat } from '../../src-shared/transfer-format.ts';
import { collectKeys, type Collected } from './collect-keys.ts';
import { readCommands } from './commands-read.ts';
import { readCsv } from './csv-read.ts';
import { readNdjson } from './ndjson-read.ts';
import type { Chunks } from './part.ts';

export type FileKind = 'ndjson' | 'csv' | 'commands';

const readers = { ndjson: readNdjson, csv: readCsv, commands: readCommands };

/** By what it begins with: its name may say anything. */
export function kindOfFile(head: Uint8Array): FileKind {
  const text = Buffer.from(head)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  if (text.startsWith('{')) return 'ndjson';
  return /^"?key"?,/.test(text) ? 'csv' : 'commands';
}

export const kindOfFormat = (format: TransferFormat): FileKind =>
  format === 'exact' || format === 'readable' ? 'ndjson' : format;

/** The keys of a file, one after another, with what was refused. It throws only what reading the bytes throws. */
export const readFileKeys = (chunks: Chunks, kind: FileKind): AsyncIterable<Collected> =>
  collectKeys(readers[kind](chunks));
