import type { ProtoFile } from '../../../../src-shared/contract/proto-files.ts';
import type { DecodeAnswer } from './decode-by.ts';
import type { DecodeWay } from './decode-way.ts';
import { DECODE_LIMITS } from './decoder.ts';

export interface DecodeQuestion {
  readonly bytes: Uint8Array;
  readonly way: DecodeWay;
}

/** Which messages some .proto files define. */
export interface NamesQuestion {
  readonly files: readonly ProtoFile[];
}

export interface NamesAnswer {
  readonly names: readonly string[];
  /** What is wrong with the files; null: nothing. */
  readonly fault: string | null;
}

export type WorkerQuestion = DecodeQuestion | NamesQuestion;
export type WorkerAnswer = DecodeAnswer | NamesAnswer;

/** The part of a Worker used here. */
export interface DecodeWorker {
  postMessage(question: WorkerQuestion): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<'ready' | WorkerAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

interface Job {
  readonly question: WorkerQuestion;
  readonly answer: (answer: WorkerAnswer) => void;
  readonly fail: (reason: string) => void;
}

export interface DecodeService {
  /** The answer; a job whose signal is aborted before its turn has none. */
  decode(question: DecodeQuestion, signal: AbortSignal): Promise<DecodeAnswer>;
  names(question: NamesQuestion, signal: AbortSignal): Promise<NamesAnswer>;
}

/** Questions one after the other in one worker, which is ended when one takes too long. */
export function createDecodeService(open: () => DecodeWorker): DecodeService {
  const jobs: Job[] = [];
  let worker: DecodeWorker | null = null;
  let isReady = false;
  let running: Job | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const end = (tell: (job: Job) => void): void => {
    clearTimeout(timer);
    if (running !== null) tell(running);
    running = null;
    next();
  };
  const stop = (reason: string): void => {
    worker?.terminate();
    worker = null;
    isReady = false;
    end((job) => job.fail(reason));
  };
  const start = (): DecodeWorker => {
    const opened = open();
    opened.onmessage = ({ data }) => {
      if (data === 'ready') {
        isReady = true;
        next();
      } else end((job) => job.answer(data));
    };
    opened.onerror = ({ message }) => {
      if (running === null) running = jobs.shift() ?? null;
      stop(`the decoder stopped (${message})`);
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
      stop(`it took longer than ${DECODE_LIMITS.milliseconds / 1_000} seconds`);
    }, DECODE_LIMITS.milliseconds);
  }
  const queue = (job: Job, signal: AbortSignal): void => {
    jobs.push(job);
    signal.addEventListener('abort', () => {
      const at = jobs.indexOf(job);
      if (at >= 0) jobs.splice(at, 1);
    });
    next();
  };

  return {
    decode: (question, signal) =>
      new Promise((resolve) => {
        const fail = (reason: string): void => {
          const { chain } = question.way;
          resolve({ outcome: { status: 'failed', chain, reason }, misfit: null, edit: null });
        };
        const answer = (given: WorkerAnswer): void => {
          if ('outcome' in given) resolve(given);
        };
        queue({ question, answer, fail }, signal);
      }),
    names: (question, signal) =>
      new Promise((resolve) => {
        const fail = (fault: string): void => resolve({ names: [], fault });
        const answer = (given: WorkerAnswer): void => {
          if ('names' in given) resolve(given);
        };
        queue({ question, answer, fail }, signal);
      }),
  };
}
