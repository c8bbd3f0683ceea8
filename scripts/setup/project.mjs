import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

/** The folder that holds package.json. */
export const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '');

/** Everything that set-up fetches or makes lives here, out of git; removing it undoes set-up. */
export const cache = join(root, '.cache');

export const cachePath = (...parts) => join(cache, ...parts);
export const projectPath = (...parts) => join(root, ...parts);
