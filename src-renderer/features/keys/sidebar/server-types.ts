import type { ServerFacts } from '../../../../src-shared/contract/connections.ts';
import { typeMark } from '../../../ui/type-marks.ts';

const core = ['string', 'hash', 'list', 'set', 'zset', 'stream'];

/** Types of modules and of newer servers, as TYPE names them, with a command that only a server that has them knows. */
const optional: readonly (readonly [type: string, command: string])[] = [
  ['ReJSON-RL', 'json.get'],
  ['TSDB-TYPE', 'ts.info'],
  ['MBbloom--', 'bf.info'],
  ['MBbloomCF', 'cf.info'],
  ['CMSk-TYPE', 'cms.info'],
  ['TopK-TYPE', 'topk.info'],
  ['TDIS-TYPE', 'tdigest.info'],
  ['vectorset', 'vinfo'],
];

/** What SCAN can be told to list alone on this server. */
export function serverTypes(
  facts: ServerFacts | null,
): readonly { readonly value: string; readonly label: string }[] {
  const there =
    facts === null ? [] : optional.filter(([, command]) => facts.commands.includes(command));
  return [...core, ...there.map(([type]) => type)].map((value) => ({
    value,
    label: typeMark(value).name,
  }));
}
