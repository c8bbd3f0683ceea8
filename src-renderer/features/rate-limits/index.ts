import { Gauge } from 'lucide-react';
import type { Feature } from '../../app/feature.ts';
import { loadLater } from '../../lib/load-later.ts';

export const rateLimitsFeature: Feature = {
  id: 'rateLimits',
  title: 'Rate limits',
  icon: Gauge,
  View: loadLater(async () => (await import('./RateLimitsView.tsx')).RateLimitsView),
  unavailable: () => null,
};
