// One command from a fresh clone to the open window: set-up, build when needed, display, Electron.
import { failWith, say, SetupStop } from './setup/say.mjs';
import { lacksDisplay, setUp } from './setup.mjs';
import { buildWhenChanged } from './start/build.mjs';
import { startDisplay } from './start/display.mjs';
import { appEnvironment, electronArguments, launch, takePicture } from './start/launch.mjs';
import { help, readOptions, withoutSecrets } from './start/options.mjs';

async function start() {
  // npm runs us in the folder of package.json; a picture's name is meant from where the user is.
  const folder = process.env.INIT_CWD ?? process.cwd();
  const options = readOptions(process.argv.slice(2), process.env, folder);
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  const { electron, redisStack, osSandbox, env } = await setUp();
  if (osSandbox === 'blocked' && !options.noOsSandbox) {
    throw new SetupStop('Not started: without a sandbox Chromium refuses to run; see above.');
  }
  await buildWhenChanged(env);
  const display = lacksDisplay() ? await startDisplay() : null;
  if (display !== null)
    say('Display', `none here, so the window is drawn in Xvfb on ${display.name}`);
  say('Redstart', `opening ${whatOpens(options)}`);
  try {
    return await openWindow({ electron, redisStack, osSandbox, options, display });
  } finally {
    await display?.stop();
  }
}

function whatOpens({ url, connect }) {
  if (url !== null) return withoutSecrets(url);
  return connect ? 'the list of connections' : 'the sandbox';
}

async function openWindow({ electron, redisStack, osSandbox, options, display }) {
  const chromiumSandbox = osSandbox === 'on' && options.noOsSandbox !== true;
  const args = electronArguments({ chromiumSandbox, inXvfb: display !== null });
  const env = appEnvironment({ ...process.env, ...display?.env }, options, redisStack);
  if (options.picture !== null) return takePicture(electron.path, args, env, options.picture);
  const { code } = await launch(electron.path, args, env);
  return code;
}

try {
  process.exitCode = await start();
} catch (error) {
  failWith(error);
}
