import { KeyRound } from 'lucide-react';
import type { Feature } from '../../app/feature.ts';
import { KeysView } from './KeysView.tsx';
import { loadDocumentAhead } from './tabs/KeyPane.tsx';

export const keysFeature: Feature = {
  id: 'keys',
  title: 'Keys',
  icon: KeyRound,
  View: KeysView,
  unavailable: () => null,
  ahead: loadDocumentAhead,
};
