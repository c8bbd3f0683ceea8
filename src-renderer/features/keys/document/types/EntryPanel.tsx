import { X } from 'lucide-react';
import { useState } from 'react';
import type { Output } from '../../../../../src-shared/contract/index.ts';
import { useClient } from '../../../../client/client-context.ts';
import { IconButton } from '../../../../ui/IconButton.tsx';
import { Region } from '../../../../ui/Region.tsx';
import { InspectPanel } from '../value/InspectPanel.tsx';
import { showBytes } from '../value/show-bytes.ts';
import { partWords, wholeValue } from '../value/whole-value.ts';
import type { ValueProps } from './value-props.ts';

export interface EntryPanelProps extends Pick<ValueProps, 'connection' | 'keyName'> {
  readonly entry: Output<'values.stream'>['entries'][number];
  readonly onClose: () => void;
}

/** The fields of one stream entry, and the value of one of them in full. */
export function EntryPanel({ connection, keyName, entry, onClose }: EntryPanelProps) {
  const client = useClient();
  const [chosen, setChosen] = useState<number | null>(null);
  /** A value that the page had left out, once it was asked for. */
  const [read, setRead] = useState<{ readonly at: number; readonly bytes: Uint8Array } | null>(
    null,
  );
  const field = chosen === null ? undefined : entry.fields[chosen];
  if (field !== undefined && chosen !== null) {
    const bytes = read?.at === chosen ? read.bytes : field.value;
    const total = read?.at === chosen ? bytes.byteLength : (field.total ?? bytes.byteLength);
    return (
      <InspectPanel
        title={`${showBytes(field.field, 80)} of ${entry.id}`}
        bytes={bytes}
        whole={wholeValue({
          client,
          connection: connection.id,
          key: keyName,
          place: { kind: 'stream', id: entry.id, at: chosen },
          total,
          onRead: (whole) => {
            setRead({ at: chosen, bytes: whole });
          },
        })}
        onClose={() => {
          setChosen(null);
        }}
      />
    );
  }
  return (
    <Region aria-label={`Entry ${entry.id}`} className="flex h-full min-h-0 flex-col bg-surface-1">
      <div className="bar tight">
        <span className="mono selectable pl-1">{entry.id}</span>
        <span className="grow" />
        <IconButton icon={X} label="Close" keys="esc" onClick={onClose} />
      </div>
      <dl className="kv scroll content-start p-3">
        {entry.fields.map(({ field: name, value, total = value.byteLength }, index) => (
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
                {total === value.byteLength ? null : (
                  <span className="mr-2 font-ui text-11 text-text-3">
                    {partWords(value.byteLength, total)}
                  </span>
                )}
                {total === 0 ? '""' : showBytes(value)}
              </button>
            </dd>
          </div>
        ))}
      </dl>
    </Region>
  );
}
