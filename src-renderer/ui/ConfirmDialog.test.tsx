import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { ConfirmDialog, type ConfirmDialogProps } from './ConfirmDialog.tsx';
import { fakeLayout } from './testing/fake-layout.ts';
import { TooltipProvider } from './Tooltip.tsx';

function setUp(props: Partial<ConfirmDialogProps> = {}) {
  const onConfirm = vi.fn();
  const onCancel = vi.fn();
  render(
    <TooltipProvider>
      <ConfirmDialog
        isOpen
        onCancel={onCancel}
        onConfirm={onConfirm}
        environment="production"
        server="Prices, redis-1:6380"
        title="Delete 1,842 keys?"
        undo={{ isPossible: true, text: 'Can be undone for 10 minutes.' }}
        confirmLabel="Delete 1,842 keys"
        {...props}
      />
    </TooltipProvider>,
  );
  return { onConfirm, onCancel };
}
const confirmButton = () => screen.getByRole('button', { name: 'Delete 1,842 keys' });

beforeAll(fakeLayout);
afterEach(cleanup);

it('is an alert that names the question and says whether it can be undone', () => {
  setUp();
  const dialog = screen.getByRole('alertdialog', { name: 'Delete 1,842 keys?' });
  expect(dialog.textContent).toContain('Production');
  expect(dialog.textContent).toContain('Can be undone for 10 minutes.');
});

it('starts on Cancel where nothing must be typed', () => {
  const { onConfirm } = setUp();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Cancel' }));
  fireEvent.click(confirmButton());
  expect(onConfirm).toHaveBeenCalledOnce();
});

it('deletes only once the whole name is typed, by button or Enter', () => {
  const { onConfirm } = setUp({ typedName: 'production' });
  const field = screen.getByRole('textbox');
  expect(document.activeElement).toBe(field);
  fireEvent.click(confirmButton());
  fireEvent.submit(field);
  fireEvent.change(field, { target: { value: 'Production' } });
  fireEvent.click(confirmButton());
  fireEvent.submit(field);
  expect(onConfirm).not.toHaveBeenCalled();
  fireEvent.change(field, { target: { value: 'production' } });
  fireEvent.submit(field);
  fireEvent.click(confirmButton());
  expect(onConfirm).toHaveBeenCalledTimes(2);
});

it('never deletes by Enter where nothing is typed', () => {
  const { onConfirm } = setUp();
  const form = screen.getByRole('alertdialog').querySelector('form');
  if (form !== null) fireEvent.submit(form);
  expect(onConfirm).not.toHaveBeenCalled();
});

it('cannot be confirmed twice while it runs, and shows what failed', () => {
  const { onConfirm, onCancel } = setUp({
    busyLabel: 'Deleting',
    error: {
      code: 'redis.reply',
      command: 'unlink',
      prefix: 'NOPERM',
      message: 'NOPERM this user has no permissions',
    },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Deleting' }));
  expect(onConfirm).not.toHaveBeenCalled();
  expect(screen.getByRole('alert').textContent).toContain('NOPERM this user has no permissions');
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(onCancel).toHaveBeenCalledOnce();
});
