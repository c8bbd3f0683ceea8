import { X } from 'lucide-react';
import { useState } from 'react';
import type { Output } from '../../../../../src-shared/contract/index.ts';
import { IconButton } from '../../../../ui/IconButton.tsx';
import { InspectPanel } from '../value/InspectPanel.tsx';
import { showBytes } from '../value/show-bytes.ts';
import { Region } from '../../../../ui/Region.tsx';

export interface EntryPanelProps {
  readonly entry: Output<'values.stream'>['entries'][number];
  readonly onClose: () => void;
}

/** The fields of one stream entry, and the value of one of them in full. */
export function EntryPanel({ entry, onClose }: EntryPanelProps) {
  const [chosen, setChosen] = useState<number | null>(null);
  const field = chosen === null ? undefined : entry.fields[chosen];
  if (field !== undefined)
    return (
      <InspectPanel
        title={`${showBytes(field.field, 80)} of ${entry.id}`}
        bytes={field.value}
        onClose={() => {
          setChosen(null);
        }}
      />
    );
  return (
    <Region aria-label={`Entry ${entry.id}`} className="flex h-full min-h-0 flex-col bg-surface-1">
      <div className="bar tight">
        <span className="mono selectable pl-1">{entry.id}</span>
        <span className="grow" />
        <IconButton icon={X} label="Close" keys="esc" onClick={onClose} />
      </div>
      <dl className="kv scroll content-start p-3">
        {entry.fields.map(({ field: name, value }, index) => (
          // A stream entry may have a field twice: only the place tells them apart.
          <div key={index} className="contents">
            <dt className="mono">{showBytes(name)}</dt>
            <dd className="min-w-0">
              <button
                type="button"
                className="mono ell block max-w-full text-left hover:underline"
                title="Show in full"
                onClick={() => {
                  setChosen(index);
                }}
              >
                {value.byteLength === 0 ? '""' : showBytes(value)}
              </button>
            </dd>
          </div>
        ))}
      </dl>
    </Region>
  );
}
