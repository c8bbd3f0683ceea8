import { X } from 'lucide-react';
import { type ReactNode, Suspense } from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { loadLater } from '../../../lib/load-later.ts';
import { Button } from '../../../ui/Button.tsx';
import { formatCountOf } from '../../../ui/format/count.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import type { JsonTable } from './json-table.ts';

const JsonTableView = loadLater(async () => (await import('./JsonTableView.tsx')).JsonTableView);

export interface JsonTableHostProps {
  readonly table: JsonTable;
  readonly connection: OpenConnection;
  readonly onOpenKey: (key: Uint8Array) => void;
  readonly children: ReactNode;
}

/** The table over the open documents; while one of its keys is looked at, a bar that leads back. */
export function JsonTableHost({ table, connection, onOpenKey, children }: JsonTableHostProps) {
  const { table: open } = useStore(table.store);
  if (open === null) return children;
  if (!open.isAside)
    return (
      <Suspense>
        <JsonTableView
          table={table}
          open={open}
          connection={connection}
          onOpenKey={(key) => {
            table.aside(true);
            onOpenKey(key);
          }}
        />
      </Suspense>
    );
  return (
    <div className="flex h-full min-h-0 min-w-0 flex-col">
      <div className="flex h-row flex-none items-center gap-2 border-b border-border-1 px-3 text-12">
        <Button
          size="sm"
          onClick={() => {
            table.aside(false);
          }}
        >
          Back to the table of {formatCountOf(open.keys.length, 'key')}
        </Button>
        <span className="grow" />
        <IconButton icon={X} label="Close the table" onClick={table.close} />
      </div>
      <div className="min-h-0 grow [&>*]:h-full">{children}</div>
    </div>
  );
}
