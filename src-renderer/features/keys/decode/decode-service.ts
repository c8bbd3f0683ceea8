import type { DecodeAnswer, DecodeWay } from './decode-by.ts';
import { DECODE_LIMITS } from './decoder.ts';

export interface DecodeQuestion {
  readonly bytes: Uint8Array;
  readonly way: DecodeWay;
}

/** The part of a Worker used here. */
export interface DecodeWorker {
  postMessage(question: DecodeQuestion): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<'ready' | DecodeAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

interface Job {
  readonly question: DecodeQuestion;
  readonly answer: (answer: DecodeAnswer) => void;
}

export interface DecodeService {
  /** The answer; a job whose signal is aborted before its turn has none. */
  decode(question: DecodeQuestion, signal: AbortSignal): Promise<DecodeAnswer>;
}

/** Values one after the other in one worker, which is ended when a value takes too long. */
export function createDecodeService(open: () => DecodeWorker): DecodeService {
  const jobs: Job[] = [];
  let worker: DecodeWorker | null = null;
  let isReady = false;
  let running: Job | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const end = (answer: DecodeAnswer): void => {
    clearTimeout(timer);
    running?.answer(answer);
    running = null;
    next();
  };
  const fail = (reason: string): void => {
    worker?.terminate();
    worker = null;
    isReady = false;
    const chain = running?.question.way.chain ?? [];
    end({ outcome: { status: 'failed', chain, reason }, misfit: null });
  };
  const start = (): DecodeWorker => {
    const opened = open();
    opened.onmessage = ({ data }) => {
      if (data === 'ready') {
        isReady = true;
        next();
      } else end(data);
    };
    opened.onerror = ({ message }) => {
      if (running === null) running = jobs.shift() ?? null;
      fail(`the decoder stopped (${message})`);
    };
    return opened;
  };
  function next(): void {
    if (running !== null || jobs.length === 0) return;
    worker ??= start();
    if (!isReady) return;
    running = jobs.shift() ?? null;
    if (running === null) return;
    worker.postMessage(running.question);
    timer = setTimeout(() => {
      fail(`it took longer than ${DECODE_LIMITS.milliseconds / 1_000} seconds`);
    }, DECODE_LIMITS.milliseconds);
  }

  return {
    decode: (question, signal) =>
      new Promise((resolve) => {
        const job: Job = { question, answer: resolve };
        jobs.push(job);
        signal.addEventListener('abort', () => {
          const at = jobs.indexOf(job);
          if (at >= 0) jobs.splice(at, 1);
        });
        next();
      }),
  };
}
