import { connectIndexes, type Indexes } from '../arena/connect-indexes.ts';
import { serveIndexes } from '../arena/serve-indexes.ts';

/** Indexes over a real port, but without a worker at its other end. */
export function localIndexes(): Indexes {
  const { port1, port2 } = new MessageChannel();
  serveIndexes(port2);
  return connectIndexes(port1, () => port2.close());
}
