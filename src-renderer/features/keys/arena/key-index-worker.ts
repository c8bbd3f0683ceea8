import { serveIndexes } from './serve-indexes.ts';

// The port comes once, with the first message; all else goes over it.
self.addEventListener('message', ({ ports: [port] }) => {
  if (port !== undefined) serveIndexes(port);
});
