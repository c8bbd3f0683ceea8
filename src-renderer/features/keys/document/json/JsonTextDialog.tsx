import { useState } from 'react';
import { Button } from '../../../../ui/Button.tsx';
import { Dialog } from '../../../../ui/Dialog.tsx';
import { withoutHidden } from '../value/hidden-characters.ts';
import { JsonTextArea } from './JsonTextArea.tsx';
import { useJsonCheck } from './use-json-check.ts';

export interface JsonTextDialogProps {
  readonly path: string;
  /** What the field begins with. */
  readonly text: string;
  readonly onClose: () => void;
  /** Takes what was written as a pending change. */
  readonly onTake: (text: string) => void;
}

/** A value of any kind as its text; nothing is written until the pending changes are saved. */
export function JsonTextDialog({ path, text: begun, onClose, onTake }: JsonTextDialogProps) {
  const [text, setText] = useState(begun);
  const check = useJsonCheck(text);
  const take = () => {
    if (check.is !== 'json') return;
    onTake(text);
    onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="xl"
      title={`Edit ${withoutHidden(path).slice(0, 80)} as text`}
      description="Numbers stay as you write them. It becomes a pending change; nothing is sent until you save it."
      footer={
        <>
          <Button keys="esc" onClick={onClose}>
            Cancel
          </Button>
          <Button
            tone="primary"
            keys="mod+enter"
            disabledReason={
              check.is === 'json' ? null : check.is === 'wrong' ? check.reason : 'It is being read'
            }
            onClick={take}
          >
            Keep as pending change
          </Button>
        </>
      }
    >
      <JsonTextArea
        label={`Text of ${path}`}
        text={text}
        check={check}
        onChange={setText}
        onSubmit={take}
      />
    </Dialog>
  );
}
