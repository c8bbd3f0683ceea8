import { Columns3 } from 'lucide-react';
import { updateSettings } from '../../../app/app-actions.ts';
import { useClient } from '../../../client/client-context.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import type { MenuEntry } from '../../../ui/menu-entries.ts';
import type { KeysStore } from '../keys-store.ts';
import { columnOrder, columnTitles, useListColumns } from './list-columns.ts';

/** Which columns are shown, for every connection; sizes are measured only by the entry below them. */
export function ColumnsMenu({ store }: { readonly store: KeysStore }) {
  const client = useClient();
  const columns = useListColumns();
  const checks = columnOrder.map((column): MenuEntry => ({
    kind: 'check',
    label: columnTitles[column],
    checked: columns.includes(column),
    onChange: (isShown) => {
      const listColumns = columnOrder.filter((one) =>
        one === column ? isShown : columns.includes(one),
      );
      void updateSettings(client, { listColumns });
      store.columnsChanged();
    },
  }));
  return (
    <Menu
      align="end"
      trigger={<IconButton icon={Columns3} label="Columns" />}
      entries={[
        { kind: 'label', label: 'Columns' },
        ...checks,
        { kind: 'separator' },
        {
          label: 'Measure sizes of rows in view',
          note: 'MEMORY USAGE',
          disabledReason: columns.includes('size') ? null : 'Size is not shown',
          onSelect: () => void store.measureInView(),
        },
      ]}
    />
  );
}
