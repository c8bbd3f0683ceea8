import {
  CLOSED,
  type FromIndexes,
  type IndexArgs,
  type IndexMethod,
  type IndexValue,
  type ToIndexes,
} from './index-protocol.ts';
import type { KeySetOptions } from './key-set.ts';

/** An index in the worker: the methods of KeyIndex, each with its answer later. */
export type RemoteIndex = {
  readonly [M in IndexMethod]: (...args: IndexArgs<M>) => Promise<IndexValue<M>>;
} & { close(): void };

export interface Indexes {
  open(options: KeySetOptions): RemoteIndex;
  /** Ends the worker. */
  dispose(): void;
}

/** The index was dropped before it could answer: another list is on screen. */
export class IndexClosed extends Error {
  constructor() {
    super('the index was closed');
    this.name = 'IndexClosed';
  }
}

/** The answer; null where its index was dropped meanwhile. */
export async function unlessClosed<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (thrown) {
    if (thrown instanceof IndexClosed) return null;
    throw thrown;
  }
}

/** The whole buffer, to be handed over; a part of one is copied first. */
function ownBuffer<A extends Uint8Array | Uint32Array>(array: A, copy: (array: A) => A): A {
  return array.byteLength === array.buffer.byteLength ? array : copy(array);
}

/** The indexes at the other end of a port. */
export function connectIndexes(port: MessagePort, end: () => void): Indexes {
  let lastId = 0;
  let lastIndex = 0;
  port.start();

  const send = (message: ToIndexes, transfer: Transferable[] = []): void =>
    port.postMessage(message, transfer);

  function ask<M extends IndexMethod>(
    index: number,
    method: M,
    args: IndexArgs<M>,
    transfer: Transferable[] = [],
  ): Promise<IndexValue<M>> {
    const id = ++lastId;
    return new Promise((resolve, reject) => {
      const onMessage = ({ data }: MessageEvent<FromIndexes<IndexValue<M>>>): void => {
        if (data.id !== id) return;
        port.removeEventListener('message', onMessage);
        if (data.ok) resolve(data.value);
        else reject(data.error === CLOSED ? new IndexClosed() : new Error(data.error));
      };
      port.addEventListener('message', onMessage);
      port.postMessage({ t: 'call', id, index, method, args }, transfer);
    });
  }

  return {
    open(options) {
      const index = ++lastIndex;
      send({ t: 'open', index, options });
      return {
        // Pages are handed over, not copied: a million names cross without this thread touching them.
        addPage(names, ends) {
          const ownNames = ownBuffer(names, (part) => part.slice());
          const ownEnds = ownBuffer(ends, (part) => part.slice());
          return ask(index, 'addPage', [ownNames, ownEnds], [ownNames.buffer, ownEnds.buffer]);
        },
        addFound: (...args) => ask(index, 'addFound', args),
        beginScan: () => ask(index, 'beginScan', []),
        endScan: () => ask(index, 'endScan', []),
        cover: (...args) => ask(index, 'cover', args),
        rows: (...args) => ask(index, 'rows', args),
        refs: (...args) => ask(index, 'refs', args),
        parentIndex: (...args) => ask(index, 'parentIndex', args),
        typeAhead: (...args) => ask(index, 'typeAhead', args),
        fold: (...args) => ask(index, 'fold', args),
        openSiblings: (...args) => ask(index, 'openSiblings', args),
        showMore: (...args) => ask(index, 'showMore', args),
        reveal: (...args) => ask(index, 'reveal', args),
        names: (...args) => ask(index, 'names', args),
        prefix: (...args) => ask(index, 'prefix', args),
        collect: (...args) => ask(index, 'collect', args),
        toDescribe: (...args) => ask(index, 'toDescribe', args),
        toMeasure: (...args) => ask(index, 'toMeasure', args),
        unread: (...args) => ask(index, 'unread', args),
        measured: (...args) => ask(index, 'measured', args),
        regroup: (...args) => ask(index, 'regroup', args),
        setBookmarks: (...args) => ask(index, 'setBookmarks', args),
        mark: (...args) => ask(index, 'mark', args),
        expire: (...args) => ask(index, 'expire', args),
        remove: (...args) => ask(index, 'remove', args),
        change: (...args) => ask(index, 'change', args),
        close: () => send({ t: 'close', index }),
      };
    },
    dispose() {
      port.close();
      end();
    },
  };
}
