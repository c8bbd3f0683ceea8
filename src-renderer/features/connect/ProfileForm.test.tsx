import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fail, ok } from '../../../src-shared/result.ts';
import { sessionStore } from '../../app/session-store.ts';
import { fakeLayout } from '../../ui/testing/fake-layout.ts';
import {
  choose,
  facts,
  field,
  pasteUrl,
  press,
  profileOf,
  show,
  type,
} from './test-support/connect-screen.tsx';

beforeAll(fakeLayout);
beforeEach(() => sessionStore.setState({ connections: [], active: null, settings: null }));
afterEach(cleanup);

describe('the form', () => {
  it('of production is read-only unless the user says otherwise', async () => {
    const { saves } = await show();
    fireEvent.click(screen.getByRole('radio', { name: 'Prod' }));
    expect(screen.getByRole('switch', { name: 'Read-only' })).toHaveProperty('checked', true);
    fireEvent.click(screen.getByRole('switch', { name: 'Read-only' }));
    press('Save');
    await waitFor(() =>
      expect(saves).toMatchObject([{ fields: { environment: 'production', readOnly: false } }]),
    );
  });

  it('that lacks something is not saved, by button or by key', async () => {
    const { saves, tests } = await show();
    type('Host', '');
    expect(screen.getByText('A name or an address')).toBeTruthy();
    for (const name of ['Save', 'Test', 'Save and connect'])
      expect(screen.getByRole('button', { name }).getAttribute('aria-disabled')).toBe('true');
    for (const key of ['s', 'r', 'Enter']) fireEvent.keyDown(window, { key, ctrlKey: true });
    await Promise.resolve();
    expect([...saves, ...tests]).toEqual([]);
  });

  it('with a port that is none is not tried or saved as the port before', async () => {
    const { saves, tests } = await show();
    type('Port', '99999');
    fireEvent.blur(field('Port'));
    expect(screen.getByText('Write a whole number from 1 to 65535')).toBeTruthy();
    for (const key of ['s', 'r', 'Enter']) fireEvent.keyDown(window, { key, ctrlKey: true });
    await Promise.resolve();
    expect([...saves, ...tests]).toEqual([]);
    type('Port', '6380');
    press('Test');
    await waitFor(() => expect(tests).toMatchObject([{ fields: { port: 6_380 } }]));
    type('Port', '0');
    // Another form: what was typed goes with the one before.
    fireEvent.keyDown(window, { key: 'n', ctrlKey: true });
    expect(field('Port').value).toBe('6379');
    press('Test');
    await waitFor(() => expect(tests).toHaveLength(2));
  });

  it('shows what a URL filled in over a port that is none', async () => {
    await show();
    type('Port', '99999');
    pasteUrl('redis://redis.example:7000/2');
    expect(field('Port').value).toBe('7000');
    press('Save');
    await waitFor(() => expect(screen.getByText('Saved')).toBeTruthy());
  });

  it('saved twice in a hurry is one connection', async () => {
    const gate = Promise.withResolvers<void>();
    const saves: unknown[] = [];
    await show([], {
      'connections.save': async ({ fields }) => {
        saves.push(fields);
        await gate.promise;
        return ok({ ...profileOf('new'), ...fields });
      },
    });
    type('Name', 'Shop');
    fireEvent.keyDown(window, { key: 's', ctrlKey: true });
    fireEvent.keyDown(window, { key: 's', ctrlKey: true });
    fireEvent.keyDown(window, { key: 'Enter', ctrlKey: true });
    gate.resolve();
    await waitFor(() => expect(screen.getByRole('button', { name: 'Save' })).toBeTruthy());
    expect(saves).toHaveLength(1);
  });

  it('is saved and opened in one go; what fails is said', async () => {
    const { saves, opens } = await show();
    type('Name', 'Shop');
    press('Save and connect');
    await waitFor(() => expect(sessionStore.getState().active).toBe('open-opened'));
    expect(saves).toHaveLength(1);
    expect(opens).toEqual([{ profile: 'new-1', password: null }]);
  });

  it('a save that fails keeps what was typed and says why', async () => {
    const { opens } = await show([], {
      'connections.save': () =>
        fail({ code: 'internal', ref: 'abc', message: 'It could not be written' }),
    });
    type('Name', 'Shop');
    press('Save and connect');
    expect(await screen.findByText(/It could not be written/)).toBeTruthy();
    expect(field('Name').value).toBe('Shop');
    expect(opens).toEqual([]);
  });

  it('is removed only after a word', async () => {
    const { removed } = await show([
      profileOf('Shop', { password: 'keychain' }),
      profileOf('Queue'),
    ]);
    choose(/Shop/);
    press('Remove');
    const dialog = within(await screen.findByRole('alertdialog', { name: 'Remove Shop?' }));
    fireEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    expect(removed).toEqual([]);
    press('Remove');
    fireEvent.click(await screen.findByRole('button', { name: 'Remove connection' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: /^Shop/ })).toBeNull());
    expect(removed).toEqual(['Shop']);
    expect(screen.getByRole('button', { name: /Queue/ })).toBeTruthy();
  });
});

