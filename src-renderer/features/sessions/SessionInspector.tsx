import { ExternalLink, LogOut, TimerReset, Users, X } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { session } from '../../app/session-store.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatClock } from '../../ui/format/clock.ts';
import { formatBytes } from '../../ui/format/bytes.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { KeyName } from '../../ui/KeyName.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { TtlText } from '../../ui/TtlText.tsx';
import { TypeMark } from '../../ui/TypeMark.tsx';
import type { SessionRow, SessionsStore } from './sessions-store.ts';

interface Props {
  readonly store: SessionsStore;
  readonly reason: string | null;
  /** It stands below the table, which has more room without it. */
  readonly onClose: (() => void) | null;
}

const EXTEND_MS = 1_800_000;

/** Hidden with its length until asked for. */
function Secret({ value }: { readonly value: string }) {
  const [isShown, setIsShown] = useState(false);
  if (isShown) return <span className="selectable">{value}</span>;
  return (
    <button type="button" className="tag" onClick={() => setIsShown(true)}>
      hidden, {value.length} characters
    </button>
  );
}

function Content({ store }: { readonly store: SessionsStore }) {
  const detail = useStore(store.view, (state) => state.detail);
  if (detail.status === 'failed') return <ErrorNotice error={detail.error} />;
  if (detail.status !== 'ready') return null;
  return (
    <dl className="mono flex flex-col">
      {detail.fields.map(({ name, value, secret }) => (
        <div key={name} className="grid grid-cols-[112px_minmax(0,1fr)] gap-2 px-3 py-1">
          <dt className="ell text-syn-key" title={name}>
            {name}
          </dt>
          <dd className="break-all text-text-1">
            {secret ? (
              <Secret key={`${detail.id} ${name}`} value={value} />
            ) : (
              <span className="selectable">{value}</span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Facts({ row, onClose }: { readonly row: SessionRow } & Pick<Props, 'onClose'>) {
  const {
    key,
    type,
    user,
    sizeBytes,
    expiresAtMs,
    ttlMs,
    createdMs,
    recognisedAs,
    certain,
    reason,
  } = row;
  return (
    <>
      <div className="bar">
        <h2 className="mono min-w-0 grow">
          <KeyName name={key} />
        </h2>
        <IconButton icon={ExternalLink} label="Open key" onClick={() => session.openKey(key)} />
        {onClose === null ? null : (
          <IconButton icon={X} label="Close the session" onClick={onClose} />
        )}
      </div>
      <div className="flex flex-col gap-2 border-b border-border-1 p-3 text-12">
        <div className="flex items-center gap-2">
          <TypeMark type={type} />
          <span>{type === 'string' ? formatBytes(sizeBytes) : `${sizeBytes} fields`}</span>
          {user === null ? null : <span className="ell">user {user}</span>}
          <span className="grow" />
          <TtlText expiresAtMs={expiresAtMs} fullMs={ttlMs} form="header" />
        </div>
        <div className="flex items-center gap-2 text-text-3">
          {createdMs === null ? 'no time of creation inside' : `created ${formatClock(createdMs)}`}
        </div>
        <div className="flex items-center gap-2">
          <Tag tone={certain ? 'ok' : undefined}>
            {recognisedAs}
            {certain ? '' : ', likely'}
          </Tag>
          <span className="ell text-text-3" title={reason}>
            {reason}
          </span>
        </div>
      </div>
    </>
  );
}

export function SessionInspector({ store, reason, onClose }: Props) {
  const activeId = useStore(store.view, (state) => state.activeId);
  const row = useStore(store.scan, (state) => state.rows.find(({ id }) => id === activeId) ?? null);
  if (row === null)
    return (
      <aside className="side" aria-label="Session">
        <EmptyState icon={Users} title="No session chosen">
          Choose one to see what it holds
        </EmptyState>
      </aside>
    );
  const ids = new Set([row.id]);
  return (
    <aside className="side" aria-label="Session">
      <Facts row={row} onClose={onClose} />
      <div className="scroll py-2">
        <Content store={store} />
      </div>
      <div className="flex gap-2 border-t border-border-1 p-3">
        <Button
          size="sm"
          icon={TimerReset}
          className="grow"
          disabledReason={reason ?? (row.expiresAtMs === null ? 'It has no expiry' : null)}
          onClick={() => void store.extend(ids, EXTEND_MS)}
        >
          Extend 30 min
        </Button>
        <Button
          size="sm"
          tone="danger-soft"
          icon={LogOut}
          className="grow"
          disabledReason={reason}
          onClick={() => void store.revoke(ids, 'session')}
        >
          Revoke
        </Button>
      </div>
    </aside>
  );
}
