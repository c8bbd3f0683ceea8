import type { Settings } from '../../src-shared/contract/app.ts';
import type { ConnectionId } from '../../src-shared/contract/define.ts';
import type { OpenConnection } from '../../src-shared/contract/connections.ts';
import type { Client } from '../client/client.ts';
import { releaseStores } from '../client/per-connection.ts';
import { toasts } from '../ui/toast-store.ts';
import { closingDialog, jobsStore, runningOn } from './jobs/jobs-store.ts';
import { unsavedOn, unsavedStore } from './unsaved-store.ts';
import { session, sessionStore } from './session-store.ts';

function showFailure(message: string, detail: string): void {
  toasts.show({ tone: 'error', message, detail });
}

/** Changes settings here at once and in main; main's answer stands. */
export async function updateSettings(client: Client, change: Partial<Settings>): Promise<void> {
  const { settings } = sessionStore.getState();
  if (settings !== null) sessionStore.setState({ settings: { ...settings, ...change } });
  const result = await client.call('settings.update', { change });
  if (result.ok) sessionStore.setState({ settings: result.value });
  else showFailure('The setting was not saved', result.error.message);
}

export async function openSandbox(client: Client): Promise<void> {
  const result = await client.call('sandbox.open', {});
  if (result.ok) session.activate(result.value.id);
  else showFailure('The sandbox did not start', result.error.message);
}

/** Asks first when work is running on it, or changes of its keys are not saved. */
export async function closeConnection(client: Client, connection: ConnectionId): Promise<void> {
  const isRunning = runningOn(jobsStore.getState().jobs, connection).length > 0;
  const isUnsaved = unsavedOn(unsavedStore.getState(), connection).length > 0;
  if (!isRunning && !isUnsaved) await stopAndClose(client, connection);
  else closingDialog.open(connection);
}

/** Closes it; work that is running there ends with it, and what is not saved is lost. */
export async function stopAndClose(client: Client, connection: ConnectionId): Promise<void> {
  closingDialog.close();
  const { active } = sessionStore.getState();
  if (active === connection) session.activate(null);
  await client.call('connections.close', { connection });
  releaseStores(connection);
}

export async function setLock(
  client: Client,
  connection: OpenConnection,
  locked: boolean,
): Promise<void> {
  const result = await client.call('connections.setLock', { connection: connection.id, locked });
  if (!result.ok) showFailure('The lock did not change', result.error.message);
}

/** Keeps the store in step with main's connections for as long as the app runs. */
export async function watchConnections(client: Client, signal: AbortSignal): Promise<void> {
  for await (const connections of client.stream('connections.watch', {}, { signal })) {
    const known = new Set(connections.map(({ id }) => id));
    const { active, connections: before } = sessionStore.getState();
    for (const { id } of before) if (!known.has(id)) releaseStores(id);
    // A connection that was just opened may be chosen before it is in the list: only one that was there can be gone.
    const isGone = before.some(({ id }) => id === active) && active !== null && !known.has(active);
    sessionStore.setState({ connections, active: isGone ? null : active });
  }
}
