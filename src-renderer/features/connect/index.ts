import { loadLater } from '../../lib/load-later.ts';

export const ConnectScreen = loadLater(
  async () => (await import('./ConnectScreen.tsx')).ConnectScreen,
);
