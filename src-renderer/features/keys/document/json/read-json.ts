import { createJsonScanner, type JsonParsed } from '../../../../../src-shared/json-text.ts';

/** Characters read between two looks at the clock: well under a millisecond of work. */
const PIECE = 32_768;
/** Half a frame: the window answers while a large document is read. */
const SLICE_MS = 8;

/** Reads a document a slice at a time; null when it was given up. */
export async function readJson(source: string, signal: AbortSignal): Promise<JsonParsed | null> {
  const scanner = createJsonScanner(source);
  for (;;) {
    const until = performance.now() + SLICE_MS;
    while (performance.now() < until) {
      const parsed = scanner.run(PIECE);
      if (parsed !== null) return parsed;
    }
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return null;
  }
}
