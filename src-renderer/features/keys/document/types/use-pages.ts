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
  if (made.variant !== variant) setMade({ variant, pages: createPages(options) });
  const { pages } = made;
  useEffect(() => {
    void pages.load();
    return pages.dispose;
  }, [pages, revision]);
  return pages;
}
