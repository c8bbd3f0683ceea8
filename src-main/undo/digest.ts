import { createHash } from 'node:crypto';
import { type Reply, toBuffer } from '../redis/reply.ts';

/** SHA-256 of what a write left behind, in hex: compared before it is taken back. */
export const digestOf = (reply: Reply): string =>
  createHash('sha256')
    .update(reply === null ? '' : toBuffer(reply))
    .digest('hex');
