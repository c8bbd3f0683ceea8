import { ChevronsUpDown, Plug, Unplug } from 'lucide-react';
import type { OpenConnection } from '../../src-shared/contract/connections.ts';
import { useClient } from '../client/client-context.ts';
import { EnvTag } from '../ui/EnvTag.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Menu } from '../ui/Menu.tsx';
import { closeConnection } from './app-actions.ts';
import { session, useSession } from './session-store.ts';

/** Which server this is, and the way to the others. */
export function ConnectionMenu({ connection }: { readonly connection: OpenConnection }) {
  const client = useClient();
  const others = useSession((state) => state.connections).filter(({ id }) => id !== connection.id);
  return (
    <Menu
      trigger={
        <button type="button" className="conn">
          <span className="sr">Connection</span>
          <EnvTag environment={connection.environment} />
          <span className="font-medium ell">{connection.name}</span>
          <span className="ell text-12 text-text-3">{connection.address}</span>
          <Icon icon={ChevronsUpDown} size={12} />
        </button>
      }
      entries={[
        ...others.map((other) => ({
          label: other.name,
          note: other.address,
          mark: <EnvTag environment={other.environment} />,
          onSelect: () => session.activate(other.id),
        })),
        ...(others.length === 0 ? [] : [{ kind: 'separator' as const }]),
        {
          label: 'All connections',
          icon: Plug,
          keys: 'mod+o',
          onSelect: () => session.activate(null),
        },
        {
          label: `Close ${connection.name}`,
          icon: Unplug,
          onSelect: () => void closeConnection(client, connection.id),
        },
      ]}
    />
  );
}
