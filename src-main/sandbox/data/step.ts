export type Argument = string | Buffer | number;
export type Command = readonly [name: string, ...args: Argument[]];

/**
 * What one key (or index) gets. `over`: written over what is there. `afresh`: the key is removed first, for commands
 * that would add to it. `if-missing`: only where the key is gone.
 */
export interface Step {
  readonly key: string | Buffer;
  readonly write: 'over' | 'afresh' | 'if-missing';
  readonly commands: readonly Command[];
  /** Error replies that are no failure. */
  readonly tolerates?: RegExp;
}

export interface DataContext {
  readonly nowMs: number;
  /** Whether the server has the command, by its lower-case name. */
  readonly has: (command: string) => boolean;
}

/** Keys that belong together; its own seed keeps its data the same whatever the other families do. */
export interface Family {
  readonly name: string;
  /** Its keys end by TTL: it is looked after on each opening, the others are written once. */
  readonly shortLived: boolean;
  readonly steps: (context: DataContext) => Iterable<Step>;
}

export function* chunks<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}

/** A string written over what is there. */
export const setString = (key: string | Buffer, value: Argument): Step => ({
  key,
  write: 'over',
  commands: [['set', key, value]],
});

/** The fixed words of a command, as one would type them. */
export const words = (text: string): readonly string[] => text.split(' ');

export const isoTime = (ms: number): string => new Date(ms).toISOString();
export const isoDay = (ms: number): string => isoTime(ms).slice(0, 10);
