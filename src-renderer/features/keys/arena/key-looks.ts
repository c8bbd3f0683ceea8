import { ROOT } from './folders.ts';
import type { ReadFigures } from './key-figures.ts';
import type { KeySet } from './key-set.ts';
import type { NameFilter } from './name-filter.ts';
import type { RowRef } from './rows.ts';
import { sampleBelow } from './sample.ts';
import type { KeyMark } from './type-tally.ts';

/** A key with its name, for asking the server about it. */
export interface NamedKey {
  readonly id: number;
  readonly name: Uint8Array;
}

/** What was found out about a key. */
export interface KeyFinding {
  readonly id: number;
  readonly mark: KeyMark;
  /** Of a key that is there. */
  readonly figures?: ReadFigures | undefined;
}

export interface DescribeQuery {
  readonly most: number;
  /** TTL and length are wanted too, also of keys whose type is known. */
  readonly figures: boolean;
}

export interface UnreadQuery {
  readonly what: 'ttl' | 'size';
  /** Keys with a higher number than this. */
  readonly after: number;
  readonly most: number;
}

/** Which keys the server is to be asked about, and what came of it. */
export class KeyLooks {
  readonly #keys: KeySet;
  /** Keys to look at again when they are in view: their time is up, or only a sample of them was taken. */
  readonly #due = new Set<number>();
  readonly #samples = new Set<number>();
  /** By folder, how many keys it had when some were looked at for their types. */
  readonly #sampledAt = new Map<number, number>();

  constructor(keys: KeySet) {
    this.#keys = keys;
  }

  /** Keys in view not looked at yet, then a few below each folder in view, for its types. */
  toDescribe(rows: readonly RowRef[], { most, figures }: DescribeQuery): NamedKey[] {
    const { types, figures: known } = this.#keys;
    const isDue = (id: number): boolean =>
      types.isUnknown(id) ||
      (this.#due.has(id) && !types.isRemoved(id)) ||
      (figures && types.isPresent(id) && !known.isRead(id));
    const ids = rows.flatMap(({ kind, id }) => (kind === 'key' && isDue(id) ? [id] : []));
    const room = Math.max(0, most - ids.length);
    const samples = sampleBelow(this.#keys, this.#notSampled(rows)).slice(0, room);
    for (const id of samples) this.#samples.add(id);
    return this.#named([...new Set([...ids, ...samples])].slice(0, most));
  }

  /** Keys in view whose size is not known. */
  toMeasure(rows: readonly RowRef[], most: number): NamedKey[] {
    const { types, figures } = this.#keys;
    const ids = rows.flatMap(({ kind, id }) =>
      kind === 'key' && !types.isGone(id) && !figures.isMeasured(id) ? [id] : [],
    );
    return this.#named(ids.slice(0, most));
  }

  /** Keys of which this has not been read, in the order of their numbers. */
  unread(isWanted: (key: number) => boolean, { what, after, most }: UnreadQuery): NamedKey[] {
    const { names, types, figures } = this.#keys;
    const ids: number[] = [];
    for (let key = after + 1; key < names.count && ids.length < most; key++) {
      const isKnown = what === 'ttl' ? figures.isRead(key) : figures.isMeasured(key);
      if (!isKnown && !types.isGone(key) && isWanted(key)) ids.push(key);
    }
    return this.#named(ids);
  }

  mark(findings: readonly KeyFinding[]): void {
    for (const { id, mark, figures } of findings) {
      this.#keys.mark(id, mark);
      if (figures !== undefined) this.#keys.figures.read(id, figures);
      this.#due.delete(id);
      // A sample tells of its folder; what became of it is seen when its own row is.
      if (this.#samples.delete(id)) this.#due.add(id);
    }
  }

  /** The time of these keys is up: they are looked at again when they are in view. */
  expire(ids: readonly number[]): void {
    for (const id of ids) this.#due.add(id);
  }

  /** A folder of which all keys that were looked at are gone knows no types: what is left of it is sampled again. */
  forget(removed: ReadonlySet<number>): void {
    const { folders, folderOf, types } = this.#keys;
    for (const key of removed)
      for (
        let at = folderOf[key] ?? ROOT;
        at !== ROOT && !types.hasTypes(at);
        at = folders.parentOf(at)
      )
        this.#sampledAt.delete(at);
  }

  /** Folders have other numbers now. */
  forgetFolders(): void {
    this.#sampledAt.clear();
  }

  #named(ids: readonly number[]): NamedKey[] {
    return ids.map((id) => ({ id, name: this.#keys.names.copy(id) }));
  }

  /** Folders not sampled since they were a tenth of what they are; each counts as sampled from now on. */
  #notSampled(rows: readonly RowRef[]): number[] {
    const { folders } = this.#keys;
    const due = rows.flatMap(({ kind, id }) => {
      const sampled = this.#sampledAt.get(id) ?? 0;
      return kind === 'folder' && folders.totalOf(id) > sampled * 10 ? [id] : [];
    });
    for (const folder of due) this.#sampledAt.set(folder, folders.totalOf(folder));
    return due;
  }
}

/** Says of each key whether it is one of these rows or below one of them, and matches. */
export function belongsTo(
  { folders, folderOf, types }: KeySet,
  filter: NameFilter | null,
  refs: readonly RowRef[],
): (key: number) => boolean {
  const chosen = new Set(refs.flatMap(({ kind, id }) => (kind === 'key' ? [id] : [])));
  const isChosen = new Uint8Array(folders.count);
  for (const { kind, id } of refs) if (kind === 'folder') isChosen[id] = 1;
  for (let folder = ROOT + 1; folder < folders.count; folder++)
    if (isChosen[folders.parentOf(folder)] === 1) isChosen[folder] = 1;
  return (key) =>
    !types.isRemoved(key) &&
    (filter === null || filter.has(key)) &&
    (chosen.has(key) || isChosen[folderOf[key] ?? ROOT] === 1);
}
