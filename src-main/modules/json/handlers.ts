import type { Handlers } from '../../rpc/handler-types.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import { incrementJson, setJson } from './change-json.ts';
import { getJson } from './get-json.ts';
import { needsJson, needsPlainPath } from './read-path.ts';

export function createJsonHandlers({
  journal,
}: {
  readonly journal: UndoJournal;
}): Pick<Handlers, 'json.get' | 'json.set' | 'json.increment'> {
  return {
    'json.get': async (input, { redis, session }) => {
      needsJson(session);
      return await getJson(redis, input);
    },
    'json.set': async (input, { redis, session }) => {
      needsJson(session);
      needsPlainPath(input.path);
      return await setJson({ redis, session, journal }, input);
    },
    'json.increment': async (input, { redis, session }) => {
      needsJson(session);
      needsPlainPath(input.path);
      return await incrementJson({ redis, session, journal }, input);
    },
  };
}
