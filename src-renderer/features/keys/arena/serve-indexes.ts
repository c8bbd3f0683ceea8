import { CLOSED, type FromIndexes, type IndexCall, type ToIndexes } from './index-protocol.ts';
import { KeyIndex } from './key-index.ts';

function run(index: KeyIndex, call: IndexCall): unknown {
  switch (call.method) {
    case 'addPage':
      return index.addPage(...call.args);
    case 'addFound':
      return index.addFound(...call.args);
    case 'beginScan':
      return index.beginScan();
    case 'endScan':
      return index.endScan();
    case 'cover':
      return index.cover(...call.args);
    case 'rows':
      return index.rows(...call.args);
    case 'refs':
      return index.refs(...call.args);
    case 'parentIndex':
      return index.parentIndex(...call.args);
    case 'typeAhead':
      return index.typeAhead(...call.args);
    case 'fold':
      return index.fold(...call.args);
    case 'openSiblings':
      return index.openSiblings(...call.args);
    case 'showMore':
      return index.showMore(...call.args);
    case 'reveal':
      return index.reveal(...call.args);
    case 'names':
      return index.names(...call.args);
    case 'prefix':
      return index.prefix(...call.args);
    case 'collect':
      return index.collect(...call.args);
    case 'toDescribe':
      return index.toDescribe(...call.args);
    case 'toMeasure':
      return index.toMeasure(...call.args);
    case 'unread':
      return index.unread(...call.args);
    case 'measured':
      return index.measured(...call.args);
    case 'regroup':
      return index.regroup(...call.args);
    case 'setBookmarks':
      return index.setBookmarks(...call.args);
    case 'mark':
      return index.mark(...call.args);
    case 'expire':
      return index.expire(...call.args);
    case 'remove':
      return index.remove(...call.args);
    default:
      return index.change(...call.args);
  }
}

/** Keeps indexes and answers for them over a port: the whole of the worker. */
export function serveIndexes(port: MessagePort): void {
  const indexes = new Map<number, KeyIndex>();
  const answer = (message: FromIndexes): void => port.postMessage(message);
  port.onmessage = ({ data }: MessageEvent<ToIndexes>) => {
    if (data.t === 'open') indexes.set(data.index, new KeyIndex(data.options));
    else if (data.t === 'close') indexes.delete(data.index);
    else {
      const { id } = data;
      const index = indexes.get(data.index);
      if (index === undefined) return answer({ id, ok: false, error: CLOSED });
      try {
        answer({ id, ok: true, value: run(index, data) });
      } catch (thrown) {
        answer({ id, ok: false, error: String(thrown) });
      }
    }
  };
}
