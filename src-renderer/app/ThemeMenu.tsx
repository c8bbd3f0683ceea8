import { Moon, Sun, SunMoon } from 'lucide-react';
import type { Settings } from '../../src-shared/contract/app.ts';
import { useClient } from '../client/client-context.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Menu } from '../ui/Menu.tsx';
import { updateSettings } from './app-actions.ts';
import { useSession } from './session-store.ts';

const themeIcons = { system: SunMoon, dark: Moon, light: Sun };
const themes: readonly { readonly value: Settings['theme']; readonly label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
];

export function ThemeMenu() {
  const client = useClient();
  const theme = useSession((state) => state.settings?.theme ?? 'system');
  return (
    <Menu
      align="end"
      trigger={<IconButton icon={themeIcons[theme]} label="Theme" />}
      entries={[
        {
          kind: 'radio',
          label: 'Theme',
          value: theme,
          options: themes,
          onChange: (value) => {
            const chosen = themes.find((option) => option.value === value);
            if (chosen !== undefined) void updateSettings(client, { theme: chosen.value });
          },
        },
      ]}
    />
  );
}
