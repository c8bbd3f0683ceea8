import { ChartLine, Layers } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { Output } from '../../../../../../src-shared/contract/index.ts';
import type { Aggregation, SeriesInfo } from '../../../../../../src-shared/contract/series.ts';
import { LIMITS } from '../../../../../../src-shared/limits.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { EmptyState } from '../../../../../ui/EmptyState.tsx';
import { Field } from '../../../../../ui/Field.tsx';
import { formatCountOf } from '../../../../../ui/format/count.ts';
import { formatDuration } from '../../../../../ui/format/duration.ts';
import { IconButton } from '../../../../../ui/IconButton.tsx';
import { Select } from '../../../../../ui/Select.tsx';
import { useElementSize } from '../../value/use-element-size.ts';
import { ViewBar } from '../../ViewBar.tsx';
import { ReadNotice } from '../ReadNotice.tsx';
import { useRead } from '../use-read.ts';
import type { ValueProps } from '../value-props.ts';
import { aggregations } from './aggregations.ts';
import { ANY_BUCKET, readBucket } from './bucket-draft.ts';
import { BucketFields } from './BucketFields.tsx';
import { toRows } from './samples.ts';
import { SampleTable } from './SampleTable.tsx';
import { SeriesChart } from './SeriesChart.tsx';
import { SeriesDialogs } from './SeriesDialogs.tsx';
import { SeriesFacts } from './SeriesFacts.tsx';
import { SeveralSeries } from './SeveralSeries.tsx';
import { rangeOf, type SeriesRange, type Span, spans } from './series-range.ts';

type Choice = Aggregation | 'none';

const choices: readonly { readonly value: Choice; readonly label: string }[] = [
  { value: 'none', label: 'Each sample' },
  ...aggregations,
];

/** A point a pixel, in steps: dragging a pane does not ask the server at each pixel. */
const pointsFor = (width: number): number =>
  Math.min(LIMITS.seriesPoints, Math.max(200, Math.ceil(width / 200) * 200));

function countText({ samples, bucketMs, cut }: Output<'series.range'>): string {
  if (bucketMs !== null)
    return `${formatCountOf(samples.length, 'bucket')} of ${formatDuration(Number(bucketMs))}`;
  const count = formatCountOf(samples.length, 'sample');
  return cut ? `the newest ${count} of the range` : count;
}

function RangeFields({
  own,
  isWrong,
  onChange,
}: {
  readonly own: SeriesRange;
  readonly isWrong: boolean;
  readonly onChange: (own: SeriesRange) => void;
}) {
  const shared = {
    labelHidden: true,
    size: 'sm',
    soft: true,
    mono: true,
    className: 'w-40',
  } as const;
  return (
    <>
      <Field
        {...shared}
        label="From"
        placeholder="2026-11-23 14:05"
        value={own.from}
        aria-invalid={isWrong}
        onChange={(from) => {
          onChange({ ...own, from });
        }}
      />
      <Field
        {...shared}
        label="To"
        placeholder="or milliseconds"
        value={own.to}
        aria-invalid={isWrong}
        onChange={(to) => {
          onChange({ ...own, to });
        }}
      />
    </>
  );
}

