import { contextBridge, ipcRenderer } from 'electron';
import { type CallEnvelope, CHANNELS } from '../src-shared/stream-protocol.ts';

// The preload runs in the page, but this folder is compiled without the DOM.
declare const window: {
  readonly location: { readonly origin: string };
  postMessage(message: unknown, origin: string, transfer: readonly unknown[]): void;
};

/** All that the page gets from Electron: three functions on three fixed channels. No feature ever edits this. */
const bridge = {
  call: (envelope: CallEnvelope): Promise<unknown> => ipcRenderer.invoke(CHANNELS.call, envelope),
  cancel: (id: string): void => ipcRenderer.send(CHANNELS.cancel, id),
  openStream: (envelope: CallEnvelope): void => ipcRenderer.send(CHANNELS.stream, envelope),
};

// Ports cannot cross the context bridge: they reach the page as a message to its own window.
ipcRenderer.on(CHANNELS.port, (event, { id }: { id: string }) => {
  window.postMessage({ t: CHANNELS.port, id }, window.location.origin, event.ports);
});

contextBridge.exposeInMainWorld('redstart', bridge);

export type Bridge = typeof bridge;
