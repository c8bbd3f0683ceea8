import type { SourceInfo } from './tail-reader.ts';

/** The mark of a subscription, the same wherever it appears; those beyond the eighth share the grey of "other". */
export const sourceColour = (source: SourceInfo | undefined): string =>
  source === undefined || source.colour === 0 ? 'var(--text-3)' : `var(--cat-${source.colour})`;