describe('a test of the connection', () => {
  it('says what is there and what this user may not', async () => {
    const { tests } = await show();
    type('Password (optional)', 'hunter2');
    press('Test');
    expect(await screen.findByText('Test passed')).toBeTruthy();
    expect(screen.getByText('12,345')).toBeTruthy();
    expect(screen.getByText('INFO')).toBeTruthy();
    expect(tests).toMatchObject([{ id: null, password: { action: 'set', password: 'hunter2' } }]);
  });

  it('of a cluster says what was found, and which addresses lead nowhere', async () => {
    const lost = {
      address: '10.0.0.3:6379',
      slots: 5_461,
      error: {
        code: 'redis.offline',
        cause: 'ETIMEDOUT',
        hint: 'Let its nodes announce addresses that can be reached',
        message: 'The cluster announces 10.0.0.3:6379, which cannot be reached from here',
      },
    } as const;
    const cluster = { primaries: 3, replicas: 1, lost: [lost], isDown: false };
    await show([], {
      'connections.test': () => ok({ ...facts, mode: 'cluster', cluster }),
    });
    press('Test');
    expect(await screen.findByText('Cluster: 3 primaries, 1 replica found.')).toBeTruthy();
    expect(screen.getByText(/announces 10\.0\.0\.3:6379/)).toBeTruthy();
  });

  it('of a cluster whose nodes may not be asked for says what that means', async () => {
    await show([], {
      'connections.test': () => ok({ ...facts, mode: 'cluster', cluster: null }),
    });
    press('Test');
    expect(await screen.findByText('Only this node.')).toBeTruthy();
  });

  it('that fails says why and what to do', async () => {
    await show([], {
      'connections.test': () =>
        fail({
          code: 'redis.offline',
          cause: 'ECONNREFUSED',
          hint: 'Nothing listens there',
          message: 'No connection to the server',
        }),
    });
    press('Test');
    expect(await screen.findByText(/Nothing listens there/)).toBeTruthy();
  });

  it('says nothing of what has been edited since', async () => {
    await show();
    press('Test');
    expect(await screen.findByText('Test passed')).toBeTruthy();
    type('Host', 'other.example');
    expect(screen.queryByText('Test passed')).toBeNull();
  });

  it('that is still running when the fields are edited is dropped', async () => {
    const gate = Promise.withResolvers<void>();
    await show([], {
      'connections.test': async () => {
        await gate.promise;
        return ok(facts);
      },
    });
    press('Test');
    type('Host', 'other.example');
    gate.resolve();
    await gate.promise;
    await waitFor(() => expect(screen.getByRole('button', { name: 'Test' })).toBeTruthy());
    expect(screen.queryByText('Test passed')).toBeNull();
  });
});
