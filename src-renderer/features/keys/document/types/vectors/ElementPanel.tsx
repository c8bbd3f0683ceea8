import { Pencil, Trash2, Waypoints, X } from 'lucide-react';
import { toBinaryString } from '../../../../../../src-shared/redis-value.ts';
import type { Output } from '../../../../../../src-shared/contract/index.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { EmptyState } from '../../../../../ui/EmptyState.tsx';
import { formatCount, formatCountOf } from '../../../../../ui/format/count.ts';
import { IconButton } from '../../../../../ui/IconButton.tsx';
import { BytesBody } from '../../value/BytesBody.tsx';
import { showBytes } from '../../value/show-bytes.ts';
import { useBytesView } from '../../value/use-bytes-view.ts';
import { writeLock } from '../../../../../app/write-lock.ts';
import { ReadNotice } from '../ReadNotice.tsx';
import { useRead } from '../use-read.ts';
import type { ValueProps } from '../value-props.ts';
import { Region } from '../../../../../ui/Region.tsx';

export type VectorElement = NonNullable<Output<'vectors.element'>>;

const heading = 'flex-none px-3 pt-2 pb-1 text-11 font-medium text-text-3';

function Attributes({ bytes, isPart }: { readonly bytes: Uint8Array; readonly isPart: boolean }) {
  return <BytesBody shown={useBytesView(bytes, { before: false, after: isPart })} />;
}

function Parts({ value }: { readonly value: VectorElement }) {
  const { attributes, attributesBytes, dimension, values } = value;
  const isPart = attributes !== null && attributes.byteLength < attributesBytes;
  return (
    <div className="flex min-h-0 grow">
      <div className="flex min-w-0 grow flex-col">
        <h2 className={heading}>
          {isPart ? `Attributes, the beginning of ${formatCount(attributesBytes)} B` : 'Attributes'}
        </h2>
        {attributes === null ? (
          <p className="px-3 text-12 text-text-3">None</p>
        ) : (
          <Attributes bytes={attributes} isPart={isPart} />
        )}
      </div>
      <div className="flex w-1/2 min-w-60 flex-none flex-col border-l border-border-1">
        <h2 className={heading}>
          {dimension > values.length
            ? `Vector, the first ${values.length} of ${formatCountOf(dimension, 'dimension')}`
            : `Vector, ${formatCountOf(dimension, 'dimension')}`}
        </h2>
        <ol
          tabIndex={0}
          aria-label="Vector"
          className="mono selectable grid grid-cols-[repeat(auto-fill,minmax(8.75rem,1fr))] gap-x-2 break-all overflow-auto px-3 pb-2 text-12"
        >
          {values.map((part, index) => (
            <li key={index}>{part}</li>
          ))}
        </ol>
      </div>
    </div>
  );
}

export interface ElementPanelProps extends ValueProps {
  readonly element: Uint8Array;
  readonly onClose: () => void;
  readonly onSimilar: () => void;
  readonly onEdit: (value: VectorElement) => void;
  readonly onRemove: () => void;
}

function whyNotEdited(props: ValueProps, value: VectorElement | null): string | null {
  if (value === null) return 'Not read';
  if ((value.attributes?.byteLength ?? 0) < value.attributesBytes)
    return 'The attributes are too large to be edited here';
  return writeLock(props.connection, 'vsetattr');
}

/** One element: its attributes, and its vector as the set keeps it. */
export function ElementPanel({ element, onClose, onEdit, ...props }: ElementPanelProps) {
  const { connection, keyName } = props;
  const client = useClient();
  const state = useRead({
    variant: toBinaryString(element),
    revision: props.revision,
    onGone: props.onGone,
    read: (signal) =>
      client.call(
        'vectors.element',
        { connection: connection.id, key: keyName, element },
        { signal },
      ),
  });
  const title = showBytes(element, 80);
  const value = state.status === 'ready' ? state.value : null;
  return (
    <Region aria-label={`Element ${title}`} className="flex h-full min-h-0 flex-col bg-surface-1">
      <div className="bar tight">
        <bdi dir="ltr" className="mono ell selectable pl-1">
          {title}
        </bdi>
        <span className="grow" />
        <IconButton icon={Waypoints} label="Find similar" onClick={props.onSimilar} />
        <IconButton
          icon={Pencil}
          label="Edit attributes"
          disabledReason={whyNotEdited(props, value)}
          onClick={() => {
            if (value !== null) onEdit(value);
          }}
        />
        <IconButton
          icon={Trash2}
          label="Remove element"
          disabledReason={value === null ? 'Not read' : writeLock(connection, 'vrem')}
          onClick={props.onRemove}
        />
        <IconButton icon={X} label="Close" keys="esc" onClick={onClose} />
      </div>
      <ReadNotice state={state} label="Reading the element" onRetry={props.onReload} />
      {state.status !== 'ready' ? null : value === null ? (
        <EmptyState icon={X} title="It is not in the vector set any more" />
      ) : (
        <Parts value={value} />
      )}
    </Region>
  );
}
