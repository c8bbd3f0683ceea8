import { toBytes } from '../../../src-shared/redis-value.ts';
import type { MarkedName } from './arena/bookmark-marks.ts';
import { type Indexes, type RemoteIndex, unlessClosed } from './arena/connect-indexes.ts';
import { everything, isEverything, type Scope } from './filter-text.ts';
import type { KeyScan } from './scan/key-scan.ts';

/** A scan and the index it fills. */
export interface Listing {
  readonly scope: Scope;
  readonly index: RemoteIndex;
  readonly scan: KeyScan;
}

export interface ListingsOptions {
  readonly indexes: Indexes;
  readonly separators: readonly string[];
  readonly createScan: (index: RemoteIndex, scope: Scope) => KeyScan;
}

/**
 * The list of all keys, and beside it the one that a pattern or a type asked of the server made. The first is kept: taking
 * the pattern away shows it as it was. Only one of the two scans runs at a time.
 */
export function createListings({ indexes, separators: first, createScan }: ListingsOptions) {
  let separators = first.map(toBytes);
  let narrowed: Listing | null = null;
  // Stopped by us, not by the user: it goes on when it is on screen again.
  let isHeld = false;
  // It was not on screen when more was changed than could be taken over by name.
  let isStale = false;

  let marked: readonly MarkedName[] = [];

  function open(scope: Scope): Listing {
    const index = indexes.open({ separators, ...scope });
    if (marked.length > 0) void unlessClosed(index.setBookmarks(marked));
    return { scope, index, scan: createScan(index, scope) };
  }
  const all = open(everything);

  function leaveNarrowed(): void {
    narrowed?.scan.stop();
    narrowed?.index.close();
    narrowed = null;
  }

  return {
    current: (): Listing => narrowed ?? all,
    /** Both, for what happened to keys by name. */
    each: (): readonly Listing[] => (narrowed === null ? [all] : [all, narrowed]),
    show(scope: Scope): void {
      leaveNarrowed();
      if (isEverything(scope)) {
        const { status } = all.scan.state();
        if (isStale && (isHeld || status === 'done')) all.scan.start();
        else if (isHeld || status === 'idle') all.scan.resume();
        isHeld = false;
        isStale = false;
        return;
      }
      if (all.scan.state().status === 'running') {
        all.scan.stop();
        isHeld = true;
      }
      narrowed = open(scope);
      narrowed.scan.start();
    },
    /** Much is another way by now: what was scanned is scanned again, but not what the user stopped. */
    rescan(): void {
      isStale = narrowed !== null;
      const { scan } = narrowed ?? all;
      const { status } = scan.state();
      if (status === 'done' || status === 'running') scan.start();
    },
    /** Divides what is listed by these from now on, without a scan. */
    async regroup(next: readonly string[]): Promise<void> {
      separators = next.map(toBytes);
      const there = narrowed === null ? [all] : [all, narrowed];
      await Promise.all(there.map(({ index }) => unlessClosed(index.regroup(separators))));
    },
    /** Favourites and notes are shown in every list. */
    async setBookmarks(next: readonly MarkedName[]): Promise<void> {
      marked = next;
      const there = narrowed === null ? [all] : [all, narrowed];
      await Promise.all(there.map(({ index }) => unlessClosed(index.setBookmarks(next))));
    },
    dispose(): void {
      all.scan.stop();
      leaveNarrowed();
      indexes.dispose();
    },
  };
}

export type Listings = ReturnType<typeof createListings>;
