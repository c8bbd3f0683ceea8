import type { TransferFormat } from '../../../../src-shared/transfer-format.ts';

interface FormatWords {
  readonly label: string;
  /** What the file holds, and what it cannot hold. */
  readonly about: string;
}

export const formatWords: Readonly<Record<TransferFormat, FormatWords>> = {
  exact: {
    label: 'Exact',
    about:
      'NDJSON, one key a line, each as its DUMP with the time it expires at. Nothing is lost; read by servers of this version and later ones',
  },
  readable: {
    label: 'Readable',
    about:
      'NDJSON with the values as they are, in base64 where they are no text. Consumer groups and compaction rules are left out; types that have no readable form go as DUMP',
  },
  csv: {
    label: 'CSV',
    about:
      'A row for each element: key, type, TTL left, field, value, with escapes where they are no text. Times of single fields, consumer groups and options of time series are left out',
  },
  commands: {
    label: 'Commands',
    about:
      'What makes these keys, one command a line, as redis-cli takes them. Consumer groups and compaction rules are left out; types that no command can make go as RESTORE',
  },
};
