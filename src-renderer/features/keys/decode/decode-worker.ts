import { decodeBy } from './decode-by.ts';
import type { DecodeQuestion } from './decode-service.ts';

self.addEventListener('message', ({ data }: MessageEvent<DecodeQuestion>) => {
  self.postMessage(decodeBy(data.bytes, data.way));
});
self.postMessage('ready');
