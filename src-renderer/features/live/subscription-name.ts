import type { SubscriptionKind } from '../../../src-shared/contract/pubsub.ts';
import { parseEscaped } from '../../../src-shared/redis-value.ts';

export interface SubscriptionName {
  readonly kind: SubscriptionKind;
  readonly name: Uint8Array;
}

const LONGEST = 4_096;

/** What was typed as a channel, or as a pattern where it has glob characters; a text where it is neither. */
export function parseSubscription(text: string): SubscriptionName | string {
  const name = parseEscaped(text);
  if (name === null) return 'A backslash begins \\n, \\r, \\t, \\\\, \\xHH or \\u{…}';
  if (name.byteLength > LONGEST) return 'A name of at most 4,096 bytes';
  return { kind: /[*?[\]]/.test(text) ? 'pattern' : 'channel', name };
}
