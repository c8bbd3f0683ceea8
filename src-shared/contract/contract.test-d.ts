import type { Input, Item, Output, Parsed, RequestName, StreamName } from './index.ts';
import { connectionId, planId, ticketId } from './define.ts';

// Compiled by `tsc -b`, never run: each @ts-expect-error fails the build when its line compiles.
const connection = connectionId.parse('c');
const key = new Uint8Array();

export const requests: readonly RequestName[] = ['keys.head', 'bulk.start', 'settings.get'];
export const streams: readonly StreamName[] = ['keys.scan', 'pubsub.tail'];
// @ts-expect-error: a stream is no request
export const noRequest: RequestName = 'keys.scan';
// @ts-expect-error: a request is no stream
export const noStream: StreamName = 'keys.head';
// @ts-expect-error: there is no such capability
export const unknownName: RequestName = 'keys.flushAll';

export const good: Input<'keys.head'> = { connection, key };
// @ts-expect-error: the input lacks its key
export const lacking: Input<'keys.head'> = { connection };
// @ts-expect-error: text is no connection id
export const unbranded: Input<'keys.head'> = { connection: 'c', key };
// @ts-expect-error: names are bytes
export const nameAsText: Input<'keys.head'> = { connection, key: 'name' };
// @ts-expect-error: inputs are strict
export const tooMuch: Input<'keys.head'> = { connection, key, force: true };
// @ts-expect-error: ids of different things cannot be swapped
export const swapped: Input<'bulk.start'> = { connection, planId: ticketId.parse('t') };
export const planned: Parsed<'bulk.start'> = { connection, planId: planId.parse('p') };

export const answer: Output<'values.string'> = { bytes: key, total: 1 };
// @ts-expect-error: the answer lacks its total
export const halfAnswer: Output<'values.string'> = { bytes: key };
// @ts-expect-error: values are bytes
export const textAnswer: Output<'values.string'> = { bytes: 'a', total: 1 };
// @ts-expect-error: an item of the stream lacks what a ticket says
export const page: Item<'undo.watch'> = [{ id: ticketId.parse('t') }];
