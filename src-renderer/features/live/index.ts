import { Radio } from 'lucide-react';
import type { Feature } from '../../app/feature.ts';
import { loadLater } from '../../lib/load-later.ts';

export const liveFeature: Feature = {
  id: 'live',
  title: 'Live',
  icon: Radio,
  View: loadLater(async () => (await import('./LiveView.tsx')).LiveView),
  unavailable: () => null,
};
