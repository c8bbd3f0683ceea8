import { Crosshair, MapPin } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { LIMITS } from '../../../../../../src-shared/limits.ts';
import { ok } from '../../../../../../src-shared/result.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { EmptyState } from '../../../../../ui/EmptyState.tsx';
import { Field } from '../../../../../ui/Field.tsx';
import { formatCount, formatCountOf } from '../../../../../ui/format/count.ts';
import { Select } from '../../../../../ui/Select.tsx';
import { ViewBar } from '../../ViewBar.tsx';
import { ReadNotice } from '../ReadNotice.tsx';
import { useRead } from '../use-read.ts';
import { copyMenu } from '../value-menu.ts';
import type { ValueProps } from '../value-props.ts';
import { type Around, type AroundQuery, readAround, type Unit } from './around.ts';
import { PlaceMap } from './PlaceMap.tsx';
import { hitsOf, placesOf, type PlaceRow } from './places.ts';
import { PlacesTable } from './PlacesTable.tsx';

const units: readonly { readonly value: Unit; readonly label: string }[] = [
  { value: 'km', label: 'km' },
  { value: 'm', label: 'm' },
  { value: 'mi', label: 'mi' },
  { value: 'ft', label: 'ft' },
];

interface Found {
  readonly places: readonly PlaceRow[];
  readonly words: string;
}

/** The first page of members, or what GEOSEARCH finds. */
function usePlaces(props: ValueProps, query: AroundQuery | null) {
  const { connection, keyName } = props;
  const client = useClient();
  const named = { connection: connection.id, key: keyName, count: LIMITS.pageElements };
  return useRead<Found>({
    variant: query === null ? '' : Object.values(query).join(' '),
    revision: props.revision,
    onGone: props.onGone,
    read: async (signal) => {
      if (query !== null) {
        const result = await client.call('geo.search', { ...named, ...query }, { signal });
        if (!result.ok) return result;
        const places = hitsOf(result.value.found);
        const count = formatCountOf(places.length, 'place');
        return ok({ places, words: result.value.cut ? `the nearest ${count}` : count });
      }
      const result = await client.call('geo.positions', { ...named, start: 0 }, { signal });
      if (!result.ok) return result;
      const { members, total } = result.value;
      const places = placesOf(members);
      const count = formatCountOf(total, 'member');
      return ok({ places, words: `${formatCount(places.length)} of ${count} on the map` });
    },
  });
}

function AroundFields({
  around,
  onChange,
}: {
  readonly around: Around;
  readonly onChange: (around: Around) => void;
}) {
  const shared = { labelHidden: true, size: 'sm', soft: true, mono: true } as const;
  return (
    <>
      <Field
        {...shared}
        label="Center, longitude and latitude"
        placeholder="longitude, latitude"
        icon={Crosshair}
        className="w-64"
        value={around.center}
        onChange={(center) => {
          onChange({ ...around, center });
        }}
      />
      <Field
        {...shared}
        label="Radius"
        placeholder="radius"
        className="w-20"
        value={around.radius}
        onChange={(radius) => {
          onChange({ ...around, radius });
        }}
      />
      <Select
        label="Unit"
        value={around.unit}
        options={units}
        onChange={(unit) => {
          onChange({ ...around, unit });
        }}
      />
    </>
  );
}

/** A sorted set of positions on a plain map, all of a page or those around a point. */
export function MapView(props: ValueProps & { readonly tabs: ReactNode }) {
  const client = useClient();
  const [around, setAround] = useState<Around>({ center: '', radius: '', unit: 'km' });
  const [activeId, setActiveId] = useState<string | null>(null);
  const query = readAround(around);
  const state = usePlaces(props, query);
  const east = query?.longitude ?? null;
  const north = query?.latitude ?? null;
  const center = useMemo(
    () =>
      east === null || north === null ? null : { longitude: Number(east), latitude: Number(north) },
    [east, north],
  );
  return (
    <>
      <ViewBar onReload={props.onReload} isBusy={state.status === 'ready' && state.isReading}>
        {props.tabs}
        <AroundFields around={around} onChange={setAround} />
        <span className="count pl-1" role="status">
          {state.status === 'ready' ? state.value.words : ''}
        </span>
      </ViewBar>
      <ReadNotice state={state} label="Reading the places" onRetry={props.onReload} />
      {state.status !== 'ready' ? null : (
        <>
          {state.value.places.length === 0 ? null : (
            <PlaceMap
              places={state.value.places}
              activeId={activeId}
              onChoose={setActiveId}
              center={center}
            />
          )}
          <PlacesTable
            places={state.value.places}
            hasDistance={query !== null}
            activeId={activeId}
            onActiveChange={setActiveId}
            rowMenu={({ member, longitude, latitude }) => [
              {
                label: 'Search around this',
                icon: Crosshair,
                onSelect: () => {
                  const radius = around.radius === '' ? '100' : around.radius;
                  setAround({ ...around, center: `${longitude}, ${latitude}`, radius });
                },
              },
              { kind: 'separator' },
              ...copyMenu(
                client,
                [{ what: 'member', bytes: member }],
                ['GEOPOS', props.keyName, member],
              ),
            ]}
            empty={<EmptyState icon={MapPin} title="No place here" />}
          />
        </>
      )}
    </>
  );
}
