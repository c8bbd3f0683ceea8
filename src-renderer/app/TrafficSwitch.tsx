import { Activity } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Item } from '../../src-shared/contract/index.ts';
import { useClient } from '../client/client-context.ts';
import { Icon } from '../ui/Icon.tsx';
import { Menu } from '../ui/Menu.tsx';
import { toasts } from '../ui/toast-store.ts';

const rates = [5, 25, 100, 500, 2_000];

/** The sandbox's live traffic: on, off and how much. */
export function TrafficSwitch() {
  const client = useClient();
  const [sandbox, setSandbox] = useState<Item<'sandbox.watch'> | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    const follow = async (): Promise<void> => {
      for await (const status of client.stream('sandbox.watch', {}, { signal: controller.signal }))
        setSandbox(status);
    };
    void follow();
    return () => controller.abort();
  }, [client]);
  if (sandbox === null) return null;
  const { on, rate } = sandbox.traffic;
  const set = async (next: { on: boolean; rate: number }): Promise<void> => {
    const result = await client.call('sandbox.setTraffic', next);
    if (!result.ok)
      toasts.show({
        tone: 'error',
        message: 'The traffic did not change',
        detail: result.error.message,
      });
  };
  return (
    <Menu
      side="top"
      align="end"
      trigger={
        <button type="button">
          <Icon icon={Activity} size={12} />
          {on ? `Traffic ${rate}/s` : 'Traffic off'}
        </button>
      }
      entries={[
        {
          kind: 'check',
          label: 'Live traffic',
          checked: on,
          onChange: (checked) => void set({ on: checked, rate }),
        },
        { kind: 'separator' },
        {
          kind: 'radio',
          label: 'Events a second',
          value: String(rate),
          options: rates.map((value) => ({ value: String(value), label: String(value) })),
          onChange: (value) => void set({ on: true, rate: Number(value) }),
        },
      ]}
    />
  );
}
