// The floor: what any Electron app pays, with an empty page and nothing of its own.
const { app, BrowserWindow } = require('electron');

app.setPath('userData', process.env.REDSTART_USER_DATA);
app.on('window-all-closed', () => app.quit());
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1440, height: 900, show: false });
  window.once('ready-to-show', () => window.show());
  void window.loadFile('index.html');
});
