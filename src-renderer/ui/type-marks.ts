/** Which of the ten hues and marks of the design a type has. */
export type TypeHue =
  | 'string'
  | 'hash'
  | 'list'
  | 'set'
  | 'zset'
  | 'stream'
  | 'json'
  | 'timeseries'
  | 'bloom'
  | 'vectorset'
  | 'other';

export interface TypeMarkFacts {
  readonly hue: TypeHue;
  readonly mark: string;
  readonly name: string;
}

/** What TYPE replies, and how it is marked. The probabilistic types share a hue; the mark tells them apart. */
const marks: ReadonlyMap<string, TypeMarkFacts> = new Map([
  ['string', { hue: 'string', mark: 'STR', name: 'string' }],
  ['hash', { hue: 'hash', mark: 'HASH', name: 'hash' }],
  ['list', { hue: 'list', mark: 'LIST', name: 'list' }],
  ['set', { hue: 'set', mark: 'SET', name: 'set' }],
  ['zset', { hue: 'zset', mark: 'ZSET', name: 'sorted set' }],
  ['stream', { hue: 'stream', mark: 'STRM', name: 'stream' }],
  ['rejson-rl', { hue: 'json', mark: 'JSON', name: 'JSON' }],
  ['json', { hue: 'json', mark: 'JSON', name: 'JSON' }],
  ['tsdb-type', { hue: 'timeseries', mark: 'TS', name: 'time series' }],
  ['timeseries', { hue: 'timeseries', mark: 'TS', name: 'time series' }],
  ['mbbloom--', { hue: 'bloom', mark: 'BF', name: 'Bloom filter' }],
  ['bloomfltr', { hue: 'bloom', mark: 'BF', name: 'Bloom filter' }],
  ['bloom', { hue: 'bloom', mark: 'BF', name: 'Bloom filter' }],
  ['mbbloomcf', { hue: 'bloom', mark: 'CF', name: 'cuckoo filter' }],
  ['cmsk-type', { hue: 'bloom', mark: 'CMS', name: 'count-min sketch' }],
  ['topk-type', { hue: 'bloom', mark: 'TOPK', name: 'top-k' }],
  ['tdis-type', { hue: 'bloom', mark: 'TDIG', name: 't-digest' }],
  ['vectorset', { hue: 'vectorset', mark: 'VEC', name: 'vector set' }],
]);

/** The mark of what TYPE replied; a type not known here shows its own first letters. */
export function typeMark(type: string): TypeMarkFacts {
  return (
    marks.get(type.toLowerCase()) ?? {
      hue: 'other',
      mark:
        type
          .replace(/[^a-z0-9]/gi, '')
          .slice(0, 4)
          .toUpperCase() || '?',
      name: type,
    }
  );
}
