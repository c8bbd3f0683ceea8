import { StickyNote } from 'lucide-react';
import { useStore } from 'zustand';
import type { ConnectionId } from '../../../../../src-shared/contract/define.ts';
import { escapeBytes } from '../../../../../src-shared/redis-value.ts';
import { bookmarksOf } from '../../../../app/bookmarks/bookmarks-store.ts';
import { useClient } from '../../../../client/client-context.ts';
import { Icon } from '../../../../ui/Icon.tsx';

const beginsWith = (name: Uint8Array, prefix: Uint8Array): boolean =>
  name.length >= prefix.length && prefix.every((byte, i) => name[i] === byte);

/** The user's notes on a key and on the folders it is in. */
export function Notes({
  connection,
  keyName,
}: {
  readonly connection: ConnectionId;
  readonly keyName: Uint8Array;
}) {
  const notes = useStore(bookmarksOf(useClient(), connection), (state) => state.notes);
  const shown = notes
    .filter(({ kind, name }) =>
      kind === 'folder'
        ? beginsWith(keyName, name)
        : name.length === keyName.length && beginsWith(keyName, name),
    )
    .toSorted((a, b) => b.name.length - a.name.length);
  if (shown.length === 0) return null;
  return (
    <ul aria-label="Notes" className="flex max-h-28 flex-col gap-1 overflow-auto">
      {shown.map(({ kind, name, text }) => (
        <li
          key={`${kind} ${escapeBytes(name)}`}
          className="flex items-start gap-1.5 text-12 text-text-2"
        >
          <Icon icon={StickyNote} size={12} className="mt-0.5 text-warning" />
          <span className="min-w-0 whitespace-pre-wrap">
            {kind === 'folder' ? (
              <span className="mono text-text-3">{escapeBytes(name.subarray(0, 200))} </span>
            ) : null}
            {text}
          </span>
        </li>
      ))}
    </ul>
  );
}
