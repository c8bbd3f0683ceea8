import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BY_LOOKS } from './decode-way.ts';
import { DECODE_LIMITS } from './decoder.ts';
import {
  createDecodeService,
  type DecodeQuestion,
  type DecodeWorker,
  type WorkerQuestion,
} from './decode-service.ts';
import { answerOf } from './worker-answer.ts';

/** A worker in the same thread; `hangs` never answers. */
class LocalWorker implements DecodeWorker {
  onmessage: DecodeWorker['onmessage'] = null;
  onerror: DecodeWorker['onerror'] = null;
  isEnded = false;
  readonly asked: WorkerQuestion[] = [];
  readonly hangs: boolean;

  constructor(hangs: boolean) {
    this.hangs = hangs;
    queueMicrotask(() => this.onmessage?.(new MessageEvent('message', { data: 'ready' })));
  }

  postMessage(question: WorkerQuestion): void {
    this.asked.push(question);
    if (this.hangs) return;
    const data = answerOf(question);
    queueMicrotask(() => this.onmessage?.(new MessageEvent('message', { data })));
  }

  terminate(): void {
    this.isEnded = true;
  }
}

const bytes = new TextEncoder().encode('{"a":1}');
const question: DecodeQuestion = { bytes, way: BY_LOOKS };
const { signal } = new AbortController();

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the decoders’ worker', () => {
  it('is opened once, and answers', async () => {
    const opened: LocalWorker[] = [];
    const service = createDecodeService(() => {
      const worker = new LocalWorker(false);
      opened.push(worker);
      return worker;
    });
    expect(opened).toEqual([]);
    const answers = await Promise.all([
      service.decode(question, signal),
      service.decode({ bytes, way: { chain: ['gzip'], isRule: false } }, signal),
    ]);
    expect(answers.map(({ outcome }) => outcome.status)).toEqual(['decoded', 'failed']);
    expect(opened).toHaveLength(1);
  });

  it('says which messages are in .proto files, or what is wrong with them', async () => {
    const service = createDecodeService(() => new LocalWorker(false));
    const file = (text: string) => ({ files: [{ name: 'a.proto', text }] });
    expect(await service.names(file('message A { message B {} }'), signal)).toEqual({
      names: ['A', 'A.B'],
      fault: null,
    });
    const wrong = await service.names(file('message {'), signal);
    expect(wrong.fault).toContain('a.proto: illegal');
  });

  it('is ended when a value takes too long, and another one takes the next', async () => {
    const opened: LocalWorker[] = [];
    const service = createDecodeService(() => {
      const worker = new LocalWorker(opened.length === 0);
      opened.push(worker);
      return worker;
    });
    const late = service.decode({ bytes, way: { chain: ['JSON'], isRule: true } }, signal);
    const next = service.decode(question, signal);
    await vi.advanceTimersByTimeAsync(DECODE_LIMITS.milliseconds);
    expect(await late).toEqual({
      outcome: { status: 'failed', chain: ['JSON'], reason: 'it took longer than 2 seconds' },
      misfit: null,
      edit: null,
    });
    expect(opened[0]?.isEnded).toBe(true);
    expect((await next).outcome.status).toBe('decoded');
  });

  it('is not asked for what is no longer looked at', async () => {
    const worker = new LocalWorker(true);
    const service = createDecodeService(() => worker);
    void service.decode(question, signal);
    const controller = new AbortController();
    void service.decode(question, controller.signal);
    controller.abort();
    await vi.advanceTimersByTimeAsync(DECODE_LIMITS.milliseconds * 2);
    expect(worker.asked).toHaveLength(1);
  });
});
