import { History, Undo2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ConnectionId, Ticket } from '../../src-shared/contract/define.ts';
import { useClient } from '../client/client-context.ts';
import { formatClock } from '../ui/format/clock.ts';
import { formatCountOf } from '../ui/format/count.ts';
import { Icon } from '../ui/Icon.tsx';
import { Menu } from '../ui/Menu.tsx';
import { takeBack } from './removal/offer-undo.ts';
import { session } from './session-store.ts';

const SHOWN = 12;

/** What can still be taken back on this connection, newest first; it outlives the toast that offered it. */
export function UndoMenu({ connection }: { readonly connection: ConnectionId }) {
  const client = useClient();
  const [tickets, setTickets] = useState<readonly Ticket[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    const follow = async (): Promise<void> => {
      for await (const list of client.stream(
        'undo.watch',
        { connection },
        { signal: controller.signal },
      ))
        setTickets(list);
    };
    void follow();
    return () => controller.abort();
  }, [client, connection]);
  if (tickets.length === 0) return null;
  return (
    <Menu
      side="top"
      align="end"
      trigger={
        <button type="button">
          <Icon icon={Undo2} size={12} />
          {formatCountOf(tickets.length, 'change')} to undo
        </button>
      }
      entries={[
        { kind: 'label', label: 'Take back' },
        ...tickets.slice(0, SHOWN).map((ticket) => ({
          label: ticket.title,
          note: formatClock(ticket.atMs),
          icon: Undo2,
          onSelect: () => void takeBack({ client, connection, ticket }),
        })),
        ...(tickets.length > SHOWN
          ? [{ kind: 'label' as const, label: `and ${tickets.length - SHOWN} older` }]
          : []),
        { kind: 'separator' },
        { label: 'All changes…', icon: History, onSelect: () => session.show('history') },
      ]}
    />
  );
}
