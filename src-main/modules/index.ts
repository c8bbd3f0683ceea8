import type { JobRunner } from '../jobs/job-runner.ts';
import type { SessionPool } from '../redis/session-pool.ts';
import type { Handlers } from '../rpc/handler-types.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { ProfileStore } from '../stores/profile-store.ts';
import type { SettingsStore } from '../stores/settings-store.ts';
import type { UndoJournal } from '../undo/journal.ts';
import { createAppHandlers, type Shell } from './app/handlers.ts';
import { createBulkHandlers } from './bulk/handlers.ts';
import { createConnectionsHandlers } from './connections/handlers.ts';
import { createJobsHandlers } from './jobs/handlers.ts';
import { createJsonHandlers } from './json/handlers.ts';
import { createKeysHandlers } from './keys/handlers.ts';
import { createPubsubHandlers } from './pubsub/handlers.ts';
import { createRateLimitsHandlers } from './rate-limits/handlers.ts';
import { createSandboxHandlers } from './sandbox/handlers.ts';
import { createSearchHandlers } from './search/handlers.ts';
import { createSeriesHandlers } from './series/handlers.ts';
import { createServerHandlers } from './server/handlers.ts';
import { createSessionsHandlers } from './sessions/handlers.ts';
import { createTransferHandlers } from './transfer/handlers.ts';
import { createUndoHandlers } from './undo/handlers.ts';
import { createEditHandlers } from './values/edit-handlers.ts';
import { createValuesHandlers } from './values/handlers.ts';

export interface Services {
  readonly pool: SessionPool;
  readonly profiles: ProfileStore;
  readonly settings: SettingsStore;
  readonly journal: UndoJournal;
  readonly jobs: JobRunner;
  readonly sandbox: Sandbox;
  readonly shell: Shell;
}

/** A capability without a handler does not compile here. */
export function createHandlers(services: Services): Handlers {
  return {
    ...createAppHandlers(services.shell, services.settings),
    ...createConnectionsHandlers(services),
    ...createSandboxHandlers(services),
    ...createServerHandlers(),
    ...createKeysHandlers(services),
    ...createBulkHandlers(services),
    ...createValuesHandlers(),
    ...createEditHandlers(services),
    ...createJsonHandlers(services),
    ...createSeriesHandlers(),
    ...createSearchHandlers(),
    ...createPubsubHandlers(),
    ...createSessionsHandlers(),
    ...createRateLimitsHandlers(),
    ...createUndoHandlers(services),
    ...createJobsHandlers(services),
    ...createTransferHandlers(services),
  };
}
