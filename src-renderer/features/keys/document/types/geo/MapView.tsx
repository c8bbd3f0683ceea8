import { Crosshair, MapPin, Ruler } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { useClient } from '../../../../../client/client-context.ts';
import { EmptyState } from '../../../../../ui/EmptyState.tsx';
import type { MenuEntry } from '../../../../../ui/menu-entries.ts';
import { ViewBar } from '../../ViewBar.tsx';
import { unreadLock } from '../../value/whole-value.ts';
import { EditableTable, tableEditing } from '../edit/EditableTable.tsx';
import type { Editing } from '../edit/use-editing.ts';
import { MorePages } from '../MorePages.tsx';
import { ReadNotice } from '../ReadNotice.tsx';
import { copyMenu } from '../value-menu.ts';
import type { ValueProps } from '../value-props.ts';
import { NOWHERE, readAround } from './around.ts';
import { AroundFields } from './AroundFields.tsx';
import { Distance } from './Distance.tsx';
import { MapWindows } from './MapWindows.tsx';
import { placeOffers } from './place-offers.ts';
import { PlaceMap } from './PlaceMap.tsx';
import type { PlaceRow } from './places.ts';
import { PlacesTable } from './PlacesTable.tsx';
import { usePlaces } from './use-places.ts';

interface MapViewProps extends ValueProps {
  readonly tabs: ReactNode;
  readonly editing: Editing;
}

/** A sorted set of positions on a plain map, by rank or around a point; places are added, moved and measured. */
export function MapView({ tabs, editing, ...props }: MapViewProps) {
  const client = useClient();
  const [around, setAround] = useState(NOWHERE);
  const [activeId, setActiveId] = useState<string | null>(null);
  const [fromId, setFromId] = useState<string | null>(null);
  const query = readAround(around);
  const [start, setStart] = useState(0);
  const { pages, state, words, next } = usePlaces(props, query, start);
  const east = query?.longitude ?? null;
  const north = query?.latitude ?? null;
  const center = useMemo(
    () =>
      east === null || north === null ? null : { longitude: Number(east), latitude: Number(north) },
    [east, north],
  );
  const places = state.status === 'ready' ? state.rows : [];
  // Two are measured by their names, which have to be whole.
  const placeOf = (id: string | null) =>
    places.find((place) => place.id === id && unreadLock(place.member, place.total) === null) ??
    null;
  const from = placeOf(fromId);
  const to = activeId === fromId ? null : placeOf(activeId);
  const editable = tableEditing<PlaceRow>(editing, placeOffers);
  const menu = ({ id, member, total, longitude, latitude }: PlaceRow): readonly MenuEntry[] => [
    {
      label: 'Search around this',
      icon: Crosshair,
      onSelect: () => {
        const radius = around.radius === '' ? '100' : around.radius;
        setAround({ ...around, center: `${longitude}, ${latitude}`, radius });
      },
    },
    {
      label: 'Measure from this',
      icon: Ruler,
      disabledReason: unreadLock(member, total),
      onSelect: () => {
        setFromId(id);
      },
    },
    { kind: 'separator' },
    ...copyMenu(
      client,
      [{ what: 'member', bytes: member, total }],
      ['GEOPOS', props.keyName, member],
    ),
  ];
  return (
    <>
      <ViewBar
        onReload={props.onReload}
        isBusy={state.status === 'ready' && state.more.status === 'running'}
        end={editable.addButton}
      >
        {tabs}
        <span className="count pl-1" role="status">
          {words}
        </span>
      </ViewBar>
      <AroundFields around={around} onChange={setAround} />
      {state.status === 'ready' ? null : (
        <ReadNotice state={state} label="Reading the places" onRetry={props.onReload} />
      )}
      {state.status !== 'ready' ? null : (
        <EditableTable editable={editable}>
          {places.length === 0 ? null : (
            <PlaceMap
              places={places}
              activeId={activeId}
              onChoose={setActiveId}
              center={center}
              line={from === null || to === null ? null : [from, to]}
            />
          )}
          {from === null ? null : (
            <Distance
              {...props}
              from={from}
              to={to}
              onClose={() => {
                setFromId(null);
              }}
            />
          )}
          <PlacesTable
            places={places}
            hasDistance={query !== null}
            activeId={activeId}
            onActiveChange={setActiveId}
            onRowOpen={editable.edit}
            onRowKey={editable.onKey}
            rowMenu={editable.menu(menu)}
            empty={<EmptyState icon={MapPin} title="No place here" />}
          />
          <MorePages pages={pages} state={state} count={words} start={query === null ? start : 0} />
          {query === null ? (
            <MapWindows
              start={start}
              next={next}
              onStart={(at) => {
                setActiveId(null);
                setFromId(null);
                setStart(at);
              }}
            />
          ) : null}
        </EditableTable>
      )}
    </>
  );
}
