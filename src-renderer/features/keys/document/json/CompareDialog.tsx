import { useLayoutEffect, useRef } from 'react';
import { Button } from '../../../../ui/Button.tsx';
import { Dialog } from '../../../../ui/Dialog.tsx';
import { withoutHidden } from '../value/hidden-characters.ts';
import type { JsonChange } from './json-change.ts';
import type { JsonSaving } from './json-saving.ts';
import { describeDelta } from './number-text.ts';

const SHOWN_CHARACTERS = 20_000;

interface SideProps {
  readonly title: string;
  readonly source: string | null;
  readonly note: string | null;
  /** Enter on it does nothing, as it would on the first of the buttons. */
  readonly takesFocus?: boolean;
}

function Side({ title, source, note, takesFocus = false }: SideProps) {
  const text = useRef<HTMLPreElement>(null);
  useLayoutEffect(() => {
    if (takesFocus) text.current?.focus();
  }, [takesFocus]);
  return (
    <section aria-label={title} className="flex min-w-0 flex-1 flex-col gap-1">
      <h3 className="sec">{title}</h3>
      <pre
        ref={text}
        tabIndex={0}
        className="code max-h-60 min-h-10 overflow-auto rounded-2 border border-border-1 bg-surface-inset p-2 break-all whitespace-pre-wrap"
      >
        {source === null ? (
          <span className="text-text-3">not there</span>
        ) : (
          withoutHidden(source.slice(0, SHOWN_CHARACTERS))
        )}
      </pre>
      <div className="h-4 text-11 text-text-3">{note}</div>
    </section>
  );
}

export interface CompareDialogProps {
  readonly change: JsonChange;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly lock: string | null;
  readonly saving: JsonSaving;
}

/** What was read, what is there now, and what was written here, beside each other. */
export function CompareDialog({ change, isOpen, onClose, lock, saving }: CompareDialogProps) {
  const theirs = change.theirs?.text ?? null;
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      size="xl"
      title={`Compare ${withoutHidden(change.path).slice(0, 80)}`}
      description="Somebody else changed this value after it was read here. Nothing has been overwritten."
      footer={
        <>
          <Button
            onClick={() => {
              onClose();
              saving.takeTheirs(change.path);
            }}
          >
            {theirs === null ? 'Drop mine' : 'Take theirs'}
          </Button>
          {theirs === null ? null : (
            <Button
              tone="primary"
              disabledReason={lock}
              onClick={() => {
                onClose();
                void saving.overwrite(change.path);
              }}
            >
              Overwrite with mine
            </Button>
          )}
        </>
      }
    >
      <div className="flex gap-3">
        <Side title="As read here" source={change.before} note={null} takesFocus />
        <Side
          title="On the server now"
          source={theirs}
          note={theirs === null ? null : describeDelta(change.before, theirs)}
        />
        <Side
          title="Mine"
          source={change.after}
          note={describeDelta(change.before, change.after)}
        />
      </div>
    </Dialog>
  );
}
