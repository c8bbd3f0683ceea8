import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { Button } from './Button.tsx';
import { fakeLayout } from './testing/fake-layout.ts';
import { TooltipProvider } from './Tooltip.tsx';

beforeAll(fakeLayout);
afterEach(cleanup);

it('keeps the focus when it comes on and goes off, and says why it is off', async () => {
  const onClick = vi.fn();
  const shown = (reason: string | null) => (
    <TooltipProvider>
      <Button disabledReason={reason} onClick={onClick}>
        Remove
      </Button>
    </TooltipProvider>
  );
  const { rerender } = render(shown('Looking at what it would do'));
  const button = screen.getByRole('button', { name: 'Remove' });
  fireEvent.focus(button);
  button.focus();
  expect((await screen.findByRole('tooltip')).textContent).toContain('Looking at what it would do');
  fireEvent.click(button);
  expect(onClick).not.toHaveBeenCalled();
  rerender(shown(null));
  expect(document.activeElement).toBe(button);
  expect(screen.queryByRole('tooltip')).toBeNull();
  fireEvent.click(button);
  expect(onClick).toHaveBeenCalledOnce();
});
