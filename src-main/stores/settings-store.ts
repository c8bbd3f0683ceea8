import { type Settings, settings } from '../../src-shared/contract/app.ts';
import { LIMITS } from '../../src-shared/limits.ts';
import type { JsonFile } from './json-file.ts';

const defaults: Settings = {
  theme: 'system',
  density: 'dense',
  zoom: 100,
  panes: {},
  activity: 'keys',
  listColumns: ['type'],
  listFilter: 'part',
  rateLimitRules: {},
  decodeRules: {},
  undoHours: LIMITS.undoMs / 3_600_000,
  undoMegabytes: LIMITS.undoBytes / 1_048_576,
};

/** Settings of this user, kept in a file; an entry that cannot be read falls back to its default. */
export class SettingsStore {
  #file: JsonFile;
  #settings: Settings = defaults;

  constructor(file: JsonFile) {
    this.#file = file;
  }

  async load(): Promise<void> {
    const stored = await this.#file.read();
    const known: Record<string, unknown> = { ...defaults };
    for (const [key, schema] of Object.entries(settings.shape)) {
      const value =
        typeof stored === 'object' && stored !== null ? Reflect.get(stored, key) : undefined;
      if (schema.safeParse(value).success) known[key] = value;
    }
    this.#settings = settings.parse(known);
  }

  get(): Settings {
    return this.#settings;
  }

  async update(change: {
    readonly [K in keyof Settings]?: Settings[K] | undefined;
  }): Promise<Settings> {
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    this.#settings = settings.parse({ ...this.#settings, ...Object.fromEntries(given) });
    await this.#file.write(this.#settings);
    return this.#settings;
  }
}
