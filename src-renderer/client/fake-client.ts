import type {
  Input,
  Item,
  Output,
  RequestName,
  StreamName,
} from '../../src-shared/contract/index.ts';
import { fail, type Result } from '../../src-shared/result.ts';
import type { Client } from './client.ts';

type Answer<K extends RequestName> = (
  input: Input<K>,
) => Result<Output<K>> | Promise<Result<Output<K>>>;
type Source<K extends StreamName> = (
  input: Input<K>,
  signal?: AbortSignal,
) => AsyncIterable<Item<K>>;

export type FakeAnswers = { readonly [K in RequestName]?: Answer<K> } & {
  readonly [K in StreamName]?: Source<K>;
};

/** A client that answers from a table, for view tests; what is not in it fails loudly as `internal`. */
export function createFakeClient(answers: FakeAnswers): Client {
  return {
    async call(name, input) {
      // Seam: TypeScript cannot follow a name from a mapped type to its own entry.
      const answer = answers[name] as Answer<typeof name> | undefined;
      if (answer === undefined)
        return fail({ code: 'internal', ref: 'fake', message: `no fake answer for ${name}` });
      return await answer(input);
    },
    stream(name, input, { signal } = {}) {
      const answer = answers[name] as Source<typeof name> | undefined;
      if (answer === undefined) throw new Error(`no fake stream for ${name}`);
      return answer(input, signal);
    },
  };
}
