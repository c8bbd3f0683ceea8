import { type Capability, contract } from '../../src-shared/contract/index.ts';
import { connectionId } from '../../src-shared/contract/define.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { SessionPool } from '../redis/session-pool.ts';
import { AppFailure } from './app-failure.ts';
import type { Handlers } from './handler-types.ts';
import { toAppError } from './to-app-error.ts';

/** A handler whose capability is only known at run time: the table's types end here and the schema takes over. */
type Untyped = (input: unknown, context: unknown) => unknown;

/** Issues quote the names of what was sent, which may be long and many. */
const MOST_ISSUES = 5;
const ISSUE_LENGTH = 200;

export interface Dispatch {
  call(name: string, input: unknown, signal: AbortSignal): Promise<Result<unknown>>;
  /** Throws AppFailure before the first item when name or input are wrong. */
  stream(name: string, input: unknown, signal: AbortSignal): AsyncIterable<unknown>;
}

const isCapability = (name: string): name is Capability => Object.hasOwn(contract, name);

/** Contract times handlers: name known, input parsed, session found, lock respected; then the handler. */
export function createDispatch(handlers: Handlers, pool: Pick<SessionPool, 'get'>): Dispatch {
  function prepare(name: string, kind: 'request' | 'stream', input: unknown, signal: AbortSignal) {
    if (!isCapability(name) || contract[name].kind !== kind)
      throw invalid(`there is no ${kind} named ${name.slice(0, 100)}`);
    const definition = contract[name];
    const parsed = definition.input.safeParse(input);
    if (!parsed.success)
      throw invalid(
        ...parsed.error.issues
          .slice(0, MOST_ISSUES)
          .map((issue) => `${issue.path.join('.')}: ${issue.message}`.slice(0, ISSUE_LENGTH)),
      );
    // Seam: `Handlers` proves that this handler takes what this schema parsed; TypeScript cannot follow a name.
    const handler = handlers[name] as Untyped;
    if (definition.scope === 'app') return { handler, input: parsed.data, context: { signal } };
    const session = pool.get(
      connectionId.parse('connection' in parsed.data ? parsed.data.connection : ''),
    );
    if (definition.effect !== 'read') session.assertWritable();
    const either = AbortSignal.any([signal, session.signal]);
    return {
      handler,
      input: parsed.data,
      context: { signal: either, session, redis: session.client },
    };
  }

  return {
    async call(name, input, signal) {
      try {
        const { handler, input: parsed, context } = prepare(name, 'request', input, signal);
        return ok(await handler(parsed, context));
      } catch (thrown) {
        return fail(toAppError(thrown));
      }
    },
    stream(name, input, signal) {
      const { handler, input: parsed, context } = prepare(name, 'stream', input, signal);
      // Seam: a stream's handler gives an AsyncIterable by its type in `Handlers`.
      return handler(parsed, context) as AsyncIterable<unknown>;
    },
  };
}

function invalid(...issues: string[]): AppFailure {
  return new AppFailure({
    code: 'input.invalid',
    issues,
    message: `The request was not understood: ${issues[0] ?? ''}`,
  });
}
