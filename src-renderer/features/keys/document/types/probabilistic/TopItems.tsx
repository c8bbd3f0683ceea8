import { useClient } from '../../../../../client/client-context.ts';
import { formatCountOf } from '../../../../../ui/format/count.ts';
import { showBytes } from '../../value/show-bytes.ts';
import { ReadNotice } from '../ReadNotice.tsx';
import { useRead } from '../use-read.ts';
import type { ValueProps } from '../value-props.ts';

/** The items of a Top-K, most frequent first. */
export function TopItems({ connection, keyName, revision, onReload, onGone }: ValueProps) {
  const client = useClient();
  const state = useRead({
    variant: '',
    revision,
    onGone,
    read: (signal) =>
      client.call('probes.top', { connection: connection.id, key: keyName }, { signal }),
  });
  if (state.status !== 'ready')
    return <ReadNotice state={state} label="Reading the items" onRetry={onReload} />;
  const { items, total } = state.value;
  return (
    <>
      <h2 className="mt-5 mb-2 text-11 font-medium text-text-3">
        {total > items.length
          ? `The first ${items.length} of ${formatCountOf(total, 'item')}, by estimated count`
          : `${formatCountOf(total, 'item')}, by estimated count`}
      </h2>
      <dl aria-label="Items" className="kv selectable">
        {items.map(({ item, count }, index) => (
          <div key={index} className="contents">
            <dt className="mono break-all">{showBytes(item)}</dt>
            <dd className="mono">{count}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
