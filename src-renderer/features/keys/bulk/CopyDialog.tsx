import { useState } from 'react';
import { useSession } from '../../../app/session-store.ts';
import { EnvTag } from '../../../ui/EnvTag.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import { Select } from '../../../ui/Select.tsx';
import { BulkForm, type BulkFormProps } from './BulkForm.tsx';

const inUse = [
  { value: 'leave', label: 'Leave them' },
  { value: 'replace', label: 'Replace them' },
] as const;

/** Where many keys are copied to. */
export function CopyDialog({ connection, target, onClose, onConfirm }: BulkFormProps) {
  const others = useSession((state) => state.connections).filter(({ id }) => id !== connection.id);
  const [chosen, setChosen] = useState<string | null>(null);
  const [mode, setMode] = useState<(typeof inUse)[number]['value']>('leave');
  const to = others.find(({ id }) => id === chosen) ?? others[0];
  const obstacle =
    to === undefined
      ? 'No other server is open: open it first, in the menu at the top left'
      : to.state.status === 'ready'
        ? null
        : `${to.name} is not connected`;
  return (
    <BulkForm
      title="Copy keys to another server"
      target={target}
      onClose={onClose}
      obstacle={obstacle}
      onSubmit={() => {
        if (to !== undefined)
          onConfirm({ kind: 'copy', from: connection.id, replace: mode === 'replace' }, to.id);
      }}
    >
      {to === undefined ? (
        <p className="text-12 text-text-2">{obstacle}</p>
      ) : (
        <>
          <div className="flex items-end gap-2">
            <Select
              label="To"
              labelHidden={false}
              size="md"
              soft={false}
              value={to.id}
              options={others.map(({ id, name, address, db }) => ({
                value: id,
                label: `${name}, ${address}, db${db}`,
              }))}
              onChange={setChosen}
            />
            <EnvTag environment={to.environment} />
          </div>
          <Segmented
            label="Names that are in use there"
            className="self-start"
            value={mode}
            segments={inUse}
            onChange={setMode}
          />
          <p className="text-12 text-text-2">
            Values go as DUMP and RESTORE, with the time they expire at. What is replaced is kept
            for an undo
          </p>
        </>
      )}
    </BulkForm>
  );
}
