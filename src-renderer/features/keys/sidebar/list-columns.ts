import type { Settings } from '../../../../src-shared/contract/app.ts';
import { useSession } from '../../../app/session-store.ts';

export type ListColumn = Settings['listColumns'][number];

export const columnTitles: Readonly<Record<ListColumn, string>> = {
  type: 'Type',
  ttl: 'TTL',
  length: 'Length',
  size: 'Size',
};

/** Type stands before the name, the others after it. */
export const columnOrder: readonly ListColumn[] = ['type', 'ttl', 'length', 'size'];

const only: readonly ListColumn[] = ['type'];

/** What is shown of each key, as it was chosen last. */
export function useListColumns(): readonly ListColumn[] {
  return useSession(({ settings }) => settings?.listColumns ?? only);
}
