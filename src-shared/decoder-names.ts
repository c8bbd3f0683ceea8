/** What can be chosen. Apart from the decoders, which only the worker has. */
export const DECODER_GROUPS = [
  {
    label: 'Packed',
    names: [
      'gzip',
      'zlib',
      'deflate',
      'zstd',
      'lz4',
      'snappy',
      'snappy (raw)',
      'brotli',
      'base64',
      'cachelib',
    ],
  },
  {
    label: 'Data',
    names: [
      'JSON',
      'MessagePack',
      'CBOR',
      'BSON',
      'pickle',
      'PHP',
      'Java',
      'protobuf',
      'JWT',
      'UUID',
      'Unix time',
    ],
  },
] as const;

export const DECODER_NAMES = [...DECODER_GROUPS[0].names, ...DECODER_GROUPS[1].names] as const;

export type DecoderName = (typeof DECODER_NAMES)[number];

/** Formats inside each other. */
export const DECODE_STEPS = 8;
