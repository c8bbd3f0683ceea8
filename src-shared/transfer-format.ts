/** How keys are written to a file. Without zod: the window bundles it too. */
export const TRANSFER_FORMATS = ['exact', 'readable', 'csv', 'commands'] as const;
export type TransferFormat = (typeof TRANSFER_FORMATS)[number];

/** The usual ending of such a file, without the dot. */
export const FILE_ENDINGS: Readonly<Record<TransferFormat, string>> = {
  exact: 'ndjson',
  readable: 'ndjson',
  csv: 'csv',
  commands: 'redis',
};
