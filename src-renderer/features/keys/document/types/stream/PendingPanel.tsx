import { X } from 'lucide-react';
import { useClient } from '../../../../../client/client-context.ts';
import { EmptyState } from '../../../../../ui/EmptyState.tsx';
import { IconButton } from '../../../../../ui/IconButton.tsx';
import { EntryPanel } from '../EntryPanel.tsx';
import { ReadNotice } from '../ReadNotice.tsx';
import { useRead } from '../use-read.ts';
import type { ValueProps } from '../value-props.ts';
import { Region } from '../../../../../ui/Region.tsx';

export interface PendingPanelProps extends ValueProps {
  readonly id: string;
  readonly onClose: () => void;
}

/** The entry that is pending; it may have been deleted from the stream meanwhile. */
export function PendingPanel(props: PendingPanelProps) {
  const { connection, keyName, id, onClose } = props;
  const client = useClient();
  const state = useRead({
    variant: id,
    revision: props.revision,
    onGone: props.onGone,
    read: (signal) =>
      client.call(
        'streams.range',
        { connection: connection.id, key: keyName, from: id, to: id, order: 'newest', count: 1 },
        { signal },
      ),
  });
  const entry = state.status === 'ready' ? state.value.entries[0] : undefined;
  if (entry !== undefined)
    return <EntryPanel connection={connection} keyName={keyName} entry={entry} onClose={onClose} />;
  return (
    <Region aria-label={`Entry ${id}`} className="flex h-full min-h-0 flex-col bg-surface-1">
      <div className="bar tight">
        <span className="mono selectable pl-1">{id}</span>
        <span className="grow" />
        <IconButton icon={X} label="Close" keys="esc" onClick={onClose} />
      </div>
      <ReadNotice state={state} label="Reading the entry" onRetry={props.onReload} />
      {state.status === 'ready' ? (
        <EmptyState icon={X} title="The entry was deleted from the stream">
          It is still pending here: XACK takes it off the list.
        </EmptyState>
      ) : null}
    </Region>
  );
}
