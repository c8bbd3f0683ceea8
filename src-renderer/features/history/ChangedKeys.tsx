import { ExternalLink } from 'lucide-react';
import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { Output } from '../../../src-shared/contract/index.ts';
import { escapeBytes, toBinaryString } from '../../../src-shared/redis-value.ts';
import { session } from '../../app/session-store.ts';
import { formatCount, formatCountOf } from '../../ui/format/count.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { KeyName } from '../../ui/KeyName.tsx';
import { TtlText } from '../../ui/TtlText.tsx';
import { TypeMark } from '../../ui/TypeMark.tsx';

function openKey(connection: ConnectionId, key: Uint8Array): void {
  session.activate(connection);
  session.openKey(key);
}

interface ConflictListProps {
  readonly title: string;
  readonly conflicts: Output<'undo.conflicts'>['conflicts'];
  readonly total: number;
  /** null: its server is not open, so the keys cannot be looked at. */
  readonly connection: ConnectionId | null;
}

/** Keys that were or would be left alone, each with why. */
export function ConflictList({ title, conflicts, total, connection }: ConflictListProps) {
  return (
    <section aria-label={title} className="border-b border-border-1 py-2">
      <h3 className="px-3 py-1 text-12 font-medium text-warning">
        {title} <span className="count">{formatCount(total)}</span>
      </h3>
      <ul>
        {conflicts.map(({ key, reason }, i) => (
          <li key={i} className="flex items-center gap-2 px-3 py-1 text-12">
            <span className="min-w-0 grow">
              <span className="mono block">
                <KeyName name={key} />
              </span>
              <span className="text-text-3">{reason}</span>
            </span>
            {connection === null ? null : (
              <IconButton
                icon={ExternalLink}
                label={`Open key ${escapeBytes(key.subarray(0, 64))}`}
                onClick={() => openKey(connection, key)}
              />
            )}
          </li>
        ))}
      </ul>
      {total > conflicts.length ? (
        <p className="px-3 text-12 text-text-3">
          and {formatCount(total - conflicts.length)} more that are not named
        </p>
      ) : null}
    </section>
  );
}

interface PreviewListProps {
  readonly preview: Output<'undo.preview'>;
  /** null: not looked at, its server is not open. */
  readonly check: Output<'undo.check'> | null;
  readonly connection: ConnectionId | null;
}

function PreviewRow(props: {
  readonly item: Output<'undo.preview'>['keys'][number];
  readonly reason: string | null;
  readonly connection: ConnectionId | null;
}) {
  const { item, reason, connection } = props;
  const { key, what, wasDeleted, type, expiresAtMs } = item;
  return (
    <li className="flex items-center gap-2 px-3 py-1 text-12">
      {type === null ? null : <TypeMark type={type} />}
      <span className="min-w-0 grow">
        <span className="mono block">
          <KeyName name={key} />
        </span>
        {reason === null ? (
          <span className="text-text-3">{what}</span>
        ) : (
          <span className="text-warning">Would be left alone: {reason}</span>
        )}
      </span>
      {expiresAtMs === null || reason !== null ? null : <TtlText expiresAtMs={expiresAtMs} />}
      {connection === null || (wasDeleted && reason === null) ? null : (
        <IconButton
          icon={ExternalLink}
          label={`Open key ${escapeBytes(key.subarray(0, 64))}`}
          onClick={() => openKey(connection, key)}
        />
      )}
    </li>
  );
}

function lookedAt(check: PreviewListProps['check']): string {
  if (check === null) return 'What stands in its way is known once the connection is open';
  return check.comparedLater > 0
    ? `${formatCountOf(check.comparedLater, 'key')} compared when undone: what somebody changed since is left alone`
    : `${formatCountOf(check.checked, 'key')} looked at on the server. An undo never overwrites`;
}

/** What an undo would do, key by key, and what it would leave alone as the server is now. */
export function PreviewList({ preview, check, connection }: PreviewListProps) {
  const { keys, total, unread } = preview;
  const more = total - keys.length - unread;
  const reasons = new Map(check?.conflicts.map(({ key, reason }) => [toBinaryString(key), reason]));
  return (
    <section aria-label="Kept to restore" className="py-2">
      <h3 className="px-3 py-1 text-12 font-medium">
        Kept to restore <span className="count">{formatCount(total)}</span>
      </h3>
      <ul>
        {keys.map((item, i) => (
          <PreviewRow
            key={i}
            item={item}
            reason={reasons.get(toBinaryString(item.key)) ?? null}
            connection={connection}
          />
        ))}
      </ul>
      {more > 0 ? (
        <p className="px-3 text-12 text-text-3">and {formatCountOf(more, 'more', 'more')}</p>
      ) : null}
      {unread > 0 ? (
        <p className="px-3 text-12 text-text-3">
          {formatCountOf(unread, 'key')} too large to be read for this list
        </p>
      ) : null}
      <p className="px-3 pt-2 text-12 text-text-3">{lookedAt(check)}</p>
    </section>
  );
}
