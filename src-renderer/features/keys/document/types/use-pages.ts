import { useEffect, useState } from 'react';
import { createPages, type PagesOfValue, type PagesOptions } from './pages.ts';

export interface PagesTrigger {
  /** What the options close over besides the key: a filter, an order. New pages when it changes. */
  readonly variant: string;
  /** Read again when it changes. */
  readonly revision: number;
}

/** The pages of a value, read as far as was asked for. */
export function usePages<Row, Position>(
  options: PagesOptions<Row, Position>,
  { variant, revision }: PagesTrigger,
): PagesOfValue<Row, Position> {
  const [made, setMade] = useState(() => ({ variant, pages: createPages(options) }));
  // In the same render, too: what was read for another variant says nothing of this one.
  const current = made.variant === variant ? made : { variant, pages: createPages(options) };
  if (current !== made) setMade(current);
  const { pages } = current;
  useEffect(() => {
    void pages.load();
    return pages.dispose;
  }, [pages, revision]);
  return pages;
}
