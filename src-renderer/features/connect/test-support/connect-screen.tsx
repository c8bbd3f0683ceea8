import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { expect } from 'vitest';
import type { OpenConnection, Profile } from '../../../../src-shared/contract/connections.ts';
import { connectionId, profileId } from '../../../../src-shared/contract/define.ts';
import type { Input, Output } from '../../../../src-shared/contract/index.ts';
import { ok } from '../../../../src-shared/result.ts';
import { ClientContext } from '../../../client/client-context.ts';
import { createFakeClient, type FakeAnswers } from '../../../client/fake-client.ts';
import { fakeConnection } from '../../../client/fake-connection.ts';
import { TooltipProvider } from '../../../ui/Tooltip.tsx';
import { ConnectScreen } from '../ConnectScreen.tsx';

export const profileOf = (id: string, change: Partial<Profile> = {}): Profile => ({
  id: profileId.parse(id),
  name: id,
  environment: 'local',
  host: 'redis.example',
  port: 6_379,
  db: 0,
  username: '',
  tls: { enabled: false, caFile: null, servername: null },
  readOnly: false,
  separators: [':'],
  protocol: 3,
  password: 'none',
  lastOpenedMs: null,
  ...change,
});
export const openOf = (name: string): OpenConnection =>
  fakeConnection({ id: connectionId.parse(`open-${name}`), name, address: 'redis.example:6379' });
export const facts: Output<'connections.test'> = {
  kind: 'redis',
  version: '7.4.1',
  mode: 'standalone',
  role: 'master',
  protocol: 3,
  modules: [],
  commands: ['json.get'],
  refused: ['info'],
  noWrites: null,
  databases: 16,
  user: 'default',
  dbSize: 12_345,
  roundTripMs: 0.4,
  cluster: null,
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

export async function show(
  profiles: Profile[] = [],
  more: FakeAnswers = {},
  startError: string | null = null,
) {
  const main = backend(profiles, more);
  const client = createFakeClient(main.answers);
  const comeBack = async () => {
    const { unmount } = render(
      <ClientContext value={client}>
        <TooltipProvider>
          <ConnectScreen startError={startError} />
        </TooltipProvider>
      </ClientContext>,
    );
    await waitFor(() =>
      expect(screen.queryByText('Passwords are kept in the system keychain')).not.toBeNull(),
    );
    return unmount;
  };
  const leave = await comeBack();
  return { ...main, leave, comeBack };
}

export const field = (name: string | RegExp): HTMLInputElement => {
  const found = screen.getByLabelText(name);
  if (!(found instanceof HTMLInputElement)) throw new Error('no input');
  return found;
};
export const type = (name: string | RegExp, value: string): void => {
  fireEvent.change(field(name), { target: { value } });
};
export const press = (name: string | RegExp): void => {
  fireEvent.click(screen.getByRole('button', { name }));
};
export const choose = (name: string | RegExp): void => {
  fireEvent.click(
    within(screen.getByRole('complementary', { name: 'Connections' })).getByRole('button', {
      name,
    }),
  );
};
export const pasteUrl = (text: string): void => {
  fireEvent.paste(field('Paste a URL'), { clipboardData: { getData: () => text } });
};
/** Everything that can be read on the screen, typed values included. */
export const onScreen = (): string => {
  const inputs = [...document.querySelectorAll('input')].filter(
    ({ type: kind }) => kind !== 'password',
  );
  const attributes = ['title', 'aria-label', 'placeholder'].flatMap((name) =>
    [...document.querySelectorAll(`[${name}]`)].map((one) => one.getAttribute(name)),
  );
  return [document.body.textContent, ...inputs.map(({ value }) => value), ...attributes].join('\n');
};
