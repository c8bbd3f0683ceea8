import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { EnvTag, environmentClass } from '../../../ui/EnvTag.tsx';

/** Above a key of another server than the one whose keys are listed: which it is, in the colour of its environment. */
export function PaneServer({ connection }: { readonly connection: OpenConnection }) {
  const { name, address, db, environment, state, readOnly } = connection;
  return (
    <div
      role="note"
      aria-label="Server of this key"
      className={`flex h-row flex-none items-center gap-2 border-t-2 border-t-(--env) px-3 text-12 ${environmentClass(environment)}`}
    >
      <EnvTag environment={environment} />
      <span className="ell min-w-0">
        {name}, <span className="mono">{address}</span>, db{db}
      </span>
      {readOnly ? <span className="text-text-3">read-only</span> : null}
      {state.status === 'ready' ? null : (
        <span className="text-warning" role="status">
          not connected
        </span>
      )}
    </div>
  );
}
