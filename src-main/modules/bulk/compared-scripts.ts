import type { BatchReply, DestroyCall } from '../../redis/clients.ts';
import { comparedOutcome } from '../../redis/compared-script.ts';
import type { Concluded, PreparedChunk, Refused } from './change.ts';
import { LARGEST_CHECKED } from './delete-change.ts';
import { TOO_LARGE } from './snapshot-chunk.ts';

/** What one script writes, and its largest value: little enough for the others to wait for. */
export const CHECKED = { mostBytes: 1_048_576, largestBytes: LARGEST_CHECKED };

/** It is not written by a script, but may be in a transaction. */
export const isLarge = ({ reason }: Refused): boolean => reason === TOO_LARGE;

/** Changes that go by scripts which compare first, as long as scripts are not refused. */
export class ComparedScripts {
  #areRefused: boolean;

  /** `isExact`: expiries are, and so are scripts there (ExpiryReader). */
  constructor({ isExact }: { readonly isExact: boolean }) {
    this.#areRefused = !isExact;
  }

  get areRefused(): boolean {
    return this.#areRefused;
  }

  /** `calls`: what the script was to run; `conclude` is given what each of them came to, by a script or without. */
  conclude(
    prepared: PreparedChunk,
    replies: readonly BatchReply[],
    calls: () => readonly DestroyCall[],
    conclude: (own: readonly BatchReply[]) => Concluded,
  ): Concluded {
    if (prepared.calls[0]?.[0] !== 'eval') return conclude(replies);
    const [reply] = replies;
    // What a script is refused may be allowed without it; if not, that says why.
    if (reply?.ok !== true) {
      this.#areRefused = true;
      return { kind: 'changed' };
    }
    const outcome = comparedOutcome(reply.reply, calls());
    return outcome.kind === 'done' ? conclude(outcome.replies) : { kind: 'changed' };
  }
}
