import type { Parsed } from '../../../src-shared/contract/index.ts';
import type { JsonCommand } from '../../../src-shared/contract/json-edits.ts';
import type { JsonSteps } from '../../../src-shared/json-path.ts';
import { pathsOverlap, regionOf, resultOf } from '../../../src-shared/json-together.ts';
import type { WriteCall } from '../../redis/clients.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { commandOf, otherType, placesOf } from './edit-json.ts';
import { writablePath } from './kept-place.ts';

/** One of the changes that are made together. */
export interface PlaceChange {
  readonly title: string;
  readonly call: WriteCall;
  /** JSON.SET, which replaces what is there. */
  readonly isSet: boolean;
  /** What is compared with what was read, and what JSON.GET is to answer there. */
  readonly path: string;
  readonly expected: string;
  /** All that it moves. */
  readonly region: string;
  /** What brings it back: the place, or the container that something goes from. */
  readonly keep: string;
}

type Given = Parsed<'json.set'>['changes'][number];

/** How a change is written; throws where its command does not fit what was read, or would write beside. */
export function placeChange(key: Uint8Array, change: Given): PlaceChange {
  if ('path' in change) {
    const { path, value, expected } = change;
    const call: WriteCall = ['json.set', key, path, value];
    return {
      title: `Changed ${path}`,
      call,
      isSet: true,
      path,
      expected,
      region: path,
      keep: path,
    };
  }
  const { steps, command, expected } = change;
  const path = writablePath(steps);
  if (resultOf(command, expected) === null) throw otherType(path);
  return {
    ...commandAt(key, steps, command, path),
    isSet: false,
    path,
    expected: path === '$' ? expected : `[${expected}]`,
    region: regionOf(steps, command),
  };
}

function commandAt(
  key: Uint8Array,
  steps: JsonSteps,
  command: JsonCommand,
  path: string,
): Pick<PlaceChange, 'title' | 'call' | 'keep'> {
  if (command.kind !== 'delete' && command.kind !== 'pop')
    return { ...commandOf(command, key, path), keep: path };
  const { call, container, path: gone } = placesOf(key, steps, command);
  return { title: `Deleted ${gone}`, call, keep: container };
}

/**
 * Throws `unsupported` where a command is in the way of another change: by the paths of the document as read, the two
 * would not be the same as one after another. One JSON.SET inside another is, in its order.
 */
export function assertApart(changes: readonly PlaceChange[]): void {
  const commands = changes.filter(({ isSet }) => !isSet);
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
