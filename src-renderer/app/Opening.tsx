import { LoaderCircle } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Item } from '../../src-shared/contract/index.ts';
import { useClient } from '../client/client-context.ts';
import { formatCount } from '../ui/format/count.ts';
import { Icon } from '../ui/Icon.tsx';
import { Meter } from '../ui/Meter.tsx';
import { WindowButtons } from './WindowButtons.tsx';

type SandboxStatus = Item<'sandbox.watch'>;

/** While the server of the start is being opened; the sandbox says how far it is. */
export function Opening() {
  const client = useClient();
  const [sandbox, setSandbox] = useState<SandboxStatus | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    const follow = async (): Promise<void> => {
      for await (const status of client.stream('sandbox.watch', {}, { signal: controller.signal }))
        setSandbox(status);
    };
    void follow();
    return () => controller.abort();
  }, [client]);
  const progress = sandbox?.progress ?? null;
  return (
    <div className="grid h-full grid-rows-[var(--titlebar)_1fr] bg-surface-0">
      <header className="titlebar">
        <span />
        <span className="text-center font-medium">Redstart</span>
        <WindowButtons />
      </header>
      <main className="grid place-items-center" aria-busy="true">
        <div className="flex flex-col items-center gap-3 text-text-2" role="status">
          <Icon icon={LoaderCircle} size={18} className="spin" />
          {progress === null ? (
            sandbox?.status === 'starting' ? (
              'Starting the sandbox'
            ) : (
              'Opening'
            )
          ) : (
            <>
              <span className="tn">
                Filling the sandbox: {formatCount(progress.done)} of {formatCount(progress.total)}{' '}
                keys
              </span>
              <Meter label="Sandbox filled" value={progress.done / progress.total} width={220} />
            </>
          )}
        </div>
      </main>
    </div>
  );
}
