import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { OpenConnection } from '../../src-shared/contract/connections.ts';
import { connectionId } from '../../src-shared/contract/define.ts';
import { TooltipProvider } from '../ui/Tooltip.tsx';
import { ActivityBar } from './ActivityBar.tsx';
import { session } from './session-store.ts';
import { fakeConnection } from '../client/fake-connection.ts';

afterEach(cleanup);

const here: OpenConnection = fakeConnection({
  id: connectionId.parse('here'),
});
const there = connectionId.parse('there');

it('marks what runs on the server that is shown, not what runs on another', () => {
  render(
    <TooltipProvider>
      <ActivityBar connection={here} />
    </TooltipProvider>,
  );
  const isMarked = () => screen.queryByRole('img', { name: 'running' }) !== null;
  act(() => session.setRunning('live', there, true));
  expect(isMarked()).toBe(false);
  act(() => session.setRunning('live', here.id, true));
  expect(isMarked()).toBe(true);
  act(() => session.setRunning('live', here.id, false));
  expect(isMarked()).toBe(false);
  act(() => session.setRunning('live', there, false));
});
