import type { Dispatch } from './dispatch.ts';

/** A dispatch that is still being made: what comes meanwhile waits for it. */
export function lateDispatch(made: Promise<Dispatch>): Dispatch {
  return {
    call: async (name, input, signal) => await (await made).call(name, input, signal),
    async *stream(name, input, signal) {
      yield* (await made).stream(name, input, signal);
    },
  };
}
