import type { Bookmarks } from '../../../../src-shared/contract/bookmarks.ts';
import type { Item, Input } from '../../../../src-shared/contract/index.ts';
import type { KeyFacts } from '../../../../src-shared/contract/keys.ts';
import { toBinaryString, toBytes } from '../../../../src-shared/redis-value.ts';
import { type AppError, ok } from '../../../../src-shared/result.ts';
import type { FakeAnswers } from '../../../client/fake-client.ts';
import { StreamFailure } from '../../../client/stream-failure.ts';

type Page = Item<'keys.scan'>;

/** Names of one page, packed as main sends them. */
export function packNames(names: readonly Uint8Array[]): Pick<Page, 'names' | 'ends'> {
  const bytes = new Uint8Array(names.reduce((sum, name) => sum + name.length, 0));
  const ends = new Uint32Array(names.length);
  let at = 0;
  names.forEach((name, i) => {
    bytes.set(name, at);
    at += name.length;
    ends[i] = at;
  });
  return { names: bytes, ends };
}

/** What SCAN MATCH takes of a glob: stars, and backslashes before what is meant. */
function toPattern(glob: string): RegExp {
  const source = glob.replaceAll(/\\(.)|\*|[^*\\]/gsu, (part, escaped?: string) =>
    part === '*' ? '.*' : (escaped ?? part).replace(/[\\^$.|?+()[\]{}*]/u, String.raw`\$&`),
  );
  return new RegExp(`^${source}$`, 'su');
}

/** A keyspace that is scanned page by page, each page when the test lets it. */
export function createFakeServer(pageSize = 10) {
  const keys = new Map<string, KeyFacts>();
  const scans: Input<'keys.scan'>[] = [];
  const described: string[][] = [];
  const measured: string[][] = [];
  // Pages that may still go through, and the scans that wait for one.
  const gate = { permits: Infinity, waiting: new Array<() => void>() };
  let failure: AppError | null = null;
  let runId = 'a1';
  let describeFailure: AppError | null = null;
  let marked: Bookmarks = { favourites: [], recent: [], notes: [] };

  async function* scan(input: Input<'keys.scan'>): AsyncGenerator<Page> {
    scans.push(input);
    const all = [...keys.keys()];
    const pattern = input.match === null ? null : toPattern(toBinaryString(input.match));
    const [place] = input.resume ?? [];
    // As main does: a cursor of another server is no use.
    let isAnew = place !== undefined && place.runId !== runId;
    let at = place === undefined || isAnew ? 0 : Number(place.cursor);
    do {
      while (gate.permits <= 0) await new Promise<void>((resolve) => gate.waiting.push(resolve));
      gate.permits -= 1;
      if (failure !== null) throw new StreamFailure(failure);
      const part = all.slice(at, at + pageSize);
      at += pageSize;
      const found = part.filter((name) => {
        const facts = keys.get(name);
        const type = facts?.state === 'present' ? facts.type : null;
        return (
          (pattern === null || pattern.test(name)) && (input.type === null || input.type === type)
        );
      });
      const done = at >= all.length;
      yield {
        ...packNames(found.map(binary)),
        scanned: Math.min(at, all.length),
        of: all.length,
        cursors: [{ node: 'server', cursor: done ? '0' : String(at), scanned: at, done, runId }],
        done,
        isAnew,
      };
      isAnew = false;
    } while (at < all.length);
  }

  const answers: FakeAnswers = {
    'keys.scan': scan,
    'keys.describe': ({ keys: names }) => {
      described.push(names.map(toBinaryString));
      if (describeFailure !== null) return { ok: false, error: describeFailure };
      return ok(names.map((name) => keys.get(toBinaryString(name)) ?? { state: 'gone' as const }));
    },
    // More than main names: the list scans again.
    'jobs.touched': () => ok({ there: [], gone: packNames([]), isAll: false }),
    'bookmarks.get': () => ok(marked),
    'bookmarks.noteOpened': () => ok(marked),
    'bookmarks.setFavourite': ({ kind, name, on }) => {
      marked = { ...marked, favourites: on ? [{ kind, name }] : [] };
      return ok(marked);
    },
    'bookmarks.setNote': ({ kind, name, text }) => {
      marked = { ...marked, notes: text === '' ? [] : [{ kind, name, text }] };
      return ok(marked);
    },
    'keys.measure': ({ keys: names }) => {
      measured.push(names.map(toBinaryString));
      return ok(names.map((name) => (keys.has(toBinaryString(name)) ? name.length : null)));
    },
  };
  return {
    answers,
    /** What was asked, in order. */
    scans,
    described,
    measured,
    set(names: readonly string[], type = 'string'): void {
      for (const name of names)
        keys.set(toBinaryString(toBytes(name)), { state: 'present', type, ttlMs: null, length: 1 });
    },
    setFacts(name: string, facts: KeyFacts): void {
      keys.set(toBinaryString(toBytes(name)), facts);
    },
    delete(name: string): void {
      keys.delete(toBinaryString(toBytes(name)));
    },
    /** From now on a page goes through only when the test lets it. */
    hold(): void {
      gate.permits = 0;
    },
    /** Lets so many pages through: all of them without a number. */
    release(pages = Infinity): void {
      gate.permits += pages;
      for (const go of gate.waiting.splice(0)) go();
    },
    /** Another server takes its place, with these keys. */
    replace(names: readonly string[]): void {
      runId = 'b2';
      keys.clear();
      this.set(names);
    },
    describeFails(error: AppError | null): void {
      describeFailure = error;
    },
    failWith(error: AppError | null): void {
      failure = error;
    },
  };
}

function binary(name: string): Uint8Array {
  return Uint8Array.from(name, (character) => character.charCodeAt(0));
}
