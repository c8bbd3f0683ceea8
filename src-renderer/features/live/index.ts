import { Radio } from 'lucide-react';
import type { Feature } from '../../app/feature.ts';
import { LiveView } from './LiveView.tsx';

export const liveFeature: Feature = {
  id: 'live',
  title: 'Live',
  icon: Radio,
  View: LiveView,
  unavailable: () => null,
};
