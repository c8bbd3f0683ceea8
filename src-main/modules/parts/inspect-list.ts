import type { PartsChange } from '../../../src-shared/contract/part-changes.ts';
import { partCommands } from '../../../src-shared/part-commands.ts';
import { equalBytes } from '../../../src-shared/redis-value.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { toList, toOwnBytes } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { assertNoMarker } from '../../undo/element-state.ts';
import type { ElementRun } from '../../undo/part-entry.ts';
import { canBePutBack } from '../../undo/restore-elements.ts';
import { emptiedBy, type Inspected, type Inspecting, undoOf } from './inspect-parts.ts';
import { byteBudget, keepable, placesOf, STEP } from './inspect-range.ts';

/** Elements read at once. */
const PAGE = 500;

interface Span {
  readonly start: number;
  readonly values: readonly Uint8Array[];
}

async function readSpan(
  redis: ReadClient,
  key: Uint8Array,
  start: number,
  count: number,
): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  const spend = byteBudget();
  for (let from = start; from < start + count; from += PAGE) {
    const to = Math.min(from + PAGE, start + count) - 1;
    for (const reply of toList(await redis.read('lrange', key, from, to))) {
      const value = toOwnBytes(reply);
      spend(value.byteLength);
      found.push(value);
    }
  }
  return found;
}

/** Elements that stand in a row, together. */
function spansOf(
  elements: readonly { readonly index: number; readonly before: Uint8Array }[],
): Span[] {
  const spans: { start: number; values: Uint8Array[] }[] = [];
  for (const { index, before } of elements) {
    const last = spans.at(-1);
    if (last !== undefined && last.start + last.values.length === index) last.values.push(before);
    else spans.push({ start: index, values: [before] });
  }
  return spans;
}

/** Each with the neighbour that stays: the one behind it, or at the end the one before it. */
async function runsOf(
  redis: ReadClient,
  key: Uint8Array,
  { spans, total }: { readonly spans: readonly Span[]; readonly total: number },
): Promise<ElementRun[]> {
  const runs: ElementRun[] = [];
  for (const { start, values } of spans) {
    const next = start + values.length;
    const place = next < total ? next : start - 1;
    const beside =
      place < 0
        ? null
        : ({
            value: toOwnBytes(await redis.read('lindex', key, place)),
            where: next < total ? 'before' : 'after',
          } as const);
    runs.push({ start, values: [...values], beside });
  }
  return runs;
}

function hasChanged(index: number): AppFailure {
  return new AppFailure({
    code: 'conflict',
    current: null,
    message: `The list has changed since it was read, at index ${index}: nothing was removed. Read it again`,
  });
}

/** Chosen elements: all must be where they were read, or none goes. */
export async function inspectElements(
  inspecting: Inspecting,
  change: Extract<PartsChange, { readonly kind: 'list.removeElements' }>,
  total: number,
): Promise<Inspected> {
  const { redis, key } = inspecting;
  const spans = spansOf(change.elements);
  for (const { start, values } of spans) {
    const now = await readSpan(redis, key, start, values.length);
    for (const [at, before] of values.entries()) {
      const value = now[at];
      if (value === undefined || !equalBytes(value, before)) throw hasChanged(start + at);
    }
  }
  await assertNoMarker(redis, key);
  const isCheap = canBePutBack(
    spans.map(({ start, values }) => ({ start, values: [...values], beside: null })),
    total,
  );
  return {
    parts: change.elements.length,
    left: 0,
    total,
    undo: isCheap
      ? undoOf(inspecting, change.elements)
      : {
          kind: 'none',
          reason: 'To put so many back so far into a list would hold up the server',
        },
    step: null,
    calls: partCommands(key, change),
    entry: async () => ({
      kind: 'listElements',
      key,
      runs: await runsOf(redis, key, { spans, total }),
      emptied: await emptiedBy(inspecting, change.elements.length, total),
    }),
  };
}

/** What an LTRIM takes away at either end of a list. */
export function trimmedOf(
  change: { readonly start: number; readonly stop: number },
  total: number,
): { readonly left: number; readonly right: number } {
  const kept = placesOf(change, total);
  if (kept.count === 0) return { left: total, right: 0 };
  return { left: kept.start, right: total - kept.start - kept.count };
}

/** LTRIM: what is outside of the part that stays. */
export async function inspectTrim(
  inspecting: Inspecting,
  change: Extract<PartsChange, { readonly kind: 'list.trim' }>,
  total: number,
): Promise<Inspected> {
  const { redis, key } = inspecting;
  const { left, right } = trimmedOf(change, total);
  const parts = left + right;
  const undo = await keepable(inspecting, parts, total);
  return {
    parts,
    left: 0,
    total,
    undo,
    step: undo.kind === 'none' && parts > STEP ? STEP : null,
    calls: partCommands(key, change),
    entry: async () => {
      const spans: Span[] = [];
      if (left > 0) spans.push({ start: 0, values: await readSpan(redis, key, 0, left) });
      if (right > 0) {
        const start = total - right;
        spans.push({ start, values: await readSpan(redis, key, start, right) });
      }
      return {
        kind: 'listElements',
        key,
        runs: await runsOf(redis, key, { spans, total }),
        emptied: await emptiedBy(inspecting, parts, total),
      };
    },
  };
}
