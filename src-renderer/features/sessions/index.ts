import { Users } from 'lucide-react';
import type { Feature } from '../../app/feature.ts';
import { loadLater } from '../../lib/load-later.ts';

export const sessionsFeature: Feature = {
  id: 'sessions',
  title: 'Sessions',
  icon: Users,
  View: loadLater(async () => (await import('./SessionsView.tsx')).SessionsView),
  unavailable: () => null,
};
