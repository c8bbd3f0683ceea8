import type { Parsed } from '../../../src-shared/contract/index.ts';
import type { JsonCommand, JsonExpected } from '../../../src-shared/contract/json-edits.ts';
import { formatJsonPath, type JsonSteps } from '../../../src-shared/json-path.ts';
import { fitsExpected, pathsOverlap, regionOf } from '../../../src-shared/json-together.ts';
import type { WriteCall } from '../../redis/clients.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { writablePath } from './kept-place.ts';
import { otherType, placesOf } from './remove-json.ts';

/** One of the changes that are made together. */
export interface PlaceChange {
  readonly title: string;
  readonly call: WriteCall;
  /** null: JSON.SET, which replaces what is there. */
  readonly command: JsonCommand | null;
  /** What is compared with what was read, as JSON.GET is to answer there. */
  readonly path: string;
  readonly expected: JsonExpected;
  /** All that it moves. */
  readonly region: string;
  /** What brings it back: the place, or the container that something goes from. */
  readonly keep: string;
  /** The object that a new member is put into. */
  readonly parent: string | null;
}

type Given = Parsed<'json.set'>['changes'][number];

/** How a change is written; throws where its command does not fit what was read, or would write beside. */
export function placeChange(key: Uint8Array, change: Given): PlaceChange {
  if ('path' in change) {
    const { path, value, expected } = change;
    return {
      title: `Changed ${path}`,
      call: ['json.set', key, path, value],
      command: null,
      path,
      expected: { is: 'text', text: expected },
      region: path,
      keep: path,
      parent: null,
    };
  }
  const { steps, command, expected } = change;
  const path = writablePath(steps);
  if (!fitsExpected(command, expected)) throw otherType(path);
  return {
    ...commandAt(key, steps, command, path),
    command,
    path,
    expected:
      expected.is === 'text' && path !== '$'
        ? { is: 'text', text: `[${expected.text}]` }
        : expected,
    region: regionOf(steps, command),
    parent: command.kind === 'add' ? formatJsonPath(steps.slice(0, -1)) : null,
  };
}

function commandAt(
  key: Uint8Array,
  steps: JsonSteps,
  command: JsonCommand,
  path: string,
): Pick<PlaceChange, 'title' | 'call' | 'keep'> {
  const at = (title: string, call: WriteCall) => ({ title, call, keep: path });
  switch (command.kind) {
    case 'add':
      return at(`Added ${path}`, ['json.set', key, path, command.value, 'NX']);
    case 'numincrby':
      return at(`Added ${command.by} to ${path}`, ['json.numincrby', key, path, command.by]);
    case 'strappend':
      return at(`Appended to ${path}`, ['json.strappend', key, path, command.value]);
    case 'arrappend':
      return at(`Appended to ${path}`, ['json.arrappend', key, path, ...command.values]);
    case 'arrinsert':
      return at(`Inserted into ${path}`, [
        'json.arrinsert',
        key,
        path,
        command.index,
        ...command.values,
      ]);
    case 'toggle':
      return at(`Toggled ${path}`, ['json.toggle', key, path]);
    case 'merge':
      return at(`Merged into ${path}`, ['json.merge', key, path, command.value]);
    case 'delete':
    case 'pop': {
      const { call, container, path: gone } = placesOf(key, steps, command);
      return { title: `Deleted ${gone}`, call, keep: container };
    }
  }
}

/**
 * Throws `unsupported` where a command is in the way of another change: by the paths of the document as read, the two
 * would not be the same as one after another. One JSON.SET inside another is, in its order.
 */
export function assertApart(changes: readonly PlaceChange[]): void {
  const commands = changes.filter(({ command }) => command !== null);
  for (const command of commands) {
    const other = changes.find(
      (one) => one !== command && pathsOverlap(one.region, command.region),
    );
    if (other !== undefined)
      throw new AppFailure({
        code: 'unsupported',
        needs: 'changes of places that are apart',
        message: `${command.title} and ${other.title} are in each other’s way: save one first`,
      });
  }
}
