import { call } from './call.ts';
import type { Client } from './client.ts';
import { openStream } from './open-stream.ts';

/** The client of the running app. */
export function createElectronClient(): Client {
  const bridge = window.redstart;
  return {
    call: (name, input, options) => call(bridge, name, input, options),
    stream: (name, input, options) => openStream(bridge, name, input, options),
  };
}
