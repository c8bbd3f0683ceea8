import { ipcMain, MessageChannelMain, type WebContents } from 'electron';
import type { Result } from '../../src-shared/result.ts';
import { type CallEnvelope, CHANNELS, type FromSource } from '../../src-shared/stream-protocol.ts';
import { log } from '../log.ts';
import type { Dispatch } from './dispatch.ts';
import { isTrustedSender } from './sender.ts';
import { serveStream } from './serve-stream.ts';

/** More than this at once from one window is a fault of ours or an attack. */
const MOST_IN_FLIGHT = 500;

function readEnvelope(message: unknown): CallEnvelope | null {
  if (typeof message !== 'object' || message === null) return null;
  if (!('id' in message) || !('name' in message)) return null;
  const { id, name } = message;
  if (typeof id !== 'string' || id.length > 64 || typeof name !== 'string') return null;
  return { id, name, input: 'input' in message ? message.input : undefined };
}

const refused = {
  ok: false,
  error: { code: 'input.invalid', issues: ['refused'], message: 'The request was refused' },
} satisfies Result<never>;

/** The only place that listens to the renderer. */
export function registerRpc(dispatch: Dispatch, devOrigin: string | null): void {
  const inFlight = new Map<WebContents, Map<string, AbortController>>();

  function begin(sender: WebContents, id: string): AbortController | null {
    let calls = inFlight.get(sender);
    if (calls === undefined) {
      const fresh = new Map<string, AbortController>();
      inFlight.set(sender, fresh);
      calls = fresh;
      const abortAll = (): void => {
        for (const controller of fresh.values()) controller.abort();
        fresh.clear();
      };
      // A reload leaves no one to answer, and streams of the old page must end.
      sender.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
        if (isMainFrame && !isSameDocument) abortAll();
      });
      sender.once('destroyed', () => {
        abortAll();
        inFlight.delete(sender);
      });
      sender.on('render-process-gone', abortAll);
    }
    if (calls.has(id) || calls.size >= MOST_IN_FLIGHT) return null;
    const controller = new AbortController();
    calls.set(id, controller);
    return controller;
  }

  ipcMain.handle(CHANNELS.call, async (event, message: unknown) => {
    const envelope = readEnvelope(message);
    if (envelope === null || !isTrustedSender(event.senderFrame, devOrigin)) return refused;
    const controller = begin(event.sender, envelope.id);
    if (controller === null) return refused;
    try {
      return await dispatch.call(envelope.name, envelope.input, controller.signal);
    } finally {
      inFlight.get(event.sender)?.delete(envelope.id);
    }
  });

  ipcMain.on(CHANNELS.cancel, (event, id: unknown) => {
    if (typeof id !== 'string' || !isTrustedSender(event.senderFrame, devOrigin)) return;
    inFlight.get(event.sender)?.get(id)?.abort();
  });

  ipcMain.on(CHANNELS.stream, (event, message: unknown) => {
    const envelope = readEnvelope(message);
    if (envelope === null || !isTrustedSender(event.senderFrame, devOrigin)) return;
    const { sender } = event;
    const { port1, port2 } = new MessageChannelMain();
    sender.postMessage(CHANNELS.port, { id: envelope.id }, [port2]);
    const controller = begin(sender, envelope.id);
    if (controller === null) {
      // The reader waits for this port: without a word it would wait for ever.
      port1.postMessage({ t: 'error', error: refused.error } satisfies FromSource);
      port1.close();
      return;
    }
    serveStream(
      port1,
      (signal) => dispatch.stream(envelope.name, envelope.input, signal),
      controller,
    )
      .catch((error: unknown) => log.error('stream', error))
      .finally(() => inFlight.get(sender)?.delete(envelope.id));
  });
}
