import { Eraser, Plus } from 'lucide-react';
import { useState } from 'react';
import type { OpenConnection } from '../../../../../../src-shared/contract/connections.ts';
import type { SeriesInfo } from '../../../../../../src-shared/contract/series.ts';
import { IconButton } from '../../../../../ui/IconButton.tsx';
import { AddSampleDialog } from './AddSampleDialog.tsx';
import { DeleteRangeDialog } from './DeleteRangeDialog.tsx';
import type { SeriesRange } from './series-range.ts';

interface SeriesChangeProps {
  readonly connection: OpenConnection;
  readonly keyName: Uint8Array;
  readonly info: SeriesInfo;
  /** The range on screen. */
  readonly range: SeriesRange;
  readonly onReload: () => void;
}

export interface SeriesDialogProps extends SeriesChangeProps {
  readonly onClose: () => void;
}

/** What can be done to a series: the buttons of its toolbar, and their dialogs. */
export function SeriesDialogs(props: SeriesChangeProps) {
  const [open, setOpen] = useState<'add' | 'delete' | null>(null);
  const onClose = () => {
    setOpen(null);
  };
  return (
    <>
      <IconButton
        icon={Plus}
        label="Add a sample"
        onClick={() => {
          setOpen('add');
        }}
      />
      <IconButton
        icon={Eraser}
        label="Delete a range"
        onClick={() => {
          setOpen('delete');
        }}
      />
      {open === 'add' ? <AddSampleDialog {...props} onClose={onClose} /> : null}
      {open === 'delete' ? <DeleteRangeDialog {...props} onClose={onClose} /> : null}
    </>
  );
}
