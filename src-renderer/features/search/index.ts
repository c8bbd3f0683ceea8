import { Search } from 'lucide-react';
import type { Feature } from '../../app/feature.ts';
import { SearchView } from './SearchView.tsx';

export const searchFeature: Feature = {
  id: 'search',
  title: 'Search',
  icon: Search,
  View: SearchView,
  unavailable: ({ commands, kind, version }) =>
    commands.includes('ft.search')
      ? null
      : `Search needs FT.SEARCH, which is part of Redis 8 and of Redis Stack. This is ${kind === 'valkey' ? 'Valkey' : 'Redis'} ${version ?? ''} without it; the sandbox has it.`,
};
