import { join } from 'node:path';
import { JobRunner } from '../jobs/job-runner.ts';
import type { Services } from '../modules/index.ts';
import { SessionPool } from '../redis/session-pool.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { BookmarkStore } from '../stores/bookmark-store.ts';
import { JsonFile } from '../stores/json-file.ts';
import { ProfileStore } from '../stores/profile-store.ts';
import { ProtoFileStore } from '../stores/proto-file-store.ts';
import type { SecretBox } from '../stores/secret-box.ts';
import { SettingsStore } from '../stores/settings-store.ts';
import { UndoJournal } from '../undo/journal.ts';

const noSecrets: SecretBox = {
  status: () => ({ available: false, backend: 'none', reason: 'no keychain in tests' }),
  encrypt: (plain) => plain,
  decrypt: () => null,
};

/** The services of the app in a folder of the test's own, without Electron and with nothing open. */
export function stubServices(dir: string): Services {
  const pool = new SessionPool();
  return {
    pool,
    jobs: new JobRunner(pool),
    profiles: new ProfileStore(new JsonFile(join(dir, 'connections.json')), noSecrets),
    settings: new SettingsStore(new JsonFile(join(dir, 'settings.json'))),
    protoFiles: new ProtoFileStore(new JsonFile(join(dir, 'proto-files.json'))),
    bookmarks: new BookmarkStore(new JsonFile(join(dir, 'bookmarks.json'))),
    journal: new UndoJournal({ dir: join(dir, 'undo'), secrets: null }),
    sandbox: createSandbox({
      dataDir: join(dir, 'sandbox'),
      wasm: {
        entry: '',
        fork: () => {
          throw new Error('no sandbox in this test');
        },
      },
    }),
    shell: {
      version: '0.0.0',
      takesPicture: false,
      startup: async () => ({ connection: null, error: null }),
      filled: () => undefined,
      unsaved: () => undefined,
      copyText: () => undefined,
      windowControl: () => undefined,
      chooseFile: async () => null,
      chooseTarget: async () => null,
      themeChanged: () => undefined,
      zoomChanged: () => undefined,
    },
  };
}