function Series(props: ValueProps & { readonly info: SeriesInfo }) {
  const { info, connection, keyName } = props;
  const client = useClient();
  const box = useRef<HTMLDivElement>(null);
  const points = pointsFor(useElementSize(box).width);
  const [span, setSpan] = useState<Span>('all');
  const [own, setOwn] = useState<SeriesRange>({ from: '', to: '' });
  const [choice, setChoice] = useState<Choice>(
    BigInt(info.totalSamples) > LIMITS.seriesPoints ? 'avg' : 'none',
  );
  const chosen = rangeOf(info, span, own);
  // What cannot be read yet (half a date) leaves the last range in sight.
  const [range, setRange] = useState(chosen ?? { from: info.firstAtMs, to: info.lastAtMs });
  if (chosen !== null && (chosen.from !== range.from || chosen.to !== range.to)) setRange(chosen);
  const [isSeveral, setSeveral] = useState(false);
  const aggregation = choice === 'none' ? null : choice;
  const [bucket, setBucket] = useState(ANY_BUCKET);
  const typed = readBucket(bucket, range);
  // What cannot be read yet leaves the last one.
  const [bucketMs, setBucketMs] = useState<string | null>(null);
  if (typed.ok && typed.bucketMs !== bucketMs) setBucketMs(typed.bucketMs);
  const fits =
    typed.ok || bucketMs === null || readBucket({ ...bucket, length: bucketMs }, range).ok;
  const grouping = { aggregation, bucketMs: fits ? bucketMs : null, align: bucket.align };
  const isOwnSize = aggregation === null || grouping.bucketMs !== null;
  const asked = isOwnSize ? LIMITS.seriesPoints : points;
  const state = useRead({
    variant: JSON.stringify([range, grouping, asked]),
    revision: props.revision,
    onGone: props.onGone,
    read: (signal) =>
      client.call(
        'series.range',
        { connection: connection.id, key: keyName, ...range, ...grouping, points: asked },
        { signal },
      ),
  });
  const value = state.status === 'ready' ? state.value : null;
  const samples = useMemo(() => (value === null ? [] : toRows(value.samples)), [value]);
  return (
    <>
      <ViewBar
        onReload={props.onReload}
        isBusy={state.status === 'ready' && state.isReading}
        end={
          <>
            <IconButton
              icon={Layers}
              label="Series with the same labels"
              pressed={isSeveral}
              disabledReason={info.labels.length === 0 ? 'It has no labels' : null}
              onClick={() => {
                setSeveral(!isSeveral);
                // Lines of different series meet only in buckets.
                if (choice === 'none') setChoice('avg');
              }}
            />
            <SeriesDialogs {...props} range={range} />
          </>
        }
      >
        <Select label="Range" value={span} options={spans} onChange={setSpan} />
        {span === 'own' ? (
          <RangeFields own={own} isWrong={chosen === null} onChange={setOwn} />
        ) : null}
        <Select label="Aggregation" value={choice} options={choices} onChange={setChoice} />
        <span className="count pl-1" role="status">
          {chosen === null
            ? 'Write a date or milliseconds, the earlier one first'
            : value === null || isSeveral
              ? ''
              : countText(value)}
        </span>
      </ViewBar>
      {aggregation === null || isSeveral ? null : (
        <BucketFields draft={bucket} why={typed.ok ? null : typed.why} onChange={setBucket} />
      )}
      <div className="flex min-h-0 grow">
        <div ref={box} className="flex min-w-0 grow flex-col">
          {isSeveral ? null : (
            <ReadNotice state={state} label="Reading the samples" onRetry={props.onReload} />
          )}
          {isSeveral ? (
            <SeveralSeries {...props} range={range} aggregation={aggregation ?? 'avg'} />
          ) : value === null ? null : samples.length === 0 ? (
            <EmptyState
              icon={ChartLine}
              title={info.totalSamples === '0' ? 'No samples' : 'No sample in this range'}
              className="grow"
            />
          ) : (
            <>
              <SeriesChart samples={samples} />
              <SampleTable samples={samples} />
            </>
          )}
        </div>
        <SeriesFacts {...props} />
      </div>
    </>
  );
}

/** A time series: a chart of a range, the same as text, and what TS.INFO says. */
export function TimeSeriesView(props: ValueProps) {
  const client = useClient();
  const state = useRead({
    variant: '',
    revision: props.revision,
    onGone: props.onGone,
    read: (signal) =>
      client.call(
        'series.info',
        { connection: props.connection.id, key: props.keyName },
        { signal },
      ),
  });
  if (state.status === 'ready') return <Series {...props} info={state.value} />;
  return (
    <>
      <ViewBar onReload={props.onReload} />
      <ReadNotice state={state} label="Reading the series" onRetry={props.onReload} />
    </>
  );
}
