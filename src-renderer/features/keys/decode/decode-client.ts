import { openWorker } from '../open-worker.ts';
import { createDecodeService, type DecodeService } from './decode-service.ts';

let service: DecodeService | null = null;

/** The one worker for all values; opened with the first of them. */
export function decoders(): DecodeService | null {
  // A page without workers is a test's.
  if (typeof Worker === 'undefined') return null;
  service ??= createDecodeService(() => openWorker('decode'));
  return service;
}
