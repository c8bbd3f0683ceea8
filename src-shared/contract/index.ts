import type { z } from 'zod';
import { app } from './app.ts';
import { bookmarking } from './bookmarks.ts';
import { bulk } from './bulk.ts';
import { bitmaps } from './bitmaps.ts';
import { connections, sandbox, server } from './connections.ts';
import type { RequestDefinition, StreamDefinition } from './define.ts';
import { edits } from './edits.ts';
import { finding } from './finding.ts';
import { jobs } from './jobs.ts';
import { jsonEdits } from './json-edits.ts';
import { jsonReading } from './json-reading.ts';
import { json, keys, values } from './keys.ts';
import { newKeys } from './new-keys.ts';
import { partChanges } from './part-changes.ts';
import { protoFiles } from './proto-files.ts';
import { pubsub } from './pubsub.ts';
import { ranges } from './ranges.ts';
import { search } from './search.ts';
import { seriesEdits } from './series-edits.ts';
import { geo, probes, series, streams } from './series.ts';
import { rateLimits, sessions } from './shapes.ts';
import { streamChanges } from './stream-changes.ts';
import { transfer } from './transfer.ts';
import { undo } from './undo.ts';
import { vectors } from './vectors.ts';

/** Every capability of Redstart, declared once; main, preload and renderer derive from it. */
export const contract = {
  ...app,
  ...connections,
  ...sandbox,
  ...server,
  ...keys,
  ...newKeys,
  ...values,
  ...bulk,
  ...ranges,
  ...bitmaps,
  ...edits,
  ...partChanges,
  ...finding,
  ...json,
  ...jsonEdits,
  ...jsonReading,
  ...series,
  ...seriesEdits,
  ...streams,
  ...streamChanges,
  ...probes,
  ...geo,
  ...vectors,
  ...search,
  ...pubsub,
  ...sessions,
  ...rateLimits,
  ...protoFiles,
  ...undo,
  ...bookmarking,
  ...jobs,
  ...transfer,
};

export type Contract = typeof contract;
export type Capability = keyof Contract;
export type RequestName = {
  [K in Capability]: Contract[K] extends RequestDefinition ? K : never;
}[Capability];
export type StreamName = {
  [K in Capability]: Contract[K] extends StreamDefinition ? K : never;
}[Capability];

/** What a caller writes (before defaults). */
export type Input<K extends Capability> = z.input<Contract[K]['input']>;
/** What a handler gets (after parsing). */
export type Parsed<K extends Capability> = z.output<Contract[K]['input']>;
export type Output<K extends RequestName> = z.output<Contract[K]['output']>;
export type Item<K extends StreamName> = z.output<Contract[K]['item']>;
