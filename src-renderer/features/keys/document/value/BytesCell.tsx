import { formatBytes } from '../../../../ui/format/bytes.ts';
import { CELL_BYTES, showBytes } from './show-bytes.ts';
import { partWords } from './whole-value.ts';

export interface BytesCellProps {
  readonly bytes: Uint8Array;
  /** Of the whole value, where `bytes` is only its beginning, or nothing of it. */
  readonly total?: number | undefined;
}

/** Bytes in a cell: escaped, cut where they are long, with their size. */
export function BytesCell({ bytes, total = bytes.byteLength }: BytesCellProps) {
  if (total === 0) return <span className="text-text-3">""</span>;
  const isWhole = total === bytes.byteLength;
  const size = isWhole ? formatBytes(total) : partWords(bytes.byteLength, total);
  return (
    <>
      {isWhole && total <= CELL_BYTES ? null : (
        <span className="mr-2 font-ui text-11 text-text-3">{size}</span>
      )}
      <bdi dir="ltr">{showBytes(bytes)}</bdi>
    </>
  );
}
