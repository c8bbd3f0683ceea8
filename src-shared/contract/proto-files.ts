import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { request, text } from './define.ts';

/** A file of protobuf definitions that the user has added; files import each other by name. */
export const protoFile = z.strictObject({
  name: text(256),
  text: text(LIMITS.protoFileBytes),
});
export type ProtoFile = z.infer<typeof protoFile>;

const files = z.object({ files: z.array(protoFile).max(LIMITS.protoFiles) });

export const protoFiles = {
  'protoFiles.list': request({
    scope: 'app',
    effect: 'read',
    input: z.strictObject({}),
    output: files,
  }),
  /** Lets the user pick one in the system's dialog; one of the same name is replaced. None picked: as before. */
  'protoFiles.add': request({
    scope: 'app',
    effect: 'write',
    input: z.strictObject({}),
    output: files,
  }),
  'protoFiles.remove': request({
    scope: 'app',
    effect: 'write',
    input: z.strictObject({ name: text(256) }),
    output: files,
  }),
};
