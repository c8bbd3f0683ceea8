import { type ReactNode, useState } from 'react';
import { useClient } from '../../../../../client/client-context.ts';
import { Segmented } from '../../../../../ui/Segmented.tsx';
import { useRead } from '../use-read.ts';
import type { ValueProps } from '../value-props.ts';
import { MapView } from './MapView.tsx';
import { looksLikeGeo } from './places.ts';

const SAMPLE = 20;
const views = [
  { value: 'members', label: 'Members' },
  { value: 'map', label: 'Map' },
] as const;

/** A sorted set whose scores look like those of GEOADD can be shown on a map as well. */
export function GeoChoice(props: ValueProps & { readonly members: ReactNode }) {
  const { connection, keyName } = props;
  const client = useClient();
  const [view, setView] = useState<'members' | 'map'>('members');
  const [openedAtMs] = useState(() => Date.now());
  const state = useRead({
    variant: '',
    revision: props.revision,
    onGone: props.onGone,
    read: (signal) =>
      client.call(
        'geo.positions',
        { connection: connection.id, key: keyName, start: 0, count: SAMPLE },
        { signal },
      ),
  });
  // A refusal is no news here: the members are shown, and say themselves what is refused.
  const isGeo = state.status === 'ready' && looksLikeGeo(state.value.members, openedAtMs);
  const tabs = (
    <Segmented label="Show the set as" value={view} segments={views} onChange={setView} />
  );
  if (isGeo && view === 'map') return <MapView {...props} tabs={tabs} />;
  return (
    <>
      {isGeo ? <div className="bar tight">{tabs}</div> : null}
      {props.members}
    </>
  );
}
