import { Suspense } from 'react';
import { useStore } from 'zustand';
import { loadLater } from '../../../lib/load-later.ts';
import type { CompareDialog } from './compare-dialog.ts';

const CompareKeys = loadLater(async () => (await import('./CompareKeys.tsx')).CompareKeys);

/** The place of the dialog, whose code is read when it is first opened. */
export function CompareHost({ dialog }: { readonly dialog: CompareDialog }) {
  const { compared } = useStore(dialog.store);
  return compared === null ? null : (
    <Suspense>
      <CompareKeys compared={compared} onClose={dialog.close} />
    </Suspense>
  );
}
