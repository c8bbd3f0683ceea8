import type { CallEnvelope } from '../../src-shared/stream-protocol.ts';

/** What the preload exposes; the preload's own type lives in main's project, which this one cannot see. */
export interface Bridge {
  call(envelope: CallEnvelope): Promise<unknown>;
  cancel(id: string): void;
  openStream(envelope: CallEnvelope): void;
}

declare global {
  interface Window {
    readonly redstart: Bridge;
  }
}
