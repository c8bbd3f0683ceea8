import { Search } from 'lucide-react';
import type { Feature } from '../../app/feature.ts';
import { loadLater } from '../../lib/load-later.ts';

export const searchFeature: Feature = {
  id: 'search',
  title: 'Search',
  icon: Search,
  View: loadLater(async () => (await import('./SearchView.tsx')).SearchView),
  unavailable: ({ commands, kind, version }) =>
    commands.includes('ft.search')
      ? null
      : `Search needs FT.SEARCH, which is part of Redis 8 and of Redis Stack. This is ${kind === 'valkey' ? 'Valkey' : 'Redis'} ${version ?? ''} without it; the sandbox has it.`,
};
