import { Star, StickyNote } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../../src-shared/contract/connections.ts';
import {
  type Bookmark,
  bookmarksOf,
  isFavourite,
} from '../../../../app/bookmarks/bookmarks-store.ts';
import { useClient } from '../../../../client/client-context.ts';
import { IconButton } from '../../../../ui/IconButton.tsx';
import { NoteDialog } from '../../NoteDialog.tsx';

/** The star of a key, and the way to its note. */
export function Marking({
  connection,
  keyName,
}: {
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
}) {
  const bookmarks = bookmarksOf(useClient(), connection.id);
  const about: Bookmark = { kind: 'key', name: keyName };
  const isOn = useStore(bookmarks, (state) => isFavourite(state, about));
  const [isNoting, setIsNoting] = useState(false);
  return (
    <>
      <IconButton
        icon={Star}
        label={isOn ? 'Remove from favourites' : 'Add to favourites'}
        className={isOn ? 'text-warning [&>svg]:fill-current' : undefined}
        pressed={isOn}
        onClick={() => void bookmarks.toggleFavourite(about)}
      />
      <IconButton icon={StickyNote} label="Note" onClick={() => setIsNoting(true)} />
      <NoteDialog
        connection={connection.id}
        about={isNoting ? about : null}
        onClose={() => setIsNoting(false)}
      />
    </>
  );
}
