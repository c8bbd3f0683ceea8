import { useMemo, useState } from 'react';
import type { Aggregation, SeriesInfo } from '../../../../../../src-shared/contract/series.ts';
import { LIMITS } from '../../../../../../src-shared/limits.ts';
import { toBinaryString } from '../../../../../../src-shared/redis-value.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { Checkbox } from '../../../../../ui/Checkbox.tsx';
import { formatCount, formatCountOf } from '../../../../../ui/format/count.ts';
import { formatDuration } from '../../../../../ui/format/duration.ts';
import { showBytes } from '../../value/show-bytes.ts';
import { ReadNotice } from '../ReadNotice.tsx';
import { useRead } from '../use-read.ts';
import type { ValueProps } from '../value-props.ts';
import { toRows } from './samples.ts';
import type { SeriesRange } from './series-range.ts';
import { type ChartSeries, SeveralChart } from './SeveralChart.tsx';

export interface SeveralSeriesProps extends ValueProps {
  readonly info: SeriesInfo;
  readonly range: SeriesRange;
  readonly aggregation: Aggregation;
}

type Label = SeriesInfo['labels'][number];

const idOf = ({ name, value }: Label): string => `${toBinaryString(name)}=${toBinaryString(value)}`;

function Labels({
  labels,
  chosen,
  onChange,
}: {
  readonly labels: readonly Label[];
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}) {
  return (
    <fieldset className="flex flex-none flex-wrap items-center gap-x-4 gap-y-1 border-b border-border-1 px-3 py-1.5">
      <legend className="sr">Series with all of these labels</legend>
      {labels.map((label) => {
        const id = idOf(label);
        return (
          <Checkbox
            key={id}
            label={`${showBytes(label.name)}=${showBytes(label.value)}`}
            checked={chosen.has(id)}
            onChange={(isChecked) => {
              const next = new Set(chosen);
              if (isChecked) next.add(id);
              else next.delete(id);
              onChange(next);
            }}
          />
        );
      })}
    </fieldset>
  );
}

function Chart(props: SeveralSeriesProps & { readonly filters: readonly Label[] }) {
  const { connection, keyName, range, aggregation, filters } = props;
  const client = useClient();
  const state = useRead({
    variant: `${range.from} ${range.to} ${aggregation} ${filters.map(idOf).join(' ')}`,
    revision: props.revision,
    onGone: props.onGone,
    read: (signal) =>
      client.call(
        'series.several',
        {
          connection: connection.id,
          key: keyName,
          filters: [...filters],
          ...range,
          aggregation,
          points: LIMITS.seriesPointsOfSeveral,
          most: LIMITS.seriesTogether,
        },
        { signal },
      ),
  });
  const value = state.status === 'ready' ? state.value : null;
  const series = useMemo(
    () =>
      (value?.series ?? []).map(({ key, samples }): ChartSeries => ({
        id: toBinaryString(key),
        key,
        samples: samples === null ? null : toRows(samples),
      })),
    [value],
  );
  return (
    <div className="min-h-0 grow overflow-auto">
      <ReadNotice state={state} label="Reading the series" onRetry={props.onReload} />
      {value === null ? null : (
        <>
          <p role="status" className="px-3 pt-2 text-12 text-text-2">
            {value.total > series.length
              ? `${formatCount(series.length)} of ${formatCountOf(value.total, 'series', 'series')} with these labels`
              : `${formatCountOf(value.total, 'series', 'series')} with these labels`}
            , {aggregation} of {formatDuration(Number(value.bucketMs))}
          </p>
          <SeveralChart series={series} />
        </>
      )}
    </div>
  );
}

/** Series that share labels with this one, in one chart. */
export function SeveralSeries(props: SeveralSeriesProps) {
  const { labels } = props.info;
  const shown = labels.slice(0, LIMITS.seriesFilters);
  const [first] = shown;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(first === undefined ? [] : [idOf(first)]),
  );
  const filters = shown.filter((label) => chosen.has(idOf(label)));
  return (
    <>
      <Labels labels={shown} chosen={chosen} onChange={setChosen} />
      {filters.length === 0 ? (
        <p className="p-4 text-12 text-text-3">Choose a label that the series share</p>
      ) : (
        <Chart {...props} filters={filters} />
      )}
    </>
  );
}
