import type { WorkerQuestion } from './decode-service.ts';
import { answerOf } from './worker-answer.ts';

self.addEventListener('message', ({ data }: MessageEvent<WorkerQuestion>) => {
  self.postMessage(answerOf(data));
});
self.postMessage('ready');
