import type { ProtoFile } from '../../../../src-shared/contract/proto-files.ts';
import type { Decoder } from './decoder.ts';
import { MessageParser } from './proto-message.ts';
import { messageType } from './proto-schema.ts';
import { protobuf } from './protobuf.ts';
import { NodeMaker } from './tree-node.ts';

/** What the protobuf at the end of a chain holds. */
export interface ProtoMessage {
  readonly files: readonly ProtoFile[];
  /** Full name. */
  readonly type: string;
}

/** Messages with the names of the user's own definitions. */
export function protobufOf({ files, type }: ProtoMessage): Decoder {
  return {
    ...protobuf,
    decode: (bytes, limits) => ({
      kind: 'tree',
      root: new MessageParser(new NodeMaker(limits)).message(bytes, messageType(files, type)),
    }),
  };
}
