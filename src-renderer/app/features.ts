import { historyFeature } from '../features/history/index.ts';
import { keysFeature } from '../features/keys/index.ts';
import { liveFeature } from '../features/live/index.ts';
import { rateLimitsFeature } from '../features/rate-limits/index.ts';
import { searchFeature } from '../features/search/index.ts';
import { sessionsFeature } from '../features/sessions/index.ts';
import type { Feature } from './feature.ts';

/** The views in the order of the activity bar; a new feature is one line here. */
export const features: readonly Feature[] = [
  keysFeature,
  searchFeature,
  liveFeature,
  sessionsFeature,
  rateLimitsFeature,
  historyFeature,
];
