import { bigLog, oddKeys } from './data/odd-families.ts';
import { embeddings, offers, priceHistory, shopPlaces } from './data/offer-families.ts';
import { catalogueSets, productCache, productIndex, products } from './data/product-families.ts';
import { rateLimits } from './data/rate-limit-families.ts';
import { sessions } from './data/session-families.ts';
import { coreTypes, fieldExpiry, probabilistic } from './data/type-families.ts';
import { comparisons, queues, scrapeStream } from './data/work-families.ts';
import type { Family } from './data/step.ts';

/** Raised when the data changes: a sandbox filled by an older version is then written over. */
export const DATA_VERSION = 1;

/** In the order of writing: what the first screens show comes first, what is large or rarely opened last. */
export const FAMILIES: readonly Family[] = [
  productIndex,
  sessions,
  rateLimits,
  queues,
  comparisons,
  coreTypes,
  fieldExpiry,
  products,
  productCache,
  priceHistory,
  shopPlaces,
  scrapeStream,
  offers,
  embeddings,
  probabilistic,
  oddKeys,
  catalogueSets,
  bigLog,
];
