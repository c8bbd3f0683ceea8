import type { OpenConnection } from '../../src-shared/contract/connections.ts';
import { LIMITS } from '../../src-shared/limits.ts';
import type { Client } from '../client/client.ts';
import { moveToPart } from '../ui/focus/keep-focus.ts';
import { closeConnection, openSandbox, setLock, updateSettings } from './app-actions.ts';
import type { Command } from './feature.ts';
import { features } from './features.ts';
import { isTyping } from './keyboard.ts';
import { undoOffered } from './removal/offer-undo.ts';
import { session, sessionStore } from './session-store.ts';

/** The steps of browsers, in percent. */
const ZOOMS = [LIMITS.zoomLeast, 90, 100, 110, 125, 150, 175, LIMITS.zoomMost];

function zoom(client: Client, by: 1 | -1): void {
  const now = sessionStore.getState().settings?.zoom ?? 100;
  const next = by === 1 ? ZOOMS.find((step) => step > now) : ZOOMS.findLast((step) => step < now);
  if (next !== undefined) void updateSettings(client, { zoom: next });
}

/** Everything the palette and the keyboard can do in an open workspace. */
export function workspaceCommands(client: Client, connection: OpenConnection): readonly Command[] {
  const isLocked = connection.readOnly && connection.unlockedUntilMs === null;
  return [
    {
      id: 'palette',
      title: 'Go to a key, or run a command',
      keys: 'mod+k',
      run: () => session.openPalette(),
    },
    {
      id: 'key',
      title: 'Go to key',
      keys: 'mod+p',
      // Only keys: one that is called as a command is meant.
      run: () => session.openPalette('/'),
    },
    ...features.map(({ id, title }, i) => ({
      id: `show ${id}`,
      title: `Show ${title}`,
      keys: `mod+${i + 1}`,
      run: () => session.show(id),
    })),
    {
      id: 'next part',
      title: 'Next part of the window',
      keys: 'F6',
      run: () => moveToPart(1),
    },
    {
      id: 'part before',
      title: 'Part of the window before',
      keys: 'shift+F6',
      run: () => moveToPart(-1),
    },
    {
      id: 'connections',
      title: 'Switch connection',
      keys: 'mod+o',
      run: () => session.activate(null),
    },
    ...(connection.sandbox
      ? []
      : [
          {
            id: 'sandbox',
            title: 'Open the sandbox',
            keys: 'mod+shift+o',
            run: () => void openSandbox(client),
          },
        ]),
    ...(connection.readOnly
      ? [
          {
            id: 'lock',
            title: isLocked ? 'Unlock writes for 10 minutes' : 'Lock writes',
            detail: connection.name,
            keys: 'mod+shift+l',
            run: () => void setLock(client, connection, !isLocked),
          },
        ]
      : []),
    {
      id: 'theme dark',
      title: 'Theme: dark',
      run: () => void updateSettings(client, { theme: 'dark' }),
    },
    {
      id: 'theme light',
      title: 'Theme: light',
      run: () => void updateSettings(client, { theme: 'light' }),
    },
    {
      id: 'theme system',
      title: 'Theme: as the system',
      run: () => void updateSettings(client, { theme: 'system' }),
    },
    {
      id: 'density',
      title: 'Rows: dense or comfortable',
      run: () => {
        const density = sessionStore.getState().settings?.density;
        void updateSettings(client, {
          density: density === 'comfortable' ? 'dense' : 'comfortable',
        });
      },
    },
    { id: 'zoom in', title: 'Zoom in', keys: 'mod++', run: () => zoom(client, 1) },
    { id: 'zoom out', title: 'Zoom out', keys: 'mod+-', run: () => zoom(client, -1) },
    {
      id: 'zoom reset',
      title: 'Zoom: 100 %',
      keys: 'mod+0',
      run: () => void updateSettings(client, { zoom: 100 }),
    },
    {
      id: 'keyboard',
      title: 'Keyboard map',
      keys: 'shift+?',
      when: () => !isTyping(),
      run: () => session.setKeyboardMap(true),
    },
    {
      id: 'undo',
      title: 'Undo what the message offers',
      keys: 'mod+z',
      // In a text field the field's own undo is meant.
      when: () => !isTyping(),
      run: () => void undoOffered(connection.id),
    },
    {
      id: 'close',
      title: 'Close the connection',
      detail: connection.name,
      run: () => void closeConnection(client, connection.id),
    },
  ];
}
