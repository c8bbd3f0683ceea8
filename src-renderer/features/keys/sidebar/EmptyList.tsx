import { KeyRound, Lock, Plus, SearchX } from 'lucide-react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { escapeBytes } from '../../../../src-shared/redis-value.ts';
import type { AppError } from '../../../../src-shared/result.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Kbd } from '../../../ui/Kbd.tsx';
import { Delayed, SkeletonRows } from '../../../ui/Skeleton.tsx';
import { typeMark } from '../../../ui/type-marks.ts';
import { writeLock } from '../../../app/write-lock.ts';
import type { KeysStore } from '../keys-store.ts';
import { scanWords } from './scan-words.ts';

const isRefused = (error: AppError): boolean =>
  error.code === 'redis.reply' && error.prefix === 'NOPERM';

/** Why no row is there, and what to do. */
export function EmptyList({
  store,
  connection,
}: {
  readonly store: KeysStore;
  readonly connection: OpenConnection;
}) {
  const { scan, effect, text, filterMode, filterProblem, scope, answer } = useStore(store);
  const place = 'absolute inset-x-0 top-0 bottom-0';
  if (filterProblem !== null)
    return (
      <EmptyState
        className={`${place} pointer-events-none`}
        icon={SearchX}
        title="Not filtered yet"
      >
        {filterProblem}. What is listed is looked through once the expression can be read.
      </EmptyState>
    );
  if (effect === 'listed' && answer.keys > 0) {
    const words = scanWords(scan, answer.keys);
    const why =
      scan.status === 'done' ? 'All names were looked at.' : `${words.main} ${words.rest}.`;
    return (
      <EmptyState
        className={`${place} pointer-events-none`}
        icon={SearchX}
        title={filterMode === 'part' ? 'No listed name contains it' : 'No listed name matches'}
        actions={
          scan.status === 'done' || filterMode === 'regex' ? null : (
            <Button
              size="sm"
              keys="enter"
              className="pointer-events-auto"
              onClick={store.submitText}
            >
              Ask the server
            </Button>
          )
        }
      >
        {why}
      </EmptyState>
    );
  }
  if (scan.status === 'failed' && isRefused(scan.error))
    return (
      <EmptyState className={place} icon={Lock} title="Keys cannot be listed for this user">
        A key that it may read opens by its whole name: <Kbd keys="mod+p" />
      </EmptyState>
    );
  if (scan.status === 'failed' || scan.status === 'idle') return null;
  if (scan.status === 'running')
    return (
      <div className={`${place} pt-1`}>
        <Delayed>
          <SkeletonRows columns={[14, null, 40]} rows={8} label="Scanning" />
        </Delayed>
      </div>
    );
  const isNarrowed = scope.match !== null || scope.type !== null;
  if (!isNarrowed)
    return (
      <EmptyState
        className={place}
        icon={KeyRound}
        title={`No keys in db${connection.db}`}
        actions={
          <Button
            size="sm"
            icon={Plus}
            keys="mod+n"
            disabledReason={writeLock(connection, 'set')}
            onClick={() => void store.askNewKey()}
          >
            New key
          </Button>
        }
      >
        What other clients write appears when it is scanned again.
      </EmptyState>
    );
  const asked = [
    scope.match === null ? null : escapeBytes(scope.match),
    scope.type === null ? null : typeMark(scope.type).name,
  ].filter((part) => part !== null);
  return (
    <EmptyState
      className={place}
      icon={SearchX}
      title={scan.status === 'done' ? 'No key matches' : 'No key matches so far'}
      actions={
        <Button
          size="sm"
          onClick={() => {
            store.setType(null);
            if (text !== '') store.setText('');
          }}
        >
          Show all keys
        </Button>
      }
    >
      The server was asked for <span className="mono">{asked.join(', ')}</span>
    </EmptyState>
  );
}
