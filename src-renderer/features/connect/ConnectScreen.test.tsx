// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OpenConnection, Profile } from '../../../src-shared/contract/connections.ts';
import { connectionId, profileId } from '../../../src-shared/contract/define.ts';
import type { Input, Output } from '../../../src-shared/contract/index.ts';
import { fail, ok } from '../../../src-shared/result.ts';
import { sessionStore } from '../../app/session-store.ts';
import { ClientContext } from '../../client/client-context.ts';
import { createFakeClient, type FakeAnswers } from '../../client/fake-client.ts';
import { fakeLayout } from '../../ui/testing/fake-layout.ts';
import { TooltipProvider } from '../../ui/Tooltip.tsx';
import { ConnectScreen } from './ConnectScreen.tsx';

beforeAll(fakeLayout);
beforeEach(() => sessionStore.setState({ connections: [], active: null, settings: null }));
afterEach(cleanup);

const profileOf = (id: string, change: Partial<Profile> = {}): Profile => ({
  id: profileId.parse(id),
  name: id,
  environment: 'local',
  host: 'redis.example',
  port: 6_379,
  db: 0,
  username: '',
  tls: { enabled: false, caFile: null, servername: null },
  readOnly: false,
  separator: ':',
  protocol: 3,
  password: 'none',
  lastOpenedMs: null,
  ...change,
});
const openOf = (name: string): OpenConnection => ({
  id: connectionId.parse(`open-${name}`),
  profile: null,
  name,
  environment: 'local',
  address: 'redis.example:6379',
  db: 0,
  separator: ':',
  sandbox: false,
  state: { status: 'ready', sinceMs: 0 },
  facts: null,
  readOnly: false,
  unlockedUntilMs: null,
});
const facts: Output<'connections.test'> = {
  kind: 'redis',
  version: '7.4.1',
  mode: 'standalone',
  role: 'master',
  protocol: 3,
  modules: [],
  commands: ['json.get'],
  refused: ['info'],
  databases: 16,
  user: 'default',
  dbSize: 12_345,
  roundTripMs: 0.4,
};

/** Saved connections as main keeps them; everything asked is noted. */
function backend(profiles: Profile[], more: FakeAnswers = {}) {
  const saves: Input<'connections.save'>[] = [];
  const tests: Input<'connections.test'>[] = [];
  const opens: Input<'connections.open'>[] = [];
  const removed: string[] = [];
  const answers: FakeAnswers = {
    'connections.list': () =>
      ok({
        profiles,
        secretStorage: { available: true, reason: 'Passwords are kept in the system keychain' },
        problems: [],
      }),
    'connections.save': (input) => {
      saves.push(input);
      const id = input.id ?? profileId.parse(`new-${saves.length}`);
      const known = profiles.find((one) => one.id === id);
      const place = { keep: known?.password ?? 'none', clear: 'none', set: 'keychain' } as const;
      const saved = { ...profileOf(id), ...input.fields, password: place[input.password.action] };
      profiles = [...profiles.filter((one) => one.id !== id), saved];
      return ok(saved);
    },
    'connections.test': (input) => {
      tests.push(input);
      return ok(facts);
    },
    'connections.open': (input) => {
      opens.push(input);
      return ok(openOf('opened'));
    },
    'connections.remove': ({ id }) => {
      removed.push(id);
      profiles = profiles.filter((one) => one.id !== id);
      return ok({ removed: true });
    },
    ...more,
  };
  return { answers, saves, tests, opens, removed };
}

async function show(
  profiles: Profile[] = [],
  more: FakeAnswers = {},
  startError: string | null = null,
) {
  const main = backend(profiles, more);
  render(
    <ClientContext value={createFakeClient(main.answers)}>
      <TooltipProvider>
        <ConnectScreen startError={startError} />
      </TooltipProvider>
    </ClientContext>,
  );
  await waitFor(() =>
    expect(screen.queryByText('Passwords are kept in the system keychain')).not.toBeNull(),
  );
  return main;
}

const field = (name: string | RegExp): HTMLInputElement => {
  const found = screen.getByLabelText(name);
  if (!(found instanceof HTMLInputElement)) throw new Error('no input');
  return found;
};
const type = (name: string | RegExp, value: string): void => {
  fireEvent.change(field(name), { target: { value } });
};
const press = (name: string | RegExp): void => {
  fireEvent.click(screen.getByRole('button', { name }));
};
const choose = (name: string | RegExp): void => {
  fireEvent.click(
    within(screen.getByRole('complementary', { name: 'Connections' })).getByRole('button', {
      name,
    }),
  );
};
const pasteUrl = (text: string): void => {
  fireEvent.paste(field('Paste a URL'), { clipboardData: { getData: () => text } });
};
/** Everything that can be read on the screen, typed values included. */
const onScreen = (): string => {
  const inputs = [...document.querySelectorAll('input')].filter(
    ({ type: kind }) => kind !== 'password',
  );
  const attributes = [...document.querySelectorAll('[title],[aria-label],[placeholder]')].map(
    (one) =>
      one
        .getAttributeNames()
        .map((name) => one.getAttribute(name))
        .join(' '),
  );
  return [document.body.textContent, ...inputs.map(({ value }) => value), ...attributes].join('\n');
};

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

  it('says what the app could not be started with, and leads back to what is open', async () => {
    sessionStore.setState({ connections: [openOf('Shop')] });
    await show([], {}, 'ECONNREFUSED 127.0.0.1:1');
    expect(screen.getByText('ECONNREFUSED 127.0.0.1:1')).toBeTruthy();
    press('Back to Shop');
    expect(sessionStore.getState().active).toBe('open-Shop');
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
    choose(/Queue/);
    expect(field('Password (optional)').value).toBe('');
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

describe('the form', () => {
  it('of production is read-only unless the user says otherwise', async () => {
    const { saves } = await show();
    fireEvent.click(screen.getByRole('radio', { name: 'Prod' }));
    expect(screen.getByRole('switch', { name: 'Read-only' }).getAttribute('aria-checked')).toBe(
      'true',
    );
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
