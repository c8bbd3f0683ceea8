import { Gauge } from 'lucide-react';
import { useStore } from 'zustand';
import { formatCount, formatCountOf } from '../../../ui/format/count.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { Tooltip } from '../../../ui/Tooltip.tsx';
import type { KeysStore } from '../keys-store.ts';

/** What finding out about rows costs the server. */
export function CostMeter({ store }: { readonly store: KeysStore }) {
  const { recent, total, byCommand } = useStore(store.cost);
  const words = `${formatCountOf(recent.commands, 'command')} in 10 s`;
  const whole = `${formatCountOf(total.commands, 'command')} for ${formatCountOf(total.keys, 'key')} since the list was opened`;
  const commands = [...byCommand].map(([name, count]) => `${name} ${formatCount(count)}`);
  return (
    <Tooltip
      side="top"
      text={`The rows asked ${whole}`}
      detail={
        <>
          {commands.map((line) => (
            <div key={line} className="mono">
              {line}
            </div>
          ))}
          <div>The scan itself (SCAN, DBSIZE) is not in it</div>
        </>
      }
    >
      <button
        type="button"
        className="tn flex flex-none items-center gap-1 text-11 text-text-3"
        aria-label={`Cost of the list: ${words}; ${whole}`}
      >
        <Icon icon={Gauge} size={12} />
        {words}
      </button>
    </Tooltip>
  );
}
