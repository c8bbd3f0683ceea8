import { useClient } from '../../../../../client/client-context.ts';
import { formatCount } from '../../../../../ui/format/count.ts';
import { ReadNotice } from '../ReadNotice.tsx';
import { useRead } from '../use-read.ts';
import type { ValueProps } from '../value-props.ts';
import { IdTime } from './IdTime.tsx';
import { Region } from '../../../../../ui/Region.tsx';

const absent = 'not told by this server';

/** What XINFO STREAM says. */
export function StreamFacts({ connection, keyName, revision, onReload, onGone }: ValueProps) {
  const client = useClient();
  const state = useRead({
    variant: '',
    revision,
    onGone,
    read: (signal) =>
      client.call('streams.facts', { connection: connection.id, key: keyName }, { signal }),
  });
  if (state.status !== 'ready')
    return <ReadNotice state={state} label="Reading the facts" onRetry={onReload} />;
  const { value } = state;
  const rows = [
    { name: 'Entries', text: formatCount(value.length), id: null },
    { name: 'Added in all', text: value.entriesAdded ?? absent, id: null },
    { name: 'First entry', text: value.firstId ?? '–', id: value.firstId },
    { name: 'Last ID given', text: value.lastId, id: value.lastId },
    { name: 'Highest ID deleted', text: value.maxDeletedId ?? absent, id: value.maxDeletedId },
    { name: 'Groups', text: formatCount(value.groups), id: null },
    { name: 'Radix tree keys', text: formatCount(value.radixTreeKeys), id: null },
    { name: 'Radix tree nodes', text: formatCount(value.radixTreeNodes), id: null },
  ];
  return (
    <Region aria-label="Facts" tabIndex={0} className="scroll selectable grow p-4">
      <dl className="kv max-w-200">
        {rows.map(({ name, text, id }) => (
          <div key={name} className="contents">
            <dt>{name}</dt>
            <dd>
              <span className="mono mr-3">{text}</span>
              {id === null ? null : <IdTime id={id} />}
            </dd>
          </div>
        ))}
      </dl>
    </Region>
  );
}
