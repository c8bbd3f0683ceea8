import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { decodeRule } from './decode-rules.ts';
import { connectionId, record, request, text } from './define.ts';
import { rateLimitRule } from './shapes.ts';

const paneSizes = record(text(64), z.array(z.number().min(0).max(10_000)).max(8), 100);

export const settings = z.strictObject({
  theme: z.enum(['system', 'dark', 'light']),
  density: z.enum(['dense', 'comfortable']),
  /** How large all is shown, in percent. */
  zoom: z.int().min(LIMITS.zoomLeast).max(LIMITS.zoomMost),
  /** Sizes of split panes by view, in percent. */
  panes: paneSizes,
  /** Activity last shown. */
  activity: text(64),
  /** What the list of keys shows of each, beside its name. */
  listColumns: z.array(z.enum(['type', 'ttl', 'length', 'size'])).max(4),
  /** How the filter of the list of keys reads what is typed: as a part of a name, a glob, a regular expression, a name. */
  listFilter: z.enum(['part', 'glob', 'regex', 'exact']),
  /** By connection (profile id, or host:port/db for one opened by URL). */
  rateLimitRules: record(text(256), z.array(rateLimitRule).max(200), 1_000),
  /** By connection, as above. */
  decodeRules: record(text(256), z.array(decodeRule).max(200), 1_000),
  /** How long a change can be taken back; for changes made from then on. */
  undoHours: z.int().min(1).max(LIMITS.undoHoursMost),
  /** What the undo journal may take on disk. */
  undoMegabytes: z.int().min(LIMITS.undoMegabytesLeast).max(LIMITS.undoMegabytesMost),
});
export type Settings = z.infer<typeof settings>;

export const app = {
  /** What the app was started for, once: the connection opened by URL or sandbox, if any. */
  'app.startup': request({
    scope: 'app',
    effect: 'read',
    input: z.strictObject({}),
    output: z.object({
      connection: connectionId.nullable(),
      /** Why the server named at the start could not be opened. */
      error: z.string().nullable(),
      version: z.string(),
      platform: z.string(),
      /** A picture is being taken: tell main by app.filled when the first screen is filled. */
      picture: z.boolean(),
    }),
  }),
  /** The first screen is filled with data: ends the start-up measurement, or takes the picture. */
  'app.filled': request({
    scope: 'app',
    effect: 'read',
    input: z.strictObject({}),
    output: z.strictObject({}),
  }),
  /** How many keys have changes that were written and not saved: main asks before the window is closed. */
  'app.unsaved': request({
    scope: 'app',
    effect: 'read',
    input: z.strictObject({ keys: z.int().nonnegative() }),
    output: z.strictObject({}),
  }),
  'app.copyText': request({
    scope: 'app',
    effect: 'write',
    input: z.strictObject({ text: text(67_108_864) }),
    output: z.strictObject({}),
  }),
  'app.windowControl': request({
    scope: 'app',
    effect: 'read',
    input: z.strictObject({ action: z.enum(['minimize', 'maximize', 'close']) }),
    output: z.strictObject({}),
  }),
  'settings.get': request({
    scope: 'app',
    effect: 'read',
    input: z.strictObject({}),
    output: settings,
  }),
  'settings.update': request({
    scope: 'app',
    effect: 'write',
    input: z.strictObject({ change: settings.partial() }),
    output: settings,
  }),
};
