import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { BulkPlan } from '../../../src-shared/contract/bulk.ts';
import type { OpenConnection } from '../../../src-shared/contract/connections.ts';
import { toBytes } from '../../../src-shared/redis-value.ts';
import { TooltipProvider } from '../../ui/Tooltip.tsx';
import { RemovalDialog } from './RemovalDialog.tsx';
import { fakePlan } from './testing/fake-bulk.ts';
import { fakeConnection } from '../../client/fake-connection.ts';

afterEach(cleanup);

function ask(plan: BulkPlan): void {
  const place: OpenConnection = fakeConnection();
  const match = toBytes('cart:*');
  const selection = { kind: 'pattern', match, type: null, prefix: null } as const;
  const action = { kind: 'delete' } as const;
  const subject = { place, selection, what: 'Folder cart:', action, mustAsk: false };
  render(
    <TooltipProvider>
      <RemovalDialog state={{ status: 'asking', subject, plan, isApplying: false, error: null }} />
    </TooltipProvider>,
  );
}

it('says what would be left alone for want of its undo', () => {
  const leaves = 'The server’s memory is full: values above 64 KB are left alone';
  ask(fakePlan(3, { undo: { kind: 'exact', untilMs: 0, survivesQuit: true, leaves } }));
  expect(
    screen.getByText(/^Can be undone until .* values above 64 KB are left alone\.$/),
  ).toBeTruthy();
});

it('has all of a long command in its tooltip', () => {
  const command = 'EVAL (UNLINK if unchanged) cart:1 cart:2 cart:3 … and 99,997 more';
  ask(fakePlan(3, { command }));
  expect(screen.getByTitle(command).textContent).toBe(command);
});
