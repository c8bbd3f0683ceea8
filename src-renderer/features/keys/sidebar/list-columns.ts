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

/** The columns' widths, in pixels and as a class: the header's are the same. */
export const columnWidths = {
  ttl: { px: 80, className: 'w-20' },
  length: { px: 64, className: 'w-16' },
  size: { px: 68, className: 'w-17' },
} as const satisfies Record<Exclude<ListColumn, 'type'>, unknown>;

const only: readonly ListColumn[] = ['type'];

/** What is shown of each key, as it was chosen last. */
export function useListColumns(): readonly ListColumn[] {
  return useSession(({ settings }) => settings?.listColumns ?? only);
}
