import type { ReactNode } from 'react';
import type { VectorSetInfo } from '../../../../../../src-shared/contract/vectors.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { formatCount, formatCountOf } from '../../../../../ui/format/count.ts';
import { ReadNotice } from '../ReadNotice.tsx';
import { useRead } from '../use-read.ts';
import type { ValueProps } from '../value-props.ts';
import { Region } from '../../../../../ui/Region.tsx';

const precisions: Readonly<Record<string, string>> = {
  int8: '8-bit integers, approximately what was given',
  bin: 'single bits, roughly what was given',
  f32: '32-bit numbers, as given',
};

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="break-words">{children}</dd>
    </>
  );
}

function Facts({ info }: { readonly info: VectorSetInfo }) {
  const { quantization, reducedFrom, withAttributes, links, maxLevel } = info;
  return (
    <dl className="kv">
      <Row name="Elements">{formatCount(info.size)}</Row>
      {withAttributes === null ? null : (
        <Row name="With attributes">{formatCount(withAttributes)}</Row>
      )}
      <Row name="Dimensions">
        {formatCount(info.dimension)}
        {reducedFrom === null ? null : `, reduced from ${formatCount(reducedFrom)}`}
      </Row>
      <Row name="Kept as">
        <span className="mono">{quantization}</span>
        {precisions[quantization] === undefined ? null : (
          <div className="text-text-3">{precisions[quantization]}</div>
        )}
      </Row>
      {links === null ? null : (
        <Row name="Graph">
          {`${formatCountOf(links, 'link')} a node`}
          {maxLevel === null ? null : `, ${formatCountOf(maxLevel + 1, 'level')}`}
        </Row>
      )}
    </dl>
  );
}

/** What VINFO says of a vector set: how many, of how many dimensions, and how they are kept. */
export function VectorFacts({ connection, keyName, revision, onReload, onGone }: ValueProps) {
  const client = useClient();
  const state = useRead({
    variant: '',
    revision,
    onGone,
    read: (signal) =>
      client.call('vectors.info', { connection: connection.id, key: keyName }, { signal }),
  });
  return (
    <Region
      aria-label="Facts"
      tabIndex={0}
      className="selectable w-72 flex-none overflow-auto border-l border-border-1 bg-surface-1 p-4"
    >
      <ReadNotice state={state} label="Reading the facts" onRetry={onReload} />
      {state.status === 'ready' ? <Facts info={state.value} /> : null}
    </Region>
  );
}
