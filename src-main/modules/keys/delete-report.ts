import type { Ticket } from '../../../src-shared/contract/define.ts';
import type { Output } from '../../../src-shared/contract/index.ts';
import type { NameSet } from '../../scan/name-set.ts';

const MOST_NAMED = 1_000;

/** Counts what became of each planned key. */
export class DeleteReport {
  deleted = 0;
  missing = 0;
  #failed: { key: Uint8Array; reason: string }[] = [];
  #failedCount = 0;

  fail(key: Uint8Array, reason: string): void {
    this.#failedCount += 1;
    if (this.#failed.length < MOST_NAMED) this.#failed.push({ key: new Uint8Array(key), reason });
  }

  failFrom(names: NameSet, from: number, reason: string): void {
    const named = names.slice(from, from + MOST_NAMED - this.#failed.length);
    for (const key of named) this.fail(key, reason);
    this.#failedCount += Math.max(0, names.size - from) - named.length;
  }

  toOutput(ticket: Ticket | null): Output<'keys.applyDelete'> {
    const { deleted, missing } = this;
    return { deleted, missing, failed: this.#failed, failedCount: this.#failedCount, ticket };
  }
}
