import { act, cleanup, render } from '@testing-library/react';
import { useRef } from 'react';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { fakeLayout } from '../../../ui/testing/fake-layout.ts';
import type { RowRange } from '../arena/rows.ts';
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
  readonly list: (list: string) => void;
  readonly moved: (moved: number) => void;
} {
  let view: RowWindow | null = null;
  const unmoved = { moved: 0 };
  function Rows({
    list,
    shift = unmoved,
  }: {
    readonly list: string;
    readonly shift?: { moved: number };
  }) {
    const scroll = useRef<HTMLDivElement>(null);
    view = useRowWindow({ scroll, total, rowHeight: ROW, shift, list });
    return <div ref={scroll} data-scroll />;
  }
  const { container, rerender } = render(<Rows list="all" />);
  return {
    view: () => {
      if (view === null) throw new Error('not drawn');
      return view;
    },
    list: (list) => rerender(<Rows list={list} />),
    moved: (moved) => rerender(<Rows list="all" shift={{ moved }} />),
    scrollTo: (top) => act(() => container.querySelector('[data-scroll]')?.scrollTo({ top })),
  };
}

/** What can be seen of a row: where it is on the screen. */
const placeOf = (view: RowWindow, index: number, scrollTop: number): number =>
  view.topOf(index) - scrollTop;

it('has few rows in the page around those in sight, and more at hand', () => {
  const { view, scrollTo } = show(10_000);
  expect([view().drawn.from, view().near.from, view().atHand.from]).toEqual([0, 0, 0]);
  scrollTo(1_000 * ROW);
  const { drawn, near, atHand } = view();
  const endOf = ({ from, count }: RowRange): number => from + count;
  expect(drawn.from).toBeLessThan(1_000);
  expect(endOf(drawn)).toBeGreaterThan(1_000 + VIEWPORT / ROW);
  expect(drawn.count).toBeLessThan(2 * (VIEWPORT / ROW));
  expect(near.from).toBeLessThan(drawn.from);
  expect(endOf(near)).toBeGreaterThan(endOf(drawn));
  // A screen further, and those are there already.
  expect(atHand.from).toBeLessThanOrEqual(drawn.from - VIEWPORT / ROW);
  expect(endOf(atHand)).toBeGreaterThanOrEqual(endOf(drawn) + VIEWPORT / ROW);
});

it('asks for other rows now and then, not with each that is scrolled past', () => {
  const { view, scrollTo } = show(10_000);
  scrollTo(1_000 * ROW);
  const before = view();
  scrollTo(1_001 * ROW);
  expect(view().atHand).toEqual(before.atHand);
  expect(view().drawn.from).toBe(before.drawn.from + 1);
  scrollTo(1_020 * ROW);
  expect(view().atHand.from).toBeGreaterThan(before.atHand.from);
});

it('shows the beginning of another list', () => {
  const { view, scrollTo, list } = show(10_000);
  scrollTo(1_000 * ROW);
  list('all');
  expect(view().drawn.from).toBeGreaterThan(900);
  list('some');
  expect(view().drawn.from).toBe(0);
});

it.each([10_000, 5_000_000])(
  'of %d rows follows the one in sight when others come above it',
  (total) => {
    const { view, scrollTo, moved } = show(total);
    scrollTo(200 * ROW);
    const at = view().indexAt(100);
    moved(40);
    expect(Math.abs(view().indexAt(100) - at - 40)).toBeLessThanOrEqual(1);
    moved(-40);
    expect(Math.abs(view().indexAt(100) - at)).toBeLessThanOrEqual(1);
  },
);

it('brings a row into view, and no further than needed', () => {
  const { view } = show(10_000);
  act(() => view().scrollToIndex(10));
  expect(view().drawn.from).toBe(0);
  act(() => view().scrollToIndex(5_000));
  expect(view().drawn.from).toBeGreaterThan(4_900);
  act(() => view().scrollToIndex(0));
  expect(view().drawn.from).toBe(0);
});

it('reaches the last of five million rows, though no element can be so high', () => {
  const total = 5_000_000;
  const { view, scrollTo } = show(total);
  expect(view().height).toBe(30_000_000);
  act(() => view().scrollToIndex(total - 1));
  const end = 30_000_000 - VIEWPORT;
  scrollTo(end);
  expect(view().drawn.from + view().drawn.count).toBeGreaterThanOrEqual(total);
  expect(placeOf(view(), total - 1, end) + ROW).toBeLessThanOrEqual(VIEWPORT);
  expect(placeOf(view(), total - 1, end)).toBeGreaterThan(VIEWPORT - 3 * ROW);
  act(() => view().scrollToIndex(2_500_000));
  const { drawn } = view();
  expect(drawn.from).toBeLessThanOrEqual(2_500_000);
  expect(drawn.from + drawn.count).toBeGreaterThan(2_500_000);
});
