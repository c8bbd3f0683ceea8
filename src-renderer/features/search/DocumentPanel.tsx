import { ExternalLink, FileX, X } from 'lucide-react';
import { session } from '../../app/session-store.ts';
import { escapeBytes } from '../../../src-shared/redis-value.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatBytes } from '../../ui/format/bytes.ts';
import { formatCount } from '../../ui/format/count.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { KeyName } from '../../ui/KeyName.tsx';
import { Delayed, SkeletonRows } from '../../ui/Skeleton.tsx';
import { TtlText } from '../../ui/TtlText.tsx';
import { TypeMark } from '../../ui/TypeMark.tsx';
import { cellText, oneLine } from './cell-text.ts';
import type { Preview, PreviewBody } from './document-preview.ts';
import type { JsonPreview, PreviewKind } from './json-preview.ts';

const colours: Readonly<Record<PreviewKind, string>> = {
  key: 'text-syn-key',
  string: 'text-syn-string',
  number: 'text-syn-number',
  bool: 'text-syn-bool',
  op: 'text-syn-op',
};

const MAX_INDENT = 30;

function JsonLines({ preview }: { readonly preview: JsonPreview }) {
  return (
    <div className="code px-3 py-2">
      {preview.lines.map(({ depth, runs }, at) => (
        <div key={at} style={{ paddingLeft: `${Math.min(depth, MAX_INDENT) * 2}ch` }}>
          {runs.map(({ text, kind }, run) => (
            <bdi key={run} dir="ltr" className={colours[kind]}>
              {oneLine(text)}
            </bdi>
          ))}
        </div>
      ))}
      {preview.isCut ? <div className="text-text-3">… the key has the rest</div> : null}
    </div>
  );
}

function HashFields({ body }: { readonly body: Extract<PreviewBody, { kind: 'hash' }> }) {
  return (
    <dl className="kv px-3 py-2">
      {body.fields.map(({ field, value, total = value.byteLength }, at) => {
        const { text, isCut } = cellText(escapeBytes(value.subarray(0, 1_024)));
        return (
          <div key={at} className="contents">
            <dt className="mono max-w-60 truncate">{escapeBytes(field)}</dt>
            <dd className="mono selectable break-words">
              {total === 0 ? '""' : text}
              {isCut || total > 1_024 ? (
                <span className="text-text-3">… {formatBytes(total)}</span>
              ) : null}
            </dd>
          </div>
        );
      })}
      {body.total === null ? (
        <dt className="col-span-2">How many fields the key has is not known: HLEN is refused</dt>
      ) : null}
      {body.total !== null && body.total > body.fields.length ? (
        <dt className="col-span-2">
          {formatCount(body.total - body.fields.length)} more fields in the key
        </dt>
      ) : null}
    </dl>
  );
}

function Body({ body }: { readonly body: PreviewBody }) {
  switch (body.kind) {
    case 'json':
      return <JsonLines preview={body.preview} />;
    case 'text':
      return (
        <pre className="code px-3 py-2 whitespace-pre-wrap">
          {oneLine(body.text.slice(0, 20_000))}
        </pre>
      );
    case 'hash':
      return <HashFields body={body} />;
    case 'tooLarge':
      return (
        <p className="px-3 py-2 text-12 text-text-2">
          {formatBytes(body.bytes)} of JSON: open the key to read it
        </p>
      );
    case 'other':
      return (
        <p className="px-3 py-2 text-12 text-text-2">
          The key is of another type now: open it to see
        </p>
      );
  }
}

type Shown = Exclude<Preview, { status: 'none' }>;

function Content({ preview }: { readonly preview: Shown }) {
  if (preview.status === 'loading')
    return (
      <Delayed>
        <SkeletonRows columns={[120, null]} rows={4} label="Reading the document" />
      </Delayed>
    );
  if (preview.status === 'failed') return <ErrorNotice error={preview.error} />;
  if (preview.status === 'gone')
    return (
      <EmptyState icon={FileX} title="This key is gone">
        It expired or was deleted since the search ran
      </EmptyState>
    );
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Document">
      <Body body={preview.body} />
    </div>
  );
}

/** The document of the row in hand, as it is now. */
export function DocumentPanel({
  preview,
  onClose,
}: {
  readonly preview: Preview;
  readonly onClose: () => void;
}) {
  if (preview.status === 'none') return null;
  const { key } = preview;
  return (
    <section className="main" aria-label="Document of the row">
      <div className="bar tight flex-none bg-surface-1">
        {preview.status === 'ready' ? <TypeMark type={preview.type} /> : null}
        <span className="min-w-0">
          <KeyName name={key} strong />
        </span>
        {preview.status === 'ready' && preview.expiresAtMs !== null ? (
          <span className="flex flex-none items-center gap-1.5 text-12 text-text-3">
            TTL <TtlText expiresAtMs={preview.expiresAtMs} form="row" />
          </span>
        ) : null}
        {preview.status === 'ready' && preview.body.kind === 'json' ? (
          <span className="flex-none text-12 text-text-3">{formatBytes(preview.body.bytes)}</span>
        ) : null}
        <span className="grow" />
        <Button size="sm" icon={ExternalLink} onClick={() => session.openKey(key)}>
          Open key
        </Button>
        <IconButton icon={X} label="Close the document" keys="esc" onClick={onClose} />
      </div>
      <Content preview={preview} />
    </section>
  );
}
