import { z } from 'zod';
import { LIMITS } from '../limits.ts';

/** What a capability may do to the server or to what the user keeps: it decides which client its handler gets. */
export type Effect = 'read' | 'write' | 'destroy';
/** `connection`: the input names a connection and the handler gets its client. `app`: no Redis in the context. */
export type Scope = 'app' | 'connection';
/**
 * What happens when the reader is slow. `pause`: the source is not asked for more until there is credit.
 * `drop-oldest`: the source pushes; main keeps a bounded ring, drops its oldest and counts them.
 */
export type Overflow = 'pause' | 'drop-oldest';

export interface RequestDefinition<
  S extends Scope = Scope,
  E extends Effect = Effect,
  I extends z.ZodObject = z.ZodObject,
  O extends z.ZodType = z.ZodType,
> {
  readonly kind: 'request';
  readonly scope: S;
  readonly effect: E;
  readonly input: I;
  readonly output: O;
}

export interface StreamDefinition<
  S extends Scope = Scope,
  I extends z.ZodObject = z.ZodObject,
  T extends z.ZodType = z.ZodType,
> {
  readonly kind: 'stream';
  readonly scope: S;
  readonly effect: 'read';
  readonly overflow: Overflow;
  readonly input: I;
  readonly item: T;
}

export function request<
  S extends Scope,
  E extends Effect,
  I extends z.ZodObject,
  O extends z.ZodType,
>(definition: Omit<RequestDefinition<S, E, I, O>, 'kind'>): RequestDefinition<S, E, I, O> {
  return { kind: 'request', ...definition };
}

export function stream<S extends Scope, I extends z.ZodObject, T extends z.ZodType>(
  definition: Omit<StreamDefinition<S, I, T>, 'kind' | 'effect'>,
): StreamDefinition<S, I, T> {
  return { kind: 'stream', effect: 'read', ...definition };
}

/** Any bytes, at most `max` of them. Redis names and values are never assumed to be UTF-8. */
export const bytes = (max: number) =>
  z.custom<Uint8Array>(
    (value) => value instanceof Uint8Array && value.byteLength <= max,
    `bytes, at most ${max}`,
  );

/** Bytes in a reply, which main has bounded already. */
export const octets = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'bytes');

/** A key, field, member or channel name. */
export const name = bytes(LIMITS.nameBytes);
export const text = (max: number) => z.string().max(max);
/** An object of names that only the user's data knows, at most `max` of them. */
export const record = <K extends z.core.$ZodRecordKey, V extends z.core.$ZodType>(
  key: K,
  value: V,
  max: number,
) =>
  z
    .record(key, value)
    .refine((entries) => Object.keys(entries).length <= max, `at most ${max} entries`);
/** Milliseconds since the Unix epoch. */
export const timestampMs = z.number().nonnegative();
/** A 64-bit integer or a double exactly as the server wrote it. */
export const numberText = z
  .string()
  .max(64)
  .regex(/^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$|^[-+]?inf$|^nan$/);

export const connectionId = z.string().min(1).max(64).brand<'ConnectionId', 'inout'>();
export type ConnectionId = z.infer<typeof connectionId>;
export const profileId = z.string().min(1).max(64).brand<'ProfileId', 'inout'>();
export type ProfileId = z.infer<typeof profileId>;
export const planId = z.string().min(1).max(64).brand<'PlanId', 'inout'>();
export type PlanId = z.infer<typeof planId>;
export const ticketId = z.string().min(1).max(64).brand<'TicketId', 'inout'>();
export type TicketId = z.infer<typeof ticketId>;

/** What came of a change that can be taken back; `undo` null means it cannot, with the reason said beforehand. */
export const ticket = z.object({
  id: ticketId,
  /** "Deleted 1,204 keys", ready to show. */
  title: z.string(),
  /** The commands that were run, shortened for display. */
  command: z.string(),
  atMs: timestampMs,
  expiresAtMs: timestampMs,
});
export type Ticket = z.infer<typeof ticket>;

/** About how many elements a filter was compared with for this page, never more than there are; absent without one. */
export const lookedThrough = z.int().nonnegative().optional();

/**
 * The whole length of an element of which only the beginning was handed on, or nothing where the server cannot give a part of it;
 * absent where it is whole.
 */
export const wholeBytes = z.int().optional();
/** The same for elements without an object of their own: which of them, and their lengths; absent where all are whole. */
export const cutElements = z.array(z.object({ at: z.int(), total: z.int() })).optional();
