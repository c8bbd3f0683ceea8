import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { connectionId, name, numberText, planId, request, text, ticket } from './define.ts';

const index = z.int().nonnegative();

/** From the document to one value: names of members, places of elements. RedisJSON nests 128 levels at most. */
export const steps = z.array(z.union([text(LIMITS.jsonNameLength), index])).max(256);

/** JSON source text of a value that is written here, numbers as they were typed. */
const value = text(LIMITS.editBytes);
const values = z.array(value).min(1).max(LIMITS.jsonAddedValues);

/** A value that may be large: what it is, and its members, elements or, of a string, bytes. */
const sized = { kind: z.enum(['object', 'array', 'string']), size: index };

/** What was read at the place: its source text, or of what was not read whole, its kind and size. */
const asRead = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('text'), text: text(LIMITS.jsonMaxBytes) }),
  z.strictObject({ is: z.literal('size'), ...sized }),
]);
export type JsonAsRead = z.infer<typeof asRead>;

/** What a command expects at its place. */
export const jsonExpected = z.discriminatedUnion('is', [
  ...asRead.options,
  /** A new member: there is nothing yet, in an object that is there. */
  z.strictObject({ is: z.literal('nothing') }),
  /** JSON.NUMINCRBY is right whatever the number is by now. */
  z.strictObject({ is: z.literal('number') }),
]);
export type JsonExpected = z.infer<typeof jsonExpected>;

/** One command at one place. */
const edit = z.discriminatedUnion('kind', [
  /** JSON.SET with NX: the place is that of the new member. */
  z.strictObject({ kind: z.literal('add'), value }),
  z.strictObject({ kind: z.literal('numincrby'), by: numberText }),
  /** JSON.STRAPPEND; `value` is a JSON string with its quotes. */
  z.strictObject({ kind: z.literal('strappend'), value }),
  z.strictObject({ kind: z.literal('arrappend'), values }),
  z.strictObject({ kind: z.literal('arrinsert'), index, values }),
  z.strictObject({ kind: z.literal('toggle') }),
  z.strictObject({ kind: z.literal('merge'), value }),
]);

/** `delete`: JSON.DEL of the place itself. `pop`: JSON.ARRPOP of one element of the array there. */
const removal = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('delete') }),
  z.strictObject({ kind: z.literal('pop'), index }),
]);
export type JsonRemoval = z.infer<typeof removal>;

/** What joins other changes of a document in one transaction, at the place of its steps. */
export const jsonCommand = z.discriminatedUnion('kind', [...edit.options, ...removal.options]);
export type JsonCommand = z.infer<typeof jsonCommand>;

const place = { connection: connectionId, key: name, steps };

/** What is at a place by now. */
const now = z.discriminatedUnion('is', [
  z.object({ is: z.literal('text'), text: z.string() }),
  /** It takes more than LIMITS.jsonAutoBytes of memory, these bytes, and was not read. */
  z.object({ is: z.literal('size'), ...sized, bytes: z.int() }),
  z.object({ is: z.literal('gone') }),
]);
export type JsonNow = z.infer<typeof now>;

/** Places of a document that was not read whole, and removals at one: WATCH, compare, journal, MULTI. */
export const jsonEdits = {
  /** What is at each of these places, in their order; the rest of the document is not read. */
  'json.places': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      connection: connectionId,
      key: name,
      places: z.array(steps).min(1).max(LIMITS.jsonChanges),
    }),
    output: z.object({ places: z.array(now) }),
  }),
  /** What would go, read and compared with what was read before; nothing is changed. */
  'json.planRemove': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ ...place, expected: asRead, removal }),
    output: z.object({
      plan: planId,
      command: z.string(),
      /** The beginning of the text that goes, at most LIMITS.jsonPreview characters, without what is hidden by its name. */
      preview: z.string(),
      isCut: z.boolean(),
      /** Bytes of that text. */
      bytes: z.int(),
      /** What the container takes in the server's memory: the undo keeps its text. null where it may not be asked. */
      undoBytes: z.int().nullable(),
      expiresAtMs: z.number(),
    }),
  }),
  /** Removes what was planned, if it still is what it was then. */
  'json.applyRemove': request({
    scope: 'connection',
    effect: 'destroy',
    input: z.strictObject({ connection: connectionId, planId }),
    output: z.object({ ticket }),
  }),
};
