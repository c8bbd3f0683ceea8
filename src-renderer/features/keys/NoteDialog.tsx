import { useState } from 'react';
import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import { type Bookmark, bookmarksOf, noteOf } from '../../app/bookmarks/bookmarks-store.ts';
import { useClient } from '../../client/client-context.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { KeyName } from '../../ui/KeyName.tsx';

export interface NoteDialogProps {
  readonly connection: ConnectionId;
  /** null: closed. */
  readonly about: Bookmark | null;
  readonly onClose: () => void;
}

function NoteForm({ connection, about, onClose }: NoteDialogProps & { readonly about: Bookmark }) {
  const bookmarks = bookmarksOf(useClient(), connection);
  const [text, setText] = useState(() => noteOf(bookmarks.getState(), about));
  const save = async (): Promise<void> => {
    if (await bookmarks.setNote(about, text)) onClose();
  };
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="flex min-w-0">
        <KeyName name={about.name} separator="" />
      </div>
      <div className="field h-auto items-stretch">
        <textarea
          aria-label="Note"
          rows={5}
          className="w-full resize-y py-1.5 outline-none"
          maxLength={LIMITS.noteLength}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              void save();
            }
          }}
        />
      </div>
      <div className="flex items-center gap-2">
        <span className="grow text-12 text-text-3">
          Kept on this computer, never sent to the server
        </span>
        <Button keys="esc" onClick={onClose}>
          Cancel
        </Button>
        <Button tone="primary" type="submit" keys="mod+enter">
          Save note
        </Button>
      </div>
    </form>
  );
}

/** A note of the user's own about a key, or about all keys with a prefix. */
export function NoteDialog(props: NoteDialogProps) {
  const { about, onClose } = props;
  return (
    <Dialog
      isOpen={about !== null}
      onClose={onClose}
      title={about?.kind === 'folder' ? 'Note on a folder' : 'Note on a key'}
    >
      {about === null ? null : <NoteForm {...props} about={about} />}
    </Dialog>
  );
}
