import { render, screen } from '@testing-library/react';
import { Suspense } from 'react';
import { expect, test, vi } from 'vitest';
import { loadAhead, loadLater } from './load-later.ts';

const Text = () => <p>it is there</p>;

test('the code is read when it is first drawn', async () => {
  const load = vi.fn(() => Promise.resolve(Text));
  const Later = loadLater(load);
  expect(load).not.toHaveBeenCalled();
  render(
    <Suspense>
      <Later />
    </Suspense>,
  );
  await screen.findByText('it is there');
  expect(load).toHaveBeenCalledOnce();
});

test('or before that, when it will be wanted', async () => {
  const load = vi.fn(() => Promise.resolve(Text));
  await loadAhead(loadLater(load));
  expect(load).toHaveBeenCalledOnce();
});

test('what cannot be read ahead is read again when it is drawn', async () => {
  const load = vi.fn(() => Promise.resolve(Text));
  load.mockRejectedValueOnce(new Error('the file could not be read'));
  const Later = loadLater(load);
  await loadAhead(Later);
  render(
    <Suspense>
      <Later />
    </Suspense>,
  );
  await screen.findByText('it is there');
});
