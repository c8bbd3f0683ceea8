import { type RefObject, useLayoutEffect, useState } from 'react';

export interface ElementSize {
  readonly width: number;
  readonly height: number;
}

// What is measured before the first layout (and where there is none, in tests): enough to draw something.
const UNKNOWN: ElementSize = { width: 720, height: 480 };

/** The inner size of an element, kept up to date. */
export function useElementSize(element: RefObject<HTMLElement | null>): ElementSize {
  const [size, setSize] = useState(UNKNOWN);
  useLayoutEffect(() => {
    const target = element.current;
    if (target === null) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = target;
      if (width > 0 && height > 0)
        setSize((last) =>
          last.width === width && last.height === height ? last : { width, height },
        );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => {
      observer.disconnect();
    };
  }, [element]);
  return size;
}
