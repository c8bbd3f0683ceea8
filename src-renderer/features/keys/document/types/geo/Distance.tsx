import { X } from 'lucide-react';
import { useState } from 'react';
import type { DistanceUnit } from '../../../../../../src-shared/contract/series.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { ErrorNotice } from '../../../../../ui/ErrorNotice.tsx';
import { IconButton } from '../../../../../ui/IconButton.tsx';
import { Select } from '../../../../../ui/Select.tsx';
import { showBytes } from '../../value/show-bytes.ts';
import { useRead } from '../use-read.ts';
import type { ValueProps } from '../value-props.ts';
import type { PlaceRow } from './places.ts';
import { units } from './units.ts';

interface DistanceProps extends ValueProps {
  readonly from: PlaceRow;
  /** null: not chosen yet. */
  readonly to: PlaceRow | null;
  readonly onClose: () => void;
}

interface MeasuredProps extends ValueProps {
  readonly from: PlaceRow;
  readonly to: PlaceRow;
  readonly unit: DistanceUnit;
}

/** What GEODIST says. */
function Measured({ from, to, unit, ...props }: MeasuredProps) {
  const client = useClient();
  const named = { connection: props.connection.id, key: props.keyName };
  const state = useRead({
    variant: JSON.stringify([from.id, to.id, unit]),
    revision: props.revision,
    onGone: props.onGone,
    read: (signal) =>
      client.call('geo.distance', { ...named, from: from.member, to: to.member, unit }, { signal }),
  });
  if (state.status === 'failed') return <ErrorNotice error={state.error} />;
  const value = state.status === 'ready' ? state.value.distance : '';
  return (
    <span className="mono selectable font-strong">
      {value === null ? 'one of them is gone' : value}
    </span>
  );
}

/** How far it is from one place to the one that is chosen. */
export function Distance({ from, to, onClose, ...props }: DistanceProps) {
  const [unit, setUnit] = useState<DistanceUnit>('km');
  return (
    <div className="bar tight text-12" role="group" aria-label="Distance">
      <span className="ell" role="status">
        From <b className="mono">{showBytes(from.member, 60)}</b>{' '}
        {to === null ? (
          <span className="text-text-3">choose another place</span>
        ) : (
          <>
            to <b className="mono">{showBytes(to.member, 60)}</b>
            {': '}
            <Measured {...props} from={from} to={to} unit={unit} />
          </>
        )}
      </span>
      <Select label="Unit of the distance" value={unit} options={units} onChange={setUnit} />
      <span className="grow" />
      <IconButton icon={X} label="Measure no more" onClick={onClose} />
    </div>
  );
}
