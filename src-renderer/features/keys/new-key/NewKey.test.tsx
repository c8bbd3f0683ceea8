import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ticketId } from '../../../../src-shared/contract/define.ts';
import type { Input } from '../../../../src-shared/contract/index.ts';
import { toBinaryString } from '../../../../src-shared/redis-value.ts';
import { ok } from '../../../../src-shared/result.ts';
import { fakeUndo } from '../../../app/removal/testing/fake-bulk.ts';
import type { FakeAnswers } from '../../../client/fake-client.ts';
import {
  connection,
  open,
  registerRoom,
  rowNames,
  seeRows,
  server,
} from '../testing/keys-room.tsx';

registerRoom();

const ticket = {
  id: ticketId.parse('t1'),
  title: 'Created it',
  command: 'HSET',
  atMs: 1,
  expiresAtMs: 2,
};

/** Creates on the fake server, and takes it back there. */
function creating(type: string) {
  const asked: Input<'keys.create'>[] = [];
  const answers: FakeAnswers = {
    ...fakeUndo({ restored: 1 }, () => {
      for (const { key } of asked) server.delete(new TextDecoder().decode(key));
    }),
    'keys.create': (input) => {
      asked.push(input);
      server.set([new TextDecoder().decode(input.key)], type);
      return ok({ outcome: 'done', ticket, noUndo: null });
    },
  };
  return { asked, answers };
}

const begin = async (): Promise<HTMLElement> => {
  fireEvent.keyDown(window, { key: 'n', ctrlKey: true });
  return await screen.findByRole('dialog', { name: 'New key' });
};
const write = (dialog: HTMLElement, label: string, value: string): void => {
  fireEvent.change(within(dialog).getByLabelText(label), { target: { value } });
};
const commands = (dialog: HTMLElement): string[] =>
  [...within(dialog).getByRole('group', { name: 'Commands' }).children].map(
    (line) => line.textContent,
  );

describe('a new key', () => {
  it('shows its commands, is opened and listed, and goes again by undo', async () => {
    server.set(['a', 'b'], 'string');
    const { asked, answers } = creating('hash');
    open(answers);
    await seeRows('a, string', 'b, string');
    const dialog = await begin();
    expect(within(dialog).getByRole('status').textContent).toBe('Write a name');
    write(dialog, 'Name', String.raw`b1\xff\q`);
    expect(within(dialog).getAllByText(/A backslash starts an escape/).length).toBeGreaterThan(0);
    write(dialog, 'Name', 'b1');
    write(dialog, 'Type', 'hash');
    write(dialog, 'First field', String.raw`f\xff`);
    write(dialog, 'Its value', 'v w');
    fireEvent.click(within(dialog).getByRole('radio', { name: 'In' }));
    write(dialog, 'Expires in', '1 min');
    expect(commands(dialog)).toEqual([String.raw`HSET b1 "f\xff" "v w"`, 'PEXPIRE b1 60000']);
    fireEvent.keyDown(within(dialog).getByLabelText('Its value'), { key: 'Enter' });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(asked.map(({ key, ttlMs }) => [toBinaryString(key), ttlMs])).toEqual([['b1', 60_000]]);
    const value = asked[0]?.value;
    expect(value?.kind === 'hash' ? toBinaryString(value.field) : '').toBe('f\xff');
    await seeRows('a, string', 'b, string', 'b1, hash');
    expect(screen.getByRole('tab', { name: /b1/ })).toBeTruthy();
    fireEvent.click(await screen.findByRole('button', { name: /^Undo/ }));
    await waitFor(() => expect(rowNames()).not.toContain('b1, hash'));
    await waitFor(() => expect(screen.queryByRole('tab')).toBeNull());
  });

  it('never goes over a key that is there: it is said, and can be opened', async () => {
    server.set(['a'], 'list');
    open({ 'keys.create': () => ok({ outcome: 'taken', type: 'list' }) });
    await seeRows('a, list');
    const dialog = await begin();
    write(dialog, 'Name', 'a');
    write(dialog, 'Value', 'text');
    expect(commands(dialog)).toEqual(['SET a text NX']);
    fireEvent.click(within(dialog).getByRole('button', { name: /^Create/ }));
    await within(dialog).findByText(/There is a key of this name already/);
    write(dialog, 'Name', 'ab');
    expect(within(dialog).queryByText(/There is a key/)).toBeNull();
    write(dialog, 'Name', 'a');
    fireEvent.click(within(dialog).getByRole('button', { name: /^Create/ }));
    fireEvent.click(await within(dialog).findByRole('button', { name: 'Open it' }));
    expect(await screen.findByRole('tab', { name: /a/ })).toBeTruthy();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('reads text as it is, and escapes where they are asked for', async () => {
    open();
    const dialog = await begin();
    write(dialog, 'Name', 'k');
    write(dialog, 'Value', String.raw`C:\temp`);
    expect(commands(dialog)).toEqual([String.raw`SET k "C:\\temp" NX`]);
    fireEvent.click(within(dialog).getByRole('checkbox'));
    expect(commands(dialog)).toEqual([String.raw`SET k "C:\temp" NX`]);
  });

  it('offers what the server lacks with the reason, and asks for what is missing', async () => {
    open();
    const dialog = await begin();
    const type = within(dialog).getByLabelText<HTMLSelectElement>('Type');
    const off = [...type.options].filter(({ disabled }) => disabled).map(({ text }) => text);
    expect(off).toEqual([
      'JSON (needs RedisJSON)',
      'time series (needs RedisTimeSeries)',
      'vector set (needs Redis 8)',
    ]);
    write(dialog, 'Name', 'places');
    write(dialog, 'Type', 'geo');
    write(dialog, 'Longitude', '13.4');
    write(dialog, 'Latitude', '89');
    expect(within(dialog).getByRole('status').textContent).toMatch(/^Latitude: a number/);
    write(dialog, 'Latitude', '52.5');
    write(dialog, 'First member', 'Berlin');
    expect(commands(dialog)).toEqual(['GEOADD places 13.4 52.5 Berlin']);
  });

  it('is locked where nothing may be written, with the reason', async () => {
    open({}, { ...connection, readOnly: true });
    const button = screen.getByRole('button', { name: 'New key', description: '' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    fireEvent.keyDown(window, { key: 'n', ctrlKey: true });
    await screen.findByText(/^Read-only: unlock writes/);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('is locked for a user who may write nothing', async () => {
    const { facts } = connection;
    if (facts === null) throw new Error('no facts');
    open({}, { ...connection, facts: { ...facts, user: 'reader', noWrites: 'user' } });
    const button = screen.getByRole('button', { name: 'New key', description: '' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    fireEvent.keyDown(window, { key: 'n', ctrlKey: true });
    await screen.findByText('reader may not write');
  });
});
