import { History } from 'lucide-react';
import type { Feature } from '../../app/feature.ts';
import { loadLater } from '../../lib/load-later.ts';

export const historyFeature: Feature = {
  id: 'history',
  title: 'History',
  icon: History,
  View: loadLater(async () => (await import('./HistoryView.tsx')).HistoryView),
  unavailable: () => null,
};
