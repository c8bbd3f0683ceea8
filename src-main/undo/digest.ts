import { createHash } from 'node:crypto';
import { type Reply, toBuffer } from '../redis/reply.ts';
import { orderedVectorDump } from './vector-dump.ts';

/**
 * SHA-256 of what a write left behind, in hex: compared before it is taken back. Of a vector set it is the same after
 * its DUMP was restored.
 */
export function digestOf(reply: Reply): string {
  const bytes = reply === null ? Buffer.of() : toBuffer(reply);
  const hash = createHash('sha256');
  for (const part of orderedVectorDump(bytes) ?? [bytes]) hash.update(part);
  return hash.digest('hex');
}
