import type { DecodeQuestion } from './decode-service.ts';
import { decodeValue } from './decode-value.ts';

self.addEventListener('message', ({ data }: MessageEvent<DecodeQuestion>) => {
  self.postMessage(decodeValue(data.bytes, data.choice));
});
self.postMessage('ready');
