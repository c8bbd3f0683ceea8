// Loaded into Electron's main process by `electron -r`, before the app and beside it, so that what is measured is the
// app as it is, and the empty window in the same way.
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { app } = require('electron');
const { answerParent } = require('./answer-parent.cjs');

const delays = monitorEventLoopDelay({ resolution: 1 });
delays.enable();

const tell = (mark) => process.send({ mark });

// As the app itself says `app.filled`: once the frames that show it have been drawn.
const untilFilled = `new Promise((done) => {
  const root = document.documentElement;
  const check = () => {
    if (root.dataset.filled === undefined) return;
    observer.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(done));
  };
  const observer = new MutationObserver(check);
  observer.observe(root, { attributes: true, attributeFilter: ['data-filled'] });
  check();
}).then(() => true)`;

let shown = null;
let contents = null;

app.on('browser-window-created', (_event, window) => {
  if (contents !== null) return;
  shown = window;
  contents = window.webContents;
  window.once('ready-to-show', () => tell('shown'));
  contents.once('dom-ready', () => {
    tell('loaded');
    // Not contents.executeJavaScript: that one waits for the end of loading.
    contents.mainFrame.executeJavaScript(untilFilled).then(
      () => tell('filled'),
      () => undefined,
    );
  });
});

answerParent({
  run: ({ script }) => contents.mainFrame.executeJavaScript(script, true),
  focus() {
    shown.focus();
    contents.focus();
  },
  text: ({ text }) => contents.insertText(text),
  key({ keyCode, modifiers = [] }) {
    for (const type of ['keyDown', 'char', 'keyUp'])
      contents.sendInputEvent({ type, keyCode, modifiers });
  },
  metrics: () =>
    app.getAppMetrics().map(({ type, memory }) => ({ name: type, kb: memory.workingSetSize })),
  /** The delays of this process's event loop from here on; the 99th of a hundred, in ms, when asked again. */
  lag() {
    const p99 = delays.percentile(99) / 1e6;
    delays.reset();
    return p99;
  },
  quit: () => app.quit(),
});
