import type { AppError } from '../../../../src-shared/result.ts';

export interface Progress {
  /** Keys of the server walked so far. */
  readonly scanned: number;
  /** DBSIZE; null where it is refused. */
  readonly of: number | null;
  /** Keys listed. */
  readonly found: number;
}

/** How far the keys of one folder are, which are scanned before the others. */
export interface FolderProgress extends Pick<Progress, 'scanned' | 'of'> {
  readonly prefix: Uint8Array;
}

export type ScanState =
  | { readonly status: 'idle'; readonly progress: Progress }
  | {
      readonly status: 'running';
      readonly progress: Progress;
      readonly leftMs: number | null;
      /** The folder that is scanned before it goes on. */
      readonly first: FolderProgress | null;
    }
  | { readonly status: 'stopped'; readonly progress: Progress }
  | { readonly status: 'done'; readonly progress: Progress; readonly atMs: number }
  | { readonly status: 'failed'; readonly progress: Progress; readonly error: AppError };

export const notScanned: ScanState = {
  status: 'idle',
  progress: { scanned: 0, of: null, found: 0 },
};

/** How much has been walked, 0 to 1; null where the whole is not known. Only a finished scan is all of it. */
export function shareOf(scan: ScanState): number | null {
  if (scan.status === 'done') return 1;
  const { scanned, of } = (scan.status === 'running' ? scan.first : null) ?? scan.progress;
  if (of === null || of === 0) return null;
  return Math.min(0.99, scanned / of);
}

/** Time a running scan still needs at the pace it had so far. */
export function leftMs(progress: Progress, from: number, elapsedMs: number): number | null {
  const walked = progress.scanned - from;
  if (progress.of === null || walked <= 0 || elapsedMs < 500) return null;
  return Math.max(0, ((progress.of - progress.scanned) / walked) * elapsedMs);
}
