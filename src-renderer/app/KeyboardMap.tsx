import type { Command } from './feature.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { session, useSession } from './session-store.ts';

type Rows = readonly (readonly [keys: string, does: string])[];

/** What acts where the focus is, in every view of the same kind. */
const inLists: Rows = [
  ['up', 'Row before, shown as a preview'],
  ['down', 'Row after, shown as a preview'],
  ['k', 'Row before, in Keys'],
  ['j', 'Row after, in Keys'],
  ['a … z', 'To the next name that begins so'],
  ['left', 'Fold, or to the folder'],
  ['right', 'Unfold, or into the folder'],
  ['.', 'Menu of the row'],
  ['shift+F10', 'Menu of the row'],
  ['enter', 'Open and keep'],
  ['mod+enter', 'Open in a new tab'],
  ['space', 'Preview'],
  ['*', 'Unfold all beside it'],
  ['shift+down', 'Extend the selection'],
  ['shift+end', 'Extend it to the end'],
  ['x', 'Add or take out the row'],
  ['mod+a', 'Select all rows'],
  ['esc', 'Clear the selection'],
  ['backspace', 'Delete the selection'],
  ['mod+n', 'New key, in Keys'],
  ['/', "To the view's filter"],
];
const inDocuments: Rows = [
  ['F2', 'Edit the value'],
  ['mod+s', 'Save changes'],
  ['mod+z', 'Undo the last change'],
  ['mod+r', 'Read again'],
  ['mod+enter', 'Run the query, send the message'],
  ['space', 'Pause and resume Live'],
  ['ctrl+tab', 'Next tab'],
  ['mod+\\', 'Move the tab to the other side'],
  ['mod+w', 'Close the tab'],
];

function Section({ title, rows }: { readonly title: string; readonly rows: Rows }) {
  return (
    <section>
      <h3 className="sec mb-1">{title}</h3>
      <dl>
        {rows.map(([keys, does]) => (
          <div key={keys} className="flex min-h-7 items-center gap-3 text-12">
            <dt className="flex w-28 flex-none justify-end">
              <Kbd keys={keys} />
              <span className="sr">{keys}</span>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** `?`: every shortcut, by where it acts. */
export function KeyboardMap({ commands }: { readonly commands: readonly Command[] }) {
  const isOpen = useSession((state) => state.keyboardMapOpen);
  const everywhere = commands.flatMap(({ keys, title }): Rows =>
    keys === undefined ? [] : [[keys, title]],
  );
  return (
    <Dialog
      isOpen={isOpen}
      onClose={() => session.setKeyboardMap(false)}
      title="Keyboard"
      size="xl"
    >
      <div className="grid grid-cols-2 gap-6">
        <Section title="Everywhere" rows={everywhere} />
        <div className="flex flex-col gap-4">
          <Section title="In lists and trees" rows={inLists} />
          <Section title="In documents" rows={inDocuments} />
        </div>
      </div>
    </Dialog>
  );
}
