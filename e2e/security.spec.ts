import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, forgetFaults, test } from './fixtures/app.ts';

test('the window is isolated, sandboxed and without Node', async ({ own }) => {
  const preferences = await own.app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    const contents: unknown = window?.webContents;
    if (typeof contents !== 'object' || contents === null) return null;
    const read: unknown = Reflect.get(contents, 'getLastWebPreferences');
    return typeof read === 'function'
      ? Object.fromEntries(Object.entries(Object(read.call(contents))))
      : null;
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
  });
  expect(preferences?.['nodeIntegrationInWorker'] ?? false).toBe(false);
  const globals = await own.page.evaluate(() => ({
    require: typeof Reflect.get(window, 'require'),
    process: typeof Reflect.get(window, 'process'),
    bridge: Object.keys(Reflect.get(window, 'redstart') ?? {}).sort(),
    origin: location.origin,
  }));
  expect(globals).toEqual({
    require: 'undefined',
    process: 'undefined',
    bridge: ['call', 'cancel', 'openStream'],
    origin: 'app://redstart',
  });
});

test('the policy lets nothing in from outside, and no text become markup or code', async ({
  own,
}) => {
  const { page } = own;
  const outcome = await page.evaluate(async () => {
    const attempt = async (run: () => unknown): Promise<string> => {
      try {
        await run();
        return 'done';
      } catch {
        return 'refused';
      }
    };
    return {
      // In a task of its own: what the test's own connection runs at once is exempt from the policy.
      eval: await attempt(
        () =>
          new Promise((done, failed) => {
            setTimeout(() => {
              try {
                done(Reflect.get(window, 'eval')('1'));
              } catch (error) {
                failed(error);
              }
            });
          }),
      ),
      innerHTML: await attempt(() => {
        document.createElement('div').innerHTML = '<b>x</b>';
      }),
      fetch: await attempt(() => fetch('https://example.com/')),
      ownFetch: await attempt(() => fetch('app://redstart/index.html')),
      file: await attempt(() => fetch('file:///etc/hostname')),
      blobWorker: await attempt(() => {
        const url = URL.createObjectURL(new Blob(['postMessage(1)'], { type: 'text/javascript' }));
        return new Worker(url);
      }),
    };
  });
  expect(outcome).toEqual({
    eval: 'refused',
    innerHTML: 'refused',
    fetch: 'refused',
    ownFetch: 'refused',
    file: 'refused',
    blobWorker: 'refused',
  });
  const ran = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener(
          'securitypolicyviolation',
          (event) => resolve(event.effectiveDirective),
          { once: true },
        );
        const image = document.createElement('img');
        image.src = 'https://example.com/pixel.png';
        document.body.append(image);
      }),
  );
  expect(ran).toBe('img-src');
  forgetFaults(page);
});

test('the page comes with its policy in a header, and the protocol serves nothing beside the app', async ({
  own,
}) => {
  const { app } = own;
  const answers = await app.evaluate(async ({ net }) => {
    const read = async (url: string) => {
      try {
        const reply = await net.fetch(url, { bypassCustomProtocolHandlers: false });
        return {
          status: reply.status,
          csp: reply.headers.get('content-security-policy'),
          sniff: reply.headers.get('x-content-type-options'),
        };
      } catch (error) {
        return { status: 0, csp: String(error), sniff: null };
      }
    };
    return {
      page: await read('app://redstart/'),
      escape: await read('app://redstart/%2e%2e/%2e%2e/package.json'),
      double: await read('app://redstart/..%2f..%2fpackage.json'),
      other: await read('app://elsewhere/index.html'),
      unknownType: await read('app://redstart/assets/none.exe'),
      file: await read('file:///etc/hostname'),
      web: await read('http://127.0.0.1:9/'),
    };
  });
  expect(answers.page.status).toBe(200);
  expect(answers.page.sniff).toBe('nosniff');
  for (const part of [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'none'",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ])
    expect(answers.page.csp).toContain(part);
  expect(answers.page.csp).not.toContain('unsafe');
  expect([
    answers.escape.status,
    answers.double.status,
    answers.other.status,
    answers.unknownType.status,
  ]).toEqual([404, 404, 404, 404]);
  expect([answers.file.status, answers.web.status]).toEqual([403, 403]);
});

test('it can neither leave, nor open windows, nor ask for anything', async ({ own }) => {
  const { app, page } = own;
  const opened = await page.evaluate(() => window.open('https://example.com/') === null);
  expect(opened).toBe(true);
  await page.evaluate(() => {
    location.href = 'https://example.com/';
  });
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://example.com/';
    link.target = '_blank';
    document.body.append(link);
    link.click();
    link.remove();
  });
  const permissions = await page.evaluate(async () => ({
    notifications: await Notification.requestPermission(),
    media: await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'granted',
      () => 'denied',
    ),
    geolocation: (await navigator.permissions.query({ name: 'geolocation' })).state,
  }));
  expect(permissions).toEqual({ notifications: 'denied', media: 'denied', geolocation: 'denied' });
  expect(page.url()).toBe('app://redstart/');
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  forgetFaults(page);
});

test('main answers its own page only, and what the contract names only', async ({ own }) => {
  const { app, page } = own;
  const asked = await page.evaluate(async () => {
    const bridge = Reflect.get(window, 'redstart');
    return {
      unknown: await bridge.call({ id: 'a', name: 'fs.readFile', input: {} }),
      inherited: await bridge.call({ id: 'b', name: '__proto__', input: {} }),
      extra: await bridge.call({ id: 'c', name: 'connections.list', input: { host: 'x' } }),
      noEnvelope: await bridge.call('connections.list'),
      asStream: await bridge.call({ id: 'd', name: 'connections.watch', input: {} }),
    };
  });
  for (const answer of Object.values(asked))
    expect(answer).toMatchObject({ ok: false, error: { code: 'input.invalid' } });
  // A page of another origin, even with our preload, gets nothing.
  const foreign = await app.evaluate(async ({ BrowserWindow, app: electronApp }) => {
    const preload = `${electronApp.getAppPath()}/out/preload/preload.cjs`;
    const window = new BrowserWindow({
      show: false,
      webPreferences: { preload, sandbox: true },
    });
    await window.loadURL('data:text/html,<p>foreign</p>');
    const answer: unknown = await window.webContents.executeJavaScript(
      "redstart.call({ id: 'x', name: 'connections.list', input: {} })",
    );
    window.destroy();
    return answer;
  });
  expect(foreign).toMatchObject({ ok: false, error: { message: 'The request was refused' } });
});

test('the password of the server is nowhere the page, the arguments or the disk could show it', async ({
  own,
  server,
}) => {
  const { app, page, userData } = own;
  const seen = await page.evaluate(async () => {
    const bridge = Reflect.get(window, 'redstart');
    const list = await bridge.call({ id: 'l', name: 'connections.list', input: {} });
    return JSON.stringify(list) + document.documentElement.outerHTML;
  });
  expect(seen).not.toContain(server.password);
  const main = await app.evaluate(() => JSON.stringify([process.argv, process.env]));
  expect(main).not.toContain(server.password);
  for (const name of await readdir(userData, { recursive: true })) {
    const content = await readFile(join(userData, name), 'latin1').catch(() => '');
    expect(content.includes(server.password), name).toBe(false);
  }
});
