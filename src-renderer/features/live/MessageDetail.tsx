import { Copy, X } from 'lucide-react';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { escapeBytes } from '../../../src-shared/redis-value.ts';
import { useClient } from '../../client/client-context.ts';
import type { PreviewKind } from '../../lib/json-preview.ts';
import { formatBytes } from '../../ui/format/bytes.ts';
import { formatClockTitle, formatTime, formatTimeFraction } from '../../ui/format/clock.ts';
import { formatCount } from '../../ui/format/count.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { copyPayload } from './copy-message.ts';
import type { LiveStore } from './live-store.ts';
import { type PayloadView, viewPayload } from './payload-view.ts';
import { channelOf, type MessageRow, payloadOf } from './segment.ts';
import { sourceColour } from './source-colour.ts';
import { Swatch } from './Swatch.tsx';

const colours: Readonly<Record<PreviewKind, string>> = {
  key: 'text-syn-key',
  string: 'text-syn-string',
  number: 'text-syn-number',
  bool: 'text-syn-bool',
  op: 'text-syn-op',
};

function Payload({ view }: { readonly view: PayloadView }) {
  if (view.kind !== 'json')
    return (
      <>
        {view.kind === 'binary' ? (
          <p className="pb-1 text-11 text-text-3">Not UTF-8: other bytes as \xHH</p>
        ) : null}
        <pre className="code wrap-anywhere whitespace-pre-wrap">{view.text}</pre>
        {view.isCut ? <p className="text-11 text-text-3">cut; copying takes all of it</p> : null}
      </>
    );
  const { lines, isCut } = view.preview;
  return (
    <>
      <pre className="code">
        {lines.map(({ depth, runs }, i) => (
          <div key={i} style={{ paddingLeft: `${depth * 2}ch` }}>
            {runs.map(({ text, kind }, at) => (
              <span key={at} className={colours[kind]}>
                {text}
              </span>
            ))}
          </div>
        ))}
      </pre>
      {isCut ? (
        <p className="text-11 text-text-3">
          the first {formatCount(lines.length)} lines; copying takes all of it
        </p>
      ) : null}
    </>
  );
}

/** One message whole. */
export function MessageDetail({
  row,
  store,
}: {
  readonly row: MessageRow;
  readonly store: LiveStore;
}) {
  const client = useClient();
  const source = useStore(store.view, (state) => state.sources.get(row.segment.source));
  const payload = payloadOf(row.segment, row.index);
  const view = useMemo(() => viewPayload(payloadOf(row.segment, row.index)), [row]);
  return (
    <section className="flex h-full min-h-0 flex-col bg-surface-1" aria-label="Message">
      <div className="bar tight">
        <Swatch color={sourceColour(source)} />
        <span className="ell mono font-medium">
          {escapeBytes(channelOf(row.segment, row.index))}
        </span>
        {source?.kind === 'pattern' ? (
          <span className="ell text-11 text-text-3">by {source.label}</span>
        ) : null}
        <span className="grow" />
        <span className="mono tn whitespace-nowrap" title={formatClockTitle(row.atMs)}>
          {formatTime(row.atMs)}
          <span className="text-text-3">{formatTimeFraction(row.atMs)}</span>
        </span>
        <span className="count">{formatBytes(payload.byteLength)}</span>
        <IconButton
          icon={Copy}
          label="Copy the payload"
          onClick={() => void copyPayload(client, row)}
        />
        <IconButton icon={X} label="Close" keys="esc" onClick={() => store.select(null)} />
      </div>
      <div className="scroll p-3 selectable" tabIndex={0} role="group" aria-label="Payload">
        {payload.byteLength === 0 ? (
          <p className="text-12 text-text-3">Empty payload</p>
        ) : (
          <Payload view={view} />
        )}
      </div>
    </section>
  );
}
