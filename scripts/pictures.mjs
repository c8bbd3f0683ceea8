// npm run pictures [-- NAME...]: launches the real app on its sandbox, goes to every view with something chosen in it,
// and writes docs/pictures/<view>-<theme>.png.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { scenes } from './pictures/scenes.mjs';
import { projectPath, root } from './setup/project.mjs';
import { failWith, say } from './setup/say.mjs';
import { lacksDisplay, setUp } from './setup.mjs';
import { buildWhenChanged } from './start/build.mjs';
import { startDisplay } from './start/display.mjs';
import { appEnvironment, electronArguments } from './start/launch.mjs';

const folder = projectPath('docs', 'pictures');
const size = { width: 1440, height: 900 };
const filledMs = 60_000;
const stepMs = 20_000;
/** Longer than any transition of the design. */
const settleMs = 500;

async function takePictures(names) {
  const found = await setUp({ forTests: true });
  await buildWhenChanged(found.env);
  const display = lacksDisplay() ? await startDisplay() : null;
  const userData = mkdtempSync(join(tmpdir(), 'redstart-pictures-'));
  try {
    const app = await launch(found, display, userData);
    try {
      await takeAll(await app.firstWindow(), names);
    } finally {
      // A scene leaves something written, which the app asks about before it closes: nobody is there to answer.
      await app.evaluate(({ dialog }) => {
        dialog.showMessageBox = async () => ({ response: 1, checkboxChecked: false });
      });
      await app.close();
    }
  } finally {
    await display?.stop();
    rmSync(userData, { recursive: true, force: true });
  }
}

async function launch({ env, redisStack, osSandbox }, display, userData) {
  // Playwright asks the electron package; see e2e/fixtures/how-to-launch.ts.
  Object.assign(process.env, env);
  // Only there once the set-up has installed it.
  const { _electron } = await import('@playwright/test');
  const chromiumSandbox = osSandbox === 'on';
  return await _electron.launch({
    chromiumSandbox,
    args: electronArguments({ chromiumSandbox, inXvfb: display !== null }),
    cwd: root,
    env: {
      ...appEnvironment(
        { ...process.env, ...display?.env },
        { url: null, picture: null },
        redisStack,
      ),
      REDSTART_USER_DATA: userData,
      REDSTART_WINDOW: `${size.width}x${size.height}`,
      REDSTART_TRAFFIC: '0',
    },
  });
}

async function takeAll(page, names) {
  page.setDefaultTimeout(stepMs);
  await page.locator('html[data-filled]').waitFor({ state: 'attached', timeout: filledMs });
  // A window as large as its screen may be drawn a pixel smaller.
  await page.setViewportSize(size);
  mkdirSync(folder, { recursive: true });
  for (const { name, show } of scenes.filter((scene) => isWanted(scene, names))) {
    await setTheme(page, 'dark');
    await show(page);
    await hideTooltip(page);
    for (const theme of ['dark', 'light']) {
      await setTheme(page, theme);
      await pause(settleMs);
      const png = await page.screenshot({ caret: 'hide' });
      const file = `${name}-${theme}.png`;
      writeFileSync(join(folder, file), png);
      say('Picture', `docs/pictures/${file} (${Math.round(png.length / 1024)} KB)`);
    }
  }
}

const isWanted = ({ name }, names) => names.length === 0 || names.includes(name);

/** A tooltip belongs to the pointer or to the focus, and neither is in a picture. */
async function hideTooltip(page) {
  await page.mouse.move(size.width / 2, 2);
  await page.evaluate(() => {
    const focused = document.activeElement;
    if (focused instanceof HTMLButtonElement) focused.blur();
  });
}

/** As the theme menu does, which a dialog would be in the way of. */
async function setTheme(page, theme) {
  await page.evaluate((name) => {
    document.documentElement.dataset.theme = name;
  }, theme);
}

try {
  await takePictures(process.argv.slice(2));
} catch (error) {
  failWith(error);
}
