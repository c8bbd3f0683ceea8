import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fail, ok } from '../../../src-shared/result.ts';
import { session, sessionStore } from '../../app/session-store.ts';
import { fakeLayout } from '../../ui/testing/fake-layout.ts';
import {
  choose,
  field,
  onScreen,
  openOf,
  pasteUrl,
  press,
  profileOf,
  show,
  type,
} from './test-support/connect-screen.tsx';

beforeAll(fakeLayout);
beforeEach(() => sessionStore.setState({ connections: [], active: null, settings: null }));
afterEach(cleanup);

describe('the list', () => {
  it('groups saved connections by environment and can be narrowed', async () => {
    await show([
      profileOf('Prices', { environment: 'production', readOnly: true, db: 2 }),
      profileOf('Shop'),
      profileOf('Queue', { host: 'other.example' }),
    ]);
    const production = within(screen.getByRole('region', { name: /Prod/ }));
    expect(production.getByRole('button', { name: /Prices/ }).textContent).toContain(
      'redis.example:6379/2',
    );
    expect(
      within(screen.getByRole('region', { name: 'Local' })).getAllByRole('button'),
    ).toHaveLength(2);
    type('Filter connections', 'other');
    expect(screen.queryByRole('button', { name: /Shop/ })).toBeNull();
    expect(screen.getByRole('button', { name: /Queue/ })).toBeTruthy();
    type('Filter connections', 'nothing');
    expect(screen.getByText('No connection matches nothing')).toBeTruthy();
  });

  it('is filtered by the key that the field shows', async () => {
    await show([profileOf('Shop')]);
    fireEvent.keyDown(document.body, { key: '/' });
    expect(document.activeElement).toBe(field('Filter connections'));
  });

  it('says when there is none, and what of the stored file could not be read', async () => {
    await show([], {
      'connections.list': () =>
        ok({
          profiles: [],
          secretStorage: { available: true, reason: 'Passwords are kept in the system keychain' },
          problems: ['2 saved connections could not be read; kept in connections.json'],
        }),
    });
    expect(screen.getByText('No connection saved yet')).toBeTruthy();
    expect(screen.getByText(/2 saved connections could not be read/)).toBeTruthy();
  });

  it('opens one by double-click', async () => {
    const { opens } = await show([profileOf('Shop')]);
    fireEvent.doubleClick(screen.getByRole('button', { name: /Shop/ }));
    await waitFor(() => expect(sessionStore.getState().active).toBe('open-opened'));
    expect(opens).toEqual([{ profile: 'Shop', password: null }]);
  });

  it('keeps what is written in each form until it is saved or discarded', async () => {
    const { saves } = await show([profileOf('Shop'), profileOf('Queue')]);
    choose(/Shop/);
    type('Host', 'other.example');
    choose(/Queue/);
    expect(field('Host').value).toBe('redis.example');
    fireEvent.keyDown(document.body, { key: 'n', ctrlKey: true });
    type('Name', 'Prices');
    choose(/Shop.*Edited/);
    expect(field('Host').value).toBe('other.example');
    choose(/Prices/);
    press('Discard');
    expect(screen.queryByRole('region', { name: 'Not saved yet' })).toBeNull();
    choose(/Shop.*Edited/);
    press('Discard');
    expect(field('Host').value).toBe('redis.example');
    expect(screen.queryByText('Edited')).toBeNull();
    expect(saves).toEqual([]);
  });

  it('has what was written there when it is shown again', async () => {
    const { leave, comeBack } = await show([profileOf('Shop')]);
    choose(/Shop/);
    type('Host', 'other.example');
    leave();
    await comeBack();
    expect(field('Host').value).toBe('other.example');
  });

  it('says why it could not be opened', async () => {
    await show([profileOf('Shop')], {
      'connections.open': () =>
        fail({
          code: 'redis.auth',
          cause: 'WRONGPASS',
          hint: 'User or password is wrong, or the user is disabled',
          message: 'The server refused to let us in',
        }),
    });
    fireEvent.doubleClick(screen.getByRole('button', { name: /Shop/ }));
    expect(await screen.findByText(/The server refused to let us in/)).toBeTruthy();
    expect(screen.getByText(/User or password is wrong/)).toBeTruthy();
    expect(sessionStore.getState().active).toBeNull();
  });

  it('says when the sandbox is open', async () => {
    const card = () => within(screen.getByRole('region', { name: 'Sandbox' })).getByRole('button');
    await show([]);
    expect(card().textContent).toContain('Open the sandbox');
    act(() => sessionStore.setState({ connections: [{ ...openOf('Sandbox'), sandbox: true }] }));
    expect(card().textContent).toContain('Show the open sandbox');
  });

  it('says what the app could not be started with, and leads back to what is open', async () => {
    sessionStore.setState({ connections: [openOf('Shop')] });
    await show([], {}, 'ECONNREFUSED 127.0.0.1:1');
    expect(screen.getByText('ECONNREFUSED 127.0.0.1:1')).toBeTruthy();
    press('Back to Shop');
    expect(sessionStore.getState().active).toBe('open-Shop');
  });

  it('is left by Esc for what was on screen before', async () => {
    const [shop, queue] = [openOf('Shop'), openOf('Queue')];
    sessionStore.setState({ connections: [shop, queue] });
    session.activate(shop.id);
    session.activate(null);
    await show([]);
    fireEvent.keyDown(field('Host'), { key: 'Escape' });
    expect(sessionStore.getState().active).toBe(shop.id);
    session.activate(null);
    sessionStore.setState({ connections: [queue] });
    fireEvent.keyDown(field('Host'), { key: 'Escape' });
    expect(sessionStore.getState().active).toBe(queue.id);
  });

  it('has the keyboard at the first connection, which Enter shows and then opens', async () => {
    const { opens } = await show([profileOf('Shop')]);
    const row = screen.getByRole('button', { name: /Shop/ });
    expect(document.activeElement).toBe(row);
    fireEvent.click(row);
    fireEvent.keyDown(row, { key: 'Enter' });
    await waitFor(() => expect(opens).toEqual([{ profile: 'Shop', password: null }]));
  });
});

