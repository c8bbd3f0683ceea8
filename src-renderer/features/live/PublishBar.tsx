import { Check, ChevronDown, CircleAlert, Send } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../src-shared/contract/connections.ts';
import { escapeBytes, toBytes } from '../../../src-shared/redis-value.ts';
import type { AppError } from '../../../src-shared/result.ts';
import { connectionLock } from '../../app/write-lock.ts';
import { useClient } from '../../client/client-context.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { explainError } from '../../ui/explain-error.ts';
import { formatBytes } from '../../ui/format/bytes.ts';
import { formatTime } from '../../ui/format/clock.ts';
import { formatCountOf } from '../../ui/format/count.ts';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { isModKey } from '../../ui/platform.ts';
import { activeChannelsOf } from './active-channels.ts';
import type { LiveStore } from './live-store.ts';
import { channelBytes, describePayload } from './publish-draft.ts';

const OFFERED_CHANNELS = 20;

type Sent =
  | { readonly kind: 'never' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'sent'; readonly atMs: number; readonly receivers: number }
  | { readonly kind: 'failed'; readonly error: AppError };

function whyNot(connection: OpenConnection, channel: string): string | null {
  const lock = connectionLock(connection);
  if (lock !== null) return lock;
  if (channel === '') return 'Name a channel first';
  return channelBytes(channel) === null
    ? 'A backslash begins \\n, \\r, \\t, \\\\, \\xHH or \\u{…}'
    : null;
}

/** Channels that are subscribed to or active on the server. */
function useKnownChannels(store: LiveStore, connection: OpenConnection): readonly string[] {
  const active = useStore(activeChannelsOf(useClient(), connection.id).view);
  const subscriptions = useStore(store.view, (state) => state.subscriptions);
  const own = subscriptions.flatMap(({ info }) => (info.kind === 'channel' ? [info.label] : []));
  const others = (active.listed?.channels ?? []).map(({ name }) => escapeBytes(name));
  return [...new Set([...own, ...others])].slice(0, OFFERED_CHANNELS);
}

function SentNote({ sent }: { readonly sent: Sent }) {
  switch (sent.kind) {
    case 'never':
    case 'sending':
      return null;
    case 'sent':
      return (
        <span role="status">
          Last sent {formatTime(sent.atMs)}, reached {formatCountOf(sent.receivers, 'subscriber')}
        </span>
      );
    case 'failed': {
      const { what, words, hint } = explainError(sent.error);
      return (
        <span role="alert" className="text-danger selectable">
          {what} {words} {hint}
        </span>
      );
    }
  }
}

function PayloadNote({ payload }: { readonly payload: string }) {
  const { tone, text, sizeBytes } = describePayload(payload);
  const words = `${text}, ${formatBytes(sizeBytes)}`;
  if (tone === 'plain') return <span>{words}</span>;
  return (
    <span className={`flex items-center gap-1 ${tone === 'ok' ? 'text-success' : 'text-warning'}`}>
      <Icon icon={tone === 'ok' ? Check : CircleAlert} size={12} />
      {words}
    </span>
  );
}

/** PUBLISH, with how many it reached. */
export function PublishBar({
  store,
  connection,
}: {
  readonly store: LiveStore;
  readonly connection: OpenConnection;
}) {
  const client = useClient();
  const channels = useKnownChannels(store, connection);
  const [typed, setTyped] = useState<string | null>(null);
  const [payload, setPayload] = useState('');
  const [sent, setSent] = useState<Sent>({ kind: 'never' });
  const channel = typed ?? channels[0] ?? '';
  const reason = whyNot(connection, channel);
  const send = async (): Promise<void> => {
    const name = channelBytes(channel);
    if (reason !== null || name === null || sent.kind === 'sending') return;
    setSent({ kind: 'sending' });
    const input = { connection: connection.id, channel: name, payload: toBytes(payload) };
    const result = await client.call('pubsub.publish', input);
    setSent(
      result.ok
        ? { kind: 'sent', atMs: Date.now(), receivers: result.value.receivers }
        : { kind: 'failed', error: result.error },
    );
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !isModKey(event)) return;
    event.preventDefault();
    void send();
  };
  return (
    <section
      className="flex flex-none flex-col gap-1 border-t border-border-2 bg-surface-1 px-3 pt-2 pb-2"
      aria-label="Publish"
      onKeyDown={onKeyDown}
    >
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="sec w-13 flex-none">Publish</h3>
        <Field
          className="w-48 flex-none"
          label="Channel"
          labelHidden
          mono
          size="sm"
          placeholder="channel"
          value={channel}
          onChange={setTyped}
          end={
            channels.length === 0 ? null : (
              <Menu
                align="end"
                trigger={
                  <IconButton
                    icon={ChevronDown}
                    label="Known channels"
                    className="-mr-1.5 size-5!"
                  />
                }
                entries={channels.map((name) => ({
                  label: name,
                  onSelect: () => setTyped(name),
                }))}
              />
            )
          }
        />
        <Field
          className="min-w-40 grow"
          label="Payload"
          labelHidden
          mono
          size="sm"
          placeholder="payload"
          value={payload}
          onChange={setPayload}
        />
        <Button
          size="sm"
          icon={Send}
          keys="mod+enter"
          busy={sent.kind === 'sending'}
          disabledReason={reason}
          onClick={() => void send()}
        >
          {sent.kind === 'sending' ? 'Sending' : 'Send'}
        </Button>
      </div>
      <div className="flex h-4 items-center gap-2 pl-15 text-11 text-text-3 tn">
        <PayloadNote payload={payload} />
        <SentNote sent={sent} />
      </div>
    </section>
  );
}
