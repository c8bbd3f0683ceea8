import type { TransferFormat } from '../../src-shared/transfer-format.ts';
import { commandLines, expiryLine } from './commands-write.ts';
import { csvHead, csvRows } from './csv-write.ts';
import { ndjsonHead, ndjsonLine } from './ndjson-write.ts';
import type { FileAbout, Part } from './part.ts';

/** What a file begins with. */
export function headOf(format: TransferFormat, about: FileAbout): string {
  if (format === 'csv') return csvHead();
  return format === 'commands' ? '' : ndjsonHead(about);
}

interface Place {
  /** The first page of its key. */
  readonly isFirst: boolean;
  /** By the server's clock. */
  readonly nowMs: number;
}

/** A page of a key; null when this format cannot hold all of it: then the key goes as a DUMP. */
export function encodePart(
  format: TransferFormat,
  part: Part,
  { isFirst, nowMs }: Place,
): string | null {
  if (format === 'csv') return csvRows(part, nowMs);
  return format === 'commands' ? commandLines(part, isFirst) : ndjsonLine(part);
}

/** What follows the last page of a key. */
export const endOf = (format: TransferFormat, last: Part): string =>
  format === 'commands' && last.piece.kind !== 'dump' ? expiryLine(last) : '';
