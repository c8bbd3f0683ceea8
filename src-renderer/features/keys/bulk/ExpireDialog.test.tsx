import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BulkAction } from '../../../../src-shared/contract/bulk.ts';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { toBytes } from '../../../../src-shared/redis-value.ts';
import { actionDetail, actionTitle, wordsOf } from '../../../app/removal/bulk-words.ts';
import { formatMoment, zoneAt } from '../../../ui/format/clock.ts';
import { fakeLayout } from '../../../ui/testing/fake-layout.ts';
import { TooltipProvider } from '../../../ui/Tooltip.tsx';
import { toLocalTime } from '../document/head/ttl-input.ts';
import { ExpireDialog } from './ExpireDialog.tsx';
import { fakeConnection } from '../../../client/fake-connection.ts';

beforeAll(fakeLayout);
afterEach(cleanup);

const connection: OpenConnection = fakeConnection({
  name: 'Price comparison',
});
const match = toBytes('cart:*');
const target = {
  selection: { kind: 'pattern', match, type: null, prefix: null },
  what: 'Folder cart:',
  prefix: toBytes('cart:'),
  keys: null,
} as const;

/** A whole second, a day from now. */
const tomorrow = (Math.floor(Date.now() / 1_000) + 86_400) * 1_000;

function open() {
  const chosen: BulkAction[] = [];
  render(
    <TooltipProvider>
      <ExpireDialog
        connection={connection}
        target={target}
        onClose={() => undefined}
        onConfirm={(action) => chosen.push(action)}
      />
    </TooltipProvider>,
  );
  const dialog = within(screen.getByRole('dialog'));
  const mode = (name: string) => fireEvent.click(dialog.getByRole('radio', { name }));
  const plan = () => fireEvent.click(dialog.getByRole('button', { name: 'Look at the plan' }));
  const at = (epochMs: number): void => {
    const field = dialog.getByLabelText(/^Expires at/);
    fireEvent.change(field, { target: { value: toLocalTime(epochMs) } });
  };
  return { chosen, dialog, mode, plan, at };
}

describe('the TTL of many keys', () => {
  it('is a time for all of them, to the second, in a zone that is named', () => {
    const { chosen, dialog, mode, plan, at } = open();
    mode('At');
    at(tomorrow);
    expect(dialog.getByText(`Time zone: ${zoneAt(tomorrow)}`)).toBeTruthy();
    plan();
    expect(chosen).toEqual([{ kind: 'expireAt', atMs: tomorrow }]);
  });

  it('is not a time that is over: that would delete', () => {
    const { chosen, dialog, mode, plan, at } = open();
    mode('At');
    at(Date.now() - 60_000);
    expect(dialog.getByText('That time is over')).toBeTruthy();
    plan();
    expect(chosen).toEqual([]);
  });

  it('is as long from the turn of each, or none', () => {
    const { chosen, dialog, mode, plan } = open();
    fireEvent.change(dialog.getByLabelText('Expires in'), { target: { value: '2 h' } });
    plan();
    mode('Never');
    plan();
    expect(chosen).toEqual([
      { kind: 'expire', ttlMs: 7_200_000 },
      { kind: 'expire', ttlMs: null },
    ]);
  });

  it('is said in the plan with its zone', () => {
    const action: BulkAction = { kind: 'expireAt', atMs: tomorrow };
    expect(actionTitle(action, 2)).toBe('Set the TTL of 2 keys');
    expect(wordsOf(action).undone).toBe('changed');
    expect(actionDetail(action)).toEqual({ label: 'Expire at', value: formatMoment(tomorrow) });
    expect(formatMoment(tomorrow)).toMatch(/^\d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d \(.*UTC.*\)$/);
  });
});
