import {
  jsonKind,
  jsonNameSource,
  jsonSource,
  type JsonText,
  parseJsonText,
} from '../../src-shared/json-text.ts';

export type PreviewKind = 'key' | 'string' | 'number' | 'bool' | 'op';

export interface PreviewLine {
  readonly depth: number;
  readonly runs: readonly { readonly text: string; readonly kind: PreviewKind }[];
}

export interface JsonPreview {
  readonly lines: readonly PreviewLine[];
  /** More than `lines` shows. */
  readonly isCut: boolean;
}

const MAX_LINES = 500;
const MAX_VALUE = 400;

const kinds = {
  string: 'string',
  number: 'number',
  boolean: 'bool',
  null: 'bool',
  object: 'op',
  array: 'op',
} as const;

function scalar(json: JsonText, node: number): PreviewLine['runs'][number] {
  const source = jsonSource(json, node);
  const text = source.length > MAX_VALUE ? `${source.slice(0, MAX_VALUE)}…` : source;
  return { text, kind: kinds[jsonKind(json, node)] };
}

class Writer {
  readonly lines: PreviewLine[] = [];
  #json: JsonText;

  constructor(json: JsonText) {
    this.#json = json;
  }

  get isFull(): boolean {
    return this.lines.length >= MAX_LINES;
  }

  write(node: number, depth: number, comma: string): void {
    const json = this.#json;
    if (this.isFull) return;
    const name = jsonNameSource(json, node);
    const lead: PreviewLine['runs'] =
      name === null
        ? []
        : [
            { text: name, kind: 'key' },
            { text: ': ', kind: 'op' },
          ];
    const kind = jsonKind(json, node);
    const isContainer = kind === 'object' || kind === 'array';
    const [open, close] = kind === 'object' ? ['{', '}'] : ['[', ']'];
    if (!isContainer || json.sizes[node] === 0) {
      const value = isContainer ? { text: open + close, kind: 'op' as const } : scalar(json, node);
      this.lines.push({
        depth,
        runs: [...lead, value, ...(comma === '' ? [] : [{ text: comma, kind: 'op' as const }])],
      });
      return;
    }
    this.lines.push({ depth, runs: [...lead, { text: open, kind: 'op' }] });
    const end = json.nexts[node] ?? json.count;
    for (let child = node + 1; child < end && !this.isFull;) {
      const next = json.nexts[child] ?? end;
      this.write(child, depth + 1, next < end ? ',' : '');
      child = next;
    }
    if (!this.isFull) this.lines.push({ depth, runs: [{ text: close + comma, kind: 'op' }] });
  }
}

/** The first lines of a document, one value a line, every number as written. null where it is no JSON. */
export function previewJson(source: string): JsonPreview | null {
  const parsed = parseJsonText(source);
  if (!parsed.ok) return null;
  const writer = new Writer(parsed.json);
  writer.write(0, 0, '');
  return { lines: writer.lines, isCut: writer.isFull };
}