describe('the password', () => {
  const saved = profileOf('Shop', { password: 'keychain' });

  it('that is saved never appears; the field only takes a new one', async () => {
    const { saves } = await show([saved]);
    choose(/Shop/);
    expect(field('Password (optional)').value).toBe('');
    expect(field('Password (optional)').type).toBe('password');
    expect(screen.getByText('Saved in the system keychain; type to replace it')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Show the password' })).toBeNull();
    type('Name', 'Renamed');
    press('Save');
    await waitFor(() =>
      expect(saves).toMatchObject([{ id: 'Shop', password: { action: 'keep' } }]),
    );
    expect(JSON.stringify(saves)).not.toContain('"password":"');
  });

  it('is replaced by what is typed, kept when that is deleted again', async () => {
    const { saves } = await show([saved]);
    choose(/Shop/);
    type('Password (optional)', 'hunter2');
    expect(field('Password (optional)').type).toBe('password');
    expect(onScreen()).not.toContain('hunter2');
    type('Password (optional)', '');
    press('Save');
    await waitFor(() => expect(saves).toMatchObject([{ password: { action: 'keep' } }]));
    type('Password (optional)', 'hunter2');
    press('Save');
    await waitFor(() =>
      expect(saves[1]).toMatchObject({ password: { action: 'set', password: 'hunter2' } }),
    );
    await waitFor(() => expect(field('Password (optional)').value).toBe(''));
    expect(screen.getByText('Saved in the system keychain; type to replace it')).toBeTruthy();
  });

  it('is forgotten when told so, on saving', async () => {
    const { saves } = await show([saved]);
    choose(/Shop/);
    press('Forget the saved password');
    expect(screen.queryByText(/Saved in the system keychain/)).toBeNull();
    press('Save');
    await waitFor(() => expect(saves).toMatchObject([{ password: { action: 'clear' } }]));
  });

  it.each([
    ['unreadable', /another keychain and cannot be read now/],
    ['session', /Kept until Redstart quits/],
  ] as const)('that is %s is said to be so', async (password, hint) => {
    await show([profileOf('Shop', { password })]);
    choose(/Shop/);
    expect(screen.getByText(hint)).toBeTruthy();
  });

  it('is shown while it is typed only if asked for, and not for the next connection', async () => {
    await show([saved, profileOf('Queue')]);
    choose(/Queue/);
    type('Password (optional)', 'hunter2');
    press('Show the password');
    expect(field('Password (optional)').type).toBe('text');
    choose(/Shop/);
    expect(onScreen()).not.toContain('hunter2');
    expect(field('Password (optional)').value).toBe('');
    choose(/Queue/);
    expect(onScreen()).not.toContain('hunter2');
    expect(field('Password (optional)').value).toBe('hunter2');
    expect(field('Password (optional)').type).toBe('password');
  });

  it('of a connection does not go with its duplicate', async () => {
    const { saves } = await show([saved]);
    choose(/Shop/);
    press('Duplicate');
    expect(field('Name').value).toBe('Shop copy');
    press('Save');
    await waitFor(() => expect(saves).toMatchObject([{ id: null, password: { action: 'clear' } }]));
  });
});

describe('a pasted URL', () => {
  const url = 'rediss://reader:hunter2%21@prices.example:6380/3?timeout=5&family=6';

  it('fills the form; its password is not seen again', async () => {
    const { saves } = await show();
    pasteUrl(url);
    expect(field('Host').value).toBe('prices.example');
    expect(field('Port').value).toBe('6380');
    expect(field('Database').value).toBe('3');
    expect(field('User (optional)').value).toBe('reader');
    expect(field('Name').value).toBe('prices.example');
    expect(field('Paste a URL').value).toBe('rediss://reader:••••••@prices.example:6380/3');
    expect(screen.getByText('6 fields filled in; not used: timeout, family')).toBeTruthy();
    expect(onScreen()).not.toMatch(/hunter2/);
    press('Save');
    await waitFor(() =>
      expect(saves).toMatchObject([
        { fields: { tls: { enabled: true } }, password: { action: 'set', password: 'hunter2!' } },
      ]),
    );
    await waitFor(() => expect(field('Paste a URL').value).toBe(''));
    expect(onScreen()).not.toMatch(/hunter2/);
  });

  it('shown with dots, and edited there, does not make the dots a password', async () => {
    const { saves } = await show();
    pasteUrl(url);
    type('Paste a URL', field('Paste a URL').value.replace('/3', '/4'));
    fireEvent.blur(field('Paste a URL'));
    expect(field('Database').value).toBe('4');
    press('Save');
    await waitFor(() =>
      expect(saves).toMatchObject([
        { fields: { db: 4 }, password: { action: 'set', password: 'hunter2!' } },
      ]),
    );
  });

  it('the same for one that is saved: the saved password is kept', async () => {
    const { saves } = await show([profileOf('Shop', { password: 'keychain' })]);
    choose(/Shop/);
    type('Name', 'Other');
    type('Paste a URL', 'redis://:••••••@redis.example:6379/9');
    fireEvent.keyDown(field('Paste a URL'), { key: 'Enter' });
    press('Save');
    await waitFor(() =>
      expect(saves).toMatchObject([{ fields: { db: 9 }, password: { action: 'keep' } }]),
    );
  });

  it('that is none changes nothing and says why', async () => {
    await show();
    pasteUrl('http://example.com');
    expect(screen.getByText(/Not a Redis URL/)).toBeTruthy();
    expect(field('Host').value).toBe('localhost');
    pasteUrl('redis://host:99999');
    expect(screen.getByText('The port must be 1 to 65535')).toBeTruthy();
  });

  it('does not outlive its connection', async () => {
    await show([profileOf('Shop')]);
    pasteUrl('http://u:hunter2@example.com');
    choose(/Shop/);
    expect(onScreen()).not.toContain('hunter2');
  });
});
