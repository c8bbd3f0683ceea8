import { Search } from 'lucide-react';
import type { OpenConnection } from '../../src-shared/contract/connections.ts';
import { environmentClass } from '../ui/EnvTag.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { isMac } from '../ui/platform.ts';
import { ConnectionMenu } from './ConnectionMenu.tsx';
import { session } from './session-store.ts';
import { ThemeMenu } from './ThemeMenu.tsx';
import { WindowButtons } from './WindowButtons.tsx';

export function TitleBar({ connection }: { readonly connection: OpenConnection }) {
  return (
    <header className={`titlebar ${environmentClass(connection.environment)}`}>
      <div className={`flex min-w-0 items-center ${isMac ? 'pl-[72px]' : ''}`}>
        <ConnectionMenu connection={connection} />
      </div>
      <button type="button" className="cmd" onClick={() => session.openPalette()}>
        <Icon icon={Search} size={12} />
        <span className="ell grow text-left">Go to a key, or run a command</span>
        <Kbd keys="mod+k" />
      </button>
      <div className="flex items-center justify-end gap-1">
        <ThemeMenu />
        <WindowButtons />
      </div>
    </header>
  );
}
