import { KeyRound } from 'lucide-react';
import type { Feature } from '../../app/feature.ts';
import { keysStoreOf } from './keys-store.ts';
import { KeysView } from './KeysView.tsx';
import { loadDocumentAhead } from './tabs/KeyPane.tsx';

export const keysFeature: Feature = {
  id: 'keys',
  title: 'Keys',
  icon: KeyRound,
  View: KeysView,
  unavailable: () => null,
  prepare: (client, connection) => void keysStoreOf(client, connection),
  ahead: loadDocumentAhead,
};
