// @vitest-environment jsdom
import { act, cleanup, render } from '@testing-library/react';
import { useRef } from 'react';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { fakeLayout } from '../../../ui/testing/fake-layout.ts';
import { type RowWindow, useRowWindow } from './use-row-window.ts';

const ROW = 26;
const VIEWPORT = 600;

beforeAll(() => {
  fakeLayout();
  Element.prototype.scrollTo = function scrollTo(this: Element, options) {
    this.scrollTop = typeof options === 'object' ? (options.top ?? 0) : 0;
    this.dispatchEvent(new Event('scroll'));
  };
});
afterEach(cleanup);

function show(total: number): {
  readonly view: () => RowWindow;
  readonly scrollTo: (top: number) => void;
} {
  let view: RowWindow | null = null;
  function Rows() {
    const scroll = useRef<HTMLDivElement>(null);
    view = useRowWindow(scroll, total, ROW);
    return <div ref={scroll} data-scroll />;
  }
  const { container } = render(<Rows />);
  return {
    view: () => {
      if (view === null) throw new Error('not drawn');
      return view;
    },
    scrollTo: (top) => act(() => container.querySelector('[data-scroll]')?.scrollTo({ top })),
  };
}

/** What can be seen of a row: where it is on the screen. */
const placeOf = (view: RowWindow, index: number, scrollTop: number): number =>
  view.topOf(index) - scrollTop;

it('has the rows in sight at hand, and some around them', () => {
  const { view, scrollTo } = show(10_000);
  expect(view().from).toBe(0);
  scrollTo(100 * ROW);
  expect(view().from).toBeLessThanOrEqual(90);
  expect(view().from + view().count).toBeGreaterThanOrEqual(100 + VIEWPORT / ROW);
  expect(view().count).toBeLessThan(100);
});

it('brings a row into view, and no further than needed', () => {
  const { view } = show(10_000);
  act(() => view().scrollToIndex(10));
  expect(view().from).toBe(0);
  act(() => view().scrollToIndex(5_000));
  expect(view().from).toBeGreaterThan(4_900);
  act(() => view().scrollToIndex(0));
  expect(view().from).toBe(0);
});

it('reaches the last of five million rows, though no element can be so high', () => {
  const total = 5_000_000;
  const { view, scrollTo } = show(total);
  expect(view().height).toBe(30_000_000);
  act(() => view().scrollToIndex(total - 1));
  const end = 30_000_000 - VIEWPORT;
  scrollTo(end);
  expect(view().from + view().count).toBeGreaterThanOrEqual(total);
  expect(placeOf(view(), total - 1, end) + ROW).toBeLessThanOrEqual(VIEWPORT);
  expect(placeOf(view(), total - 1, end)).toBeGreaterThan(VIEWPORT - 3 * ROW);
  act(() => view().scrollToIndex(2_500_000));
  const seen = Array.from({ length: view().count }, (_, i) => view().from + i);
  expect(seen).toContain(2_500_000);
});
