import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { fakeLayout } from './testing/fake-layout.ts';
import { createToastStore } from './toast-store.ts';
import { Toaster } from './Toaster.tsx';
import { TooltipProvider } from './Tooltip.tsx';

function setUp() {
  const store = createToastStore();
  render(
    <TooltipProvider>
      <Toaster store={store} />
    </TooltipProvider>,
  );
  return store;
}
const pass = (ms: number) => {
  act(() => {
    vi.advanceTimersByTime(ms);
  });
};

beforeAll(fakeLayout);
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it('goes after 10 seconds', () => {
  const store = setUp();
  act(() => void store.show({ tone: 'ok', message: 'Deleted 3 keys' }));
  expect(screen.getByRole('status').textContent).toContain('Deleted 3 keys');
  pass(9_000);
  expect(screen.getByText('1 s')).toBeDefined();
  pass(1_000);
  expect(screen.queryByText('Deleted 3 keys')).toBeNull();
});

it('waits while it is hovered or has the focus', () => {
  const store = setUp();
  act(
    () =>
      void store.show({ tone: 'ok', message: 'Deleted', action: { label: 'Undo', run: () => {} } }),
  );
  pass(4_000);
  const text = screen.getByText('Deleted');
  fireEvent.pointerEnter(text);
  pass(60_000);
  expect(screen.getByText('6 s')).toBeDefined();
  fireEvent.pointerLeave(text);
  act(() => {
    screen.getByRole('button', { name: 'Undo' }).focus();
  });
  pass(60_000);
  expect(screen.getByText('6 s')).toBeDefined();
  act(() => {
    screen.getByRole('button', { name: 'Undo' }).blur();
  });
  pass(6_000);
  expect(screen.queryByText('Deleted')).toBeNull();
});

it('runs its action once and goes', () => {
  const store = setUp();
  const run = vi.fn();
  act(() => void store.show({ tone: 'ok', message: 'Deleted', action: { label: 'Undo', run } }));
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect(run).toHaveBeenCalledOnce();
  expect(screen.queryByText('Deleted')).toBeNull();
});

it('is one at a time, but an error nobody has seen off comes back', () => {
  const store = setUp();
  act(() => void store.show({ tone: 'error', message: 'Not saved' }));
  pass(600_000);
  expect(document.querySelector('[aria-live=assertive]')?.textContent).toContain('Not saved');
  act(() => void store.show({ tone: 'ok', message: 'Deleted 1 key' }));
  act(() => void store.show({ tone: 'ok', message: 'Deleted 2 keys' }));
  expect(screen.queryByText('Not saved')).toBeNull();
  expect(screen.queryByText('Deleted 1 key')).toBeNull();
  pass(10_000);
  expect(screen.getByText('Not saved')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByText('Not saved')).toBeNull();
});

it('stays in its place while it is pressed: what comes meanwhile waits, and its time stands', () => {
  const store = setUp();
  const run = vi.fn();
  act(() => void store.show({ tone: 'ok', message: 'Deleted', action: { label: 'Undo', run } }));
  const undo = screen.getByRole('button', { name: 'Undo' });
  fireEvent.pointerDown(undo);
  act(() => {
    store.show({ tone: 'info', message: 'The scan began anew' });
    store.show({ tone: 'ok', message: 'Saved', action: { label: 'Undo', run: () => {} } });
  });
  pass(60_000);
  expect(screen.getByRole('button', { name: 'Undo' })).toBe(undo);
  fireEvent.pointerUp(undo);
  fireEvent.click(undo);
  expect(run).toHaveBeenCalledOnce();
  pass(0);
  expect(screen.getByRole('status').textContent).toContain('Saved');
  pass(10_000);
  expect(screen.getByRole('status').textContent).toBe('');
});
