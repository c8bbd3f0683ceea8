import { Users } from 'lucide-react';
import type { Feature } from '../../app/feature.ts';
import { SessionsView } from './SessionsView.tsx';

export const sessionsFeature: Feature = {
  id: 'sessions',
  title: 'Sessions',
  icon: Users,
  View: SessionsView,
  unavailable: () => null,
};
