import { formatBytes } from '../../../../ui/format/bytes.ts';
import { CELL_BYTES, showBytes } from './show-bytes.ts';

/** Bytes in a cell: escaped, cut where they are long, with their size. */
export function BytesCell({ bytes }: { readonly bytes: Uint8Array }) {
  if (bytes.byteLength === 0) return <span className="text-text-3">""</span>;
  return (
    <>
      {bytes.byteLength > CELL_BYTES ? (
        <span className="mr-2 font-ui text-11 text-text-3">{formatBytes(bytes.byteLength)}</span>
      ) : null}
      <bdi dir="ltr">{showBytes(bytes)}</bdi>
    </>
  );
}
