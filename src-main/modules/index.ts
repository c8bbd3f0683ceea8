import type { JobRunner } from '../jobs/job-runner.ts';
import type { SessionPool } from '../redis/session-pool.ts';
import type { Handlers } from '../rpc/handler-types.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { BookmarkStore } from '../stores/bookmark-store.ts';
import type { ProfileStore } from '../stores/profile-store.ts';
import type { ProtoFileStore } from '../stores/proto-file-store.ts';
import type { SettingsStore } from '../stores/settings-store.ts';
import type { UndoJournal } from '../undo/journal.ts';
import { createAppHandlers, type Shell } from './app/handlers.ts';
import { createBookmarksHandlers } from './bookmarks/handlers.ts';
import { createBulkHandlers } from './bulk/handlers.ts';
import { createConnectionsHandlers } from './connections/handlers.ts';
import { createJobsHandlers } from './jobs/handlers.ts';
import { createJsonHandlers } from './json/handlers.ts';
import { createKeysHandlers } from './keys/handlers.ts';
import { createProtoFilesHandlers } from './proto-files/handlers.ts';
import { createPartHandlers } from './parts/handlers.ts';
import { createPubsubHandlers } from './pubsub/handlers.ts';
import { createRateLimitsHandlers } from './rate-limits/handlers.ts';
import { createSandboxHandlers } from './sandbox/handlers.ts';
import { createSearchHandlers } from './search/handlers.ts';
import { createSeriesEditHandlers } from './series/edit-handlers.ts';
import { createSeriesHandlers } from './series/handlers.ts';
import { createStreamHandlers } from './series/stream-handlers.ts';
import { createServerHandlers } from './server/handlers.ts';
import { createSessionsHandlers } from './sessions/handlers.ts';
import { createTransferHandlers } from './transfer/handlers.ts';
import { createHistoryHandlers, createUndoHandlers } from './undo/handlers.ts';
import { createVectorHandlers } from './vectors/handlers.ts';
import { createEditHandlers } from './values/edit-handlers.ts';
import { createValuesHandlers } from './values/handlers.ts';

export interface Services {
  readonly pool: SessionPool;
  readonly profiles: ProfileStore;
  readonly settings: SettingsStore;
  readonly protoFiles: ProtoFileStore;
  readonly bookmarks: BookmarkStore;
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
    ...createPartHandlers(services),
    ...createJsonHandlers(services),
    ...createSeriesHandlers(),
    ...createStreamHandlers(services),
    ...createSeriesEditHandlers(services),
    ...createVectorHandlers(services),
    ...createSearchHandlers(),
    ...createPubsubHandlers(),
    ...createSessionsHandlers(),
    ...createRateLimitsHandlers(),
    ...createProtoFilesHandlers(services),
    ...createUndoHandlers(services),
    ...createHistoryHandlers(services),
    ...createBookmarksHandlers(services),
    ...createJobsHandlers(services),
    ...createTransferHandlers(services),
  };
}
