import type { IndexInfo } from '../../../src-shared/contract/search.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import { checkSteps, limitOfSteps } from '../../../src-shared/search-line/aggregate-steps.ts';
import { formatCommand, toArguments } from '../../../src-shared/search-line/format-line.ts';
import type { FtCommand } from '../../../src-shared/search-line/parse-line.ts';
import { checkExtra } from '../../../src-shared/search-line/search-options.ts';
import type { BatchReply, ReadClient } from '../../redis/clients.ts';
import type { ReadCommand } from '../../redis/commands.ts';
import { type Reply, UnexpectedReply } from '../../redis/reply.ts';
import type { Session } from '../../redis/session.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import type { Handlers } from '../../rpc/handler-types.ts';
import { leftOut } from './kept-where.ts';
import { parseIndexInfo } from './parse-index-info.ts';
import { parseAggregateReply, parseIndexList, parseSearchReply } from './parse-results.ts';

/** An FT.INFO is some kilobytes and a lock on its index: few at a time. */
const INFO_BATCH = 20;

const missing = (command: string): AppFailure =>
  new AppFailure({
    code: 'unsupported',
    needs: 'Redis 8, or Redis Stack with its query engine',
    message: `This server has no ${command}`,
  });

function assertThere(session: Session, command: ReadCommand): void {
  if (!session.has(command)) throw missing(command.toUpperCase());
}

/** Where COMMAND is refused the server itself has to say that it does not know the command. */
function asMissing(thrown: unknown, command: ReadCommand): unknown {
  return thrown instanceof AppFailure &&
    thrown.error.code === 'redis.reply' &&
    /^(?:ERR )?unknown command/i.test(thrown.error.message)
    ? missing(command.toUpperCase())
    : thrown;
}

async function read(
  redis: ReadClient,
  command: ReadCommand,
  args: readonly string[],
): Promise<Reply> {
  try {
    return await redis.read(command, ...args);
  } catch (thrown) {
    throw asMissing(thrown, command);
  }
}

async function run(redis: ReadClient, command: ReadCommand, sent: FtCommand, index: string) {
  const [, ...args] = toArguments(sent, index);
  const startedAt = performance.now();
  const reply = await read(redis, command, args);
  return {
    reply,
    roundTripMs: performance.now() - startedAt,
    command: formatCommand(sent, index),
  };
}

/** null for an index dropped since it was listed. */
function toIndexInfo(name: string, reply: BatchReply | undefined): IndexInfo | null {
  if (reply === undefined) return null;
  if (!reply.ok) {
    const { failure } = reply;
    if (failure instanceof AppFailure && failure.error.code !== 'redis.reply') throw failure;
    const reason = failure.message;
    return /no such index|unknown index/i.test(reason) ? null : { state: 'refused', name, reason };
  }
  try {
    return parseIndexInfo(name, reply.reply);
  } catch (thrown) {
    if (thrown instanceof UnexpectedReply)
      return { state: 'refused', name, reason: thrown.message };
    throw thrown;
  }
}

const documentsOf = (info: IndexInfo): number => (info.state === 'known' ? info.documents : -1);
const byDocuments = (a: IndexInfo, b: IndexInfo): number =>
  documentsOf(b) - documentsOf(a) || (a.name < b.name ? -1 : 1);

async function listIndexes(redis: ReadClient, signal: AbortSignal): Promise<IndexInfo[]> {
  const names = parseIndexList(await read(redis, 'ft._list', []));
  const infos: IndexInfo[] = [];
  for (let at = 0; at < names.length; at += INFO_BATCH) {
    signal.throwIfAborted();
    const batch = names.slice(at, at + INFO_BATCH);
    const replies = await redis.readAll(batch.map((name) => ['ft.info', name] as const));
    infos.push(...batch.flatMap((name, i) => toIndexInfo(name, replies[i]) ?? []));
  }
  return infos.toSorted(byDocuments);
}

const invalid = (problem: string): AppFailure =>
  new AppFailure({ code: 'input.invalid', issues: [problem], message: problem });

export function createSearchHandlers() {
  return {
    'search.indexes': async (_input, { redis, session, signal }) => {
      assertThere(session, 'ft._list');
      return await listIndexes(redis, signal);
    },
    'search.run': async ({ connection: _connection, index, ...input }, { redis, session }) => {
      assertThere(session, 'ft.search');
      const problem = checkExtra(input.extra);
      if (problem !== null) throw invalid(problem);
      const { reply, ...about } = await run(
        redis,
        'ft.search',
        { kind: 'search', ...input },
        index,
      );
      const asked = { withScores: input.withScores, withFields: input.fields?.length !== 0 };
      const parsed = parseSearchReply(reply, asked);
      const warnings = [...parsed.warnings, ...(await leftOut(redis, index))];
      return { ...parsed, ...about, warnings };
    },
    'search.aggregate': async ({ index, query, steps, dialect }, { redis, session }) => {
      assertThere(session, 'ft.aggregate');
      const checked = checkSteps(steps);
      if (!checked.ok) throw invalid(checked.problem);
      const sent: FtCommand = { kind: 'aggregate', query, steps: checked.steps, dialect };
      const { reply, ...about } = await run(redis, 'ft.aggregate', sent, index);
      const parsed = parseAggregateReply(reply);
      const { count } = limitOfSteps(sent.steps);
      return {
        ...parsed,
        ...about,
        warnings: [...parsed.warnings, ...(await leftOut(redis, index))],
        cut: count === LIMITS.searchRows && parsed.rows.length >= count,
      };
    },
  } satisfies Pick<Handlers, 'search.indexes' | 'search.run' | 'search.aggregate'>;
}
