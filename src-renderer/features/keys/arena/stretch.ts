/** Rows of a folder shown at first, and more with each "Load 500 more" (DESIGN, Tree). */
export const FOLDER_PAGE = 500;
/** So many more rows are laid out to show one: one that is further away is shown with those around it alone. */
const MOST_REVEALED = 20_000;

/** Which of the keys, or of the folders, in a folder are shown: from the first on, but for one that was shown far down. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}
export const FIRST_PAGE: Stretch = { from: 0, to: FOLDER_PAGE };

/** Where more is loaded: after what is shown, before it, or from the first on, as it was. */
export type More = 'after' | 'before' | 'first';

export function withMore({ from, to }: Stretch, where: More): Stretch {
  if (where === 'first') return FIRST_PAGE;
  return where === 'before'
    ? { from: Math.max(0, from - FOLDER_PAGE), to }
    : { from, to: to + FOLDER_PAGE };
}

/** With the place of a row, by whole pages. */
export function withPlace(stretch: Stretch, place: number): Stretch {
  const { from, to } = stretch;
  if (place >= from && place < to) return stretch;
  const start = place - (place % FOLDER_PAGE);
  const joined = { from: Math.min(from, start), to: Math.max(to, start + FOLDER_PAGE) };
  const added = joined.to - joined.from - (to - from);
  return added < MOST_REVEALED
    ? joined
    : { from: Math.max(0, start - FOLDER_PAGE), to: start + FOLDER_PAGE };
}

/** The same among so many: fewer of them match now, or are left. */
export const within = (stretch: Stretch, length: number): Stretch =>
  stretch.from < length ? stretch : FIRST_PAGE;
