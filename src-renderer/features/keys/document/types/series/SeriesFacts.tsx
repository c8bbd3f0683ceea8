import type { ReactNode } from 'react';
import { formatBytes } from '../../../../../ui/format/bytes.ts';
import { formatClock, formatClockTitle } from '../../../../../ui/format/clock.ts';
import { formatCount } from '../../../../../ui/format/count.ts';
import { formatDuration } from '../../../../../ui/format/duration.ts';
import { showBytes } from '../../value/show-bytes.ts';
import { Region } from '../../../../../ui/Region.tsx';
import { SeriesRules, type SeriesRulesProps } from './SeriesRules.tsx';

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="break-words">{children}</dd>
    </>
  );
}

function At({ ms }: { readonly ms: string }) {
  return <span title={`${formatClockTitle(Number(ms))}, ${ms}`}>{formatClock(Number(ms))}</span>;
}

function Heading({ children }: { readonly children: string }) {
  return <h2 className="mt-4 mb-1 text-11 font-medium text-text-3">{children}</h2>;
}

/** What TS.INFO says of a series: how much, how long it is kept, labels, and what is made of it. */
export function SeriesFacts(props: SeriesRulesProps) {
  const { info } = props;
  const isEmpty = info.totalSamples === '0';
  return (
    <Region
      aria-label="Facts"
      tabIndex={0}
      className="selectable w-72 flex-none overflow-auto border-l border-border-1 bg-surface-1 p-4"
    >
      <dl className="kv">
        <Row name="Samples">{formatCount(BigInt(info.totalSamples))}</Row>
        <Row name="First">{isEmpty ? '–' : <At ms={info.firstAtMs} />}</Row>
        <Row name="Last">{isEmpty ? '–' : <At ms={info.lastAtMs} />}</Row>
        <Row name="Retention">
          {info.retentionMs === '0' ? 'for ever' : formatDuration(Number(info.retentionMs))}
        </Row>
        <Row name="Duplicates">{info.duplicatePolicy ?? 'by the server’s default'}</Row>
        <Row name="Memory">{formatBytes(Number(info.memoryBytes))}</Row>
        <Row name="Chunks">
          {`${formatCount(BigInt(info.chunkCount))} of ${formatBytes(Number(info.chunkBytes))}, ${info.chunkType}`}
        </Row>
        {info.sourceKey === null ? null : (
          <Row name="Made from">
            <bdi className="mono">{showBytes(info.sourceKey)}</bdi>
          </Row>
        )}
      </dl>
      <Heading>Labels</Heading>
      {info.labels.length === 0 ? <p className="text-12 text-text-3">None</p> : null}
      <dl className="kv">
        {info.labels.map(({ name, value }, index) => (
          <div key={index} className="contents">
            <dt className="mono">{showBytes(name)}</dt>
            <dd className="mono break-words">{showBytes(value)}</dd>
          </div>
        ))}
      </dl>
      <SeriesRules {...props} />
    </Region>
  );
}
