import { Gauge } from 'lucide-react';
import type { Feature } from '../../app/feature.ts';
import { RateLimitsView } from './RateLimitsView.tsx';

export const rateLimitsFeature: Feature = {
  id: 'rateLimits',
  title: 'Rate limits',
  icon: Gauge,
  View: RateLimitsView,
  unavailable: () => null,
};
