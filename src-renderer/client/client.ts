import type {
  Input,
  Item,
  Output,
  RequestName,
  StreamName,
} from '../../src-shared/contract/index.ts';
import type { Result } from '../../src-shared/result.ts';

export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** How views reach main. Passed in to stores, so that a test gives its own. */
export interface Client {
  /** Settles once, never rejects: a reply, `cancelled`, or an error as a value. */
  call<K extends RequestName>(
    name: K,
    input: Input<K>,
    options?: CallOptions,
  ): Promise<Result<Output<K>>>;
  /**
   * Items as main sends them; asking for the next one tells main that this one is done with. Leaving the loop or aborting
   * ends the stream in main. Throws StreamFailure when the source failed.
   */
  stream<K extends StreamName>(
    name: K,
    input: Input<K>,
    options?: CallOptions,
  ): AsyncIterable<Item<K>>;
}
