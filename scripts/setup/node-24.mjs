import { delimiter, dirname } from 'node:path';
import { firstThatExists, readJson } from './files.mjs';
import { projectPath } from './project.mjs';
import { answerOf } from './run.mjs';
import { SetupStop, step } from './say.mjs';

/** Where npm puts the Node that the scripts run on, so that tools which need Node 22+ work on 20. */
function nodeInPackages() {
  const ending = process.platform === 'win32' ? '.exe' : '';
  const system = process.platform === 'win32' ? 'win' : process.platform;
  return firstThatExists(
    [`node-${system}-${process.arch}`, `node-bin-${system}-${process.arch}`].map((name) =>
      projectPath('node_modules', name, 'bin', `node${ending}`),
    ),
  );
}

/** The scripts themselves need what Node has had since 20.19. */
export function requireNode(version = process.version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupStop(`Redstart is set up by Node 20.19 or later, and this is ${version}.`, [
    'Install a newer one from https://nodejs.org, then run the same command again.',
  ]);
}

/** The Node for every tool: npm's, else the one we run on when it is new enough. */
export function setUpNode() {
  return step('Node for tools', async () => {
    const path = nodeInPackages();
    const version = path === null ? null : answerOf(path, ['--version']);
    if (path !== null && version !== null) return { text: `ready: ${version}`, path };
    const wanted = readJson(projectPath('node_modules', 'vitest', 'package.json'))?.engines?.node;
    if (!isNewEnough(process.version)) {
      throw new SetupStop(
        `npm has no Node 24 for ${process.platform} ${process.arch}, and this one is ${process.version}.`,
        [`Install Node 24 (the tools ask for ${wanted ?? '22.22 or later'}), then run this again.`],
      );
    }
    return { text: `ready: ${process.version}, the one that runs this`, path: process.execPath };
  });
}

export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 22);
}

/** The environment for tools: their own Node first, the project's commands next. */
export function toolEnvironment(nodePath, env = process.env) {
  const folders = [dirname(nodePath), projectPath('node_modules', '.bin')];
  const { ELECTRON_RUN_AS_NODE: _, ...rest } = env;
  return { ...rest, PATH: [...folders, env.PATH ?? ''].join(delimiter) };
}
