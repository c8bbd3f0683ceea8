import type { App, Session, WebContents } from 'electron';

/** Items 5, 11 to 15 of Electron's security checklist: everything the page could ask for is refused. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback({}));
  session.on('will-download', (event) => event.preventDefault());
  session.setSpellCheckerEnabled(false);
}

function hardenContents(contents: WebContents, devOrigin: string | null): void {
  const leaves = (url: string): boolean => devOrigin === null || new URL(url).origin !== devOrigin;
  contents.on('will-navigate', (event) => {
    if (leaves(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (leaves(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

export function hardenApp(app: App, devOrigin: string | null): void {
  app.on('web-contents-created', (_event, contents) => hardenContents(contents, devOrigin));
}
