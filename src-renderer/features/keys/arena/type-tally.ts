import { grown, newUint8 } from './growing.ts';
import { type Folders, ROOT } from './folders.ts';

/** What became of a key when it was looked at: a type, or that it is not there, or not for this user. */
export type KeyMark = { readonly type: string } | 'gone' | 'refused';

const UNKNOWN = 0;
const MOST_TYPES = 250;
const GONE = 252;
const REFUSED = 253;
const REMOVED = 254;

/** One byte a key for its type, and for folders the types met below them. */
export class TypeTally {
  #folders: Folders;
  readonly #types: string[] = [];
  #marks = newUint8(1_024);
  readonly #tallies = new Map<number, Map<number, number>>();
  /** Every key is of this type: the server was asked for no other. */
  readonly #only: number;

  constructor(folders: Folders, only: string | null) {
    this.#folders = folders;
    this.#only = only === null ? UNKNOWN : this.#numberOf(only);
  }

  get heldBytes(): number {
    return this.#marks.byteLength;
  }

  /** A key that was just listed, new or there again. */
  list(key: number): void {
    this.#marks = grown(this.#marks, key + 1, newUint8);
    this.#marks[key] = this.#only;
  }

  set(key: number, folder: number, mark: KeyMark): void {
    if (this.isRemoved(key)) return;
    this.#count(folder, this.#marks[key] ?? UNKNOWN, -1);
    const next = mark === 'gone' ? GONE : mark === 'refused' ? REFUSED : this.#numberOf(mark.type);
    this.#marks[key] = next;
    this.#count(folder, next, 1);
  }

  /** Other folders: nothing is counted in them yet. */
  regroup(folders: Folders): void {
    this.#folders = folders;
    this.#tallies.clear();
  }

  /** Counts what is known of a key in the folder it is in now. */
  tally(key: number, folder: number): void {
    this.#count(folder, this.#marks[key] ?? UNKNOWN, 1);
  }

  remove(key: number, folder: number): void {
    this.#count(folder, this.#marks[key] ?? UNKNOWN, -1);
    this.#marks[key] = REMOVED;
  }

  isRemoved(key: number): boolean {
    return this.#marks[key] === REMOVED;
  }

  /** Looked at, and it was there and could be read. */
  isPresent(key: number): boolean {
    const mark = this.#marks[key] ?? UNKNOWN;
    return mark !== UNKNOWN && mark <= MOST_TYPES;
  }

  /** Taken out, or met as gone. */
  isGone(key: number): boolean {
    return this.#marks[key] === GONE || this.isRemoved(key);
  }

  isUnknown(key: number): boolean {
    return this.#marks[key] === UNKNOWN;
  }

  /** null: not looked at yet. */
  markOf(key: number): KeyMark | null {
    const mark = this.#marks[key] ?? UNKNOWN;
    if (mark === GONE) return 'gone';
    if (mark === REFUSED) return 'refused';
    const type = this.#types[mark - 1];
    return type === undefined ? null : { type };
  }

  /** The types met below a folder, most frequent first. */
  typesOf(folder: number): readonly string[] {
    if (this.#only !== UNKNOWN) return this.#types.slice(0, 1);
    return [...(this.#tallies.get(folder) ?? [])]
      .filter(([, count]) => count > 0)
      .sort(([, a], [, b]) => b - a)
      .flatMap(([number]) => this.#types[number - 1] ?? []);
  }

  /** Whether any type is known below a folder. */
  hasTypes(folder: number): boolean {
    if (this.#only !== UNKNOWN) return true;
    for (const count of this.#tallies.get(folder)?.values() ?? []) if (count > 0) return true;
    return false;
  }

  /** A server has some twenty types; one that answers hundreds gets the rest shown as its last. */
  #numberOf(type: string): number {
    const known = this.#types.indexOf(type);
    if (known >= 0) return known + 1;
    if (this.#types.length < MOST_TYPES) this.#types.push(type);
    return this.#types.length;
  }

  #count(folder: number, mark: number, change: number): void {
    if (mark === UNKNOWN || mark > MOST_TYPES || this.#only !== UNKNOWN) return;
    for (let at = folder; ; at = this.#folders.parentOf(at)) {
      const tally = this.#tallies.get(at) ?? new Map<number, number>();
      tally.set(mark, (tally.get(mark) ?? 0) + change);
      this.#tallies.set(at, tally);
      if (at === ROOT) return;
    }
  }
}
