/** What the report of a job names, in the order it is shown: see `jobs.report`. Without zod: the window bundles it too. */
export const REPORT_PARTS = ['failed', 'gone', 'otherType', 'otherTtl'] as const;
