import type { ServerFacts } from '../../../../src-shared/contract/connections.ts';
import type { NewValue } from '../../../../src-shared/contract/new-keys.ts';
import { LIMITS } from '../../../../src-shared/limits.ts';
import { parseJsonText } from '../../../../src-shared/json-text.ts';
import { DECIMAL, SCORE, toBytes } from '../../../../src-shared/redis-value.ts';
import { formatBytes } from '../../../ui/format/bytes.ts';
import { typedBytes } from '../document/types/edit/edit-draft.ts';
import { sampleTime } from '../document/types/series/sample-time.ts';
import { addDraft } from '../document/types/stream/change/drafts.ts';
import { NO_DRAFT, readQuestion } from '../document/types/vectors/question.ts';

type Kind = NewValue['kind'];

interface Part {
  readonly label: string;
  readonly text: string;
  readonly placeholder?: string;
  /** Several lines. */
  readonly isLong?: boolean;
}

/** What is typed for the first value of a new key, and what it means. */
export interface NewKeyForm {
  readonly kind: Kind;
  readonly label: string;
  /** As TYPE will answer. */
  readonly type: string;
  /** A command that only servers that have the type know, and what they need for it; null: every server has it. */
  readonly needs: { readonly command: string; readonly what: string } | null;
  readonly parts: readonly Part[];
  /** One line under the parts. */
  readonly hint: string;
  /** The value, or what is missing or wrong. */
  readonly read: (texts: readonly string[], hasEscapes: boolean) => NewValue | string;
}

const ESCAPES = String.raw`Bytes that are no text as \xff, a backslash as \\`;
const tooLong = `At most ${formatBytes(LIMITS.editBytes)}`;

/** Two texts as bytes, for the value made of them. */
function withTwo(
  [first = '', second = '']: readonly string[],
  then: (first: Uint8Array, second: Uint8Array) => NewValue,
): NewValue | string {
  const [a, b] = [typedBytes(first), typedBytes(second)];
  if (typeof a === 'string') return a;
  return typeof b === 'string' ? b : then(a, b);
}

const withOne = (text: string, then: (bytes: Uint8Array) => NewValue): NewValue | string =>
  withTwo([text], (bytes) => then(bytes));

function readText(text: string, hasEscapes: boolean): NewValue | string {
  if (hasEscapes) return withOne(text, (value) => ({ kind: 'string', value }));
  const value = toBytes(text);
  return value.byteLength > LIMITS.editBytes ? tooLong : { kind: 'string', value };
}

function readJson(text: string): NewValue | string {
  if (text.trim() === '') return 'Write a JSON value';
  if (toBytes(text).byteLength > LIMITS.editBytes) return tooLong;
  const parsed = parseJsonText(text);
  if (parsed.ok) return { kind: 'json', text };
  return `No JSON: ${parsed.error.message} at character ${parsed.error.offset + 1}`;
}

function readPlace([east = '', north = '', name = '']: readonly string[]): NewValue | string {
  const [longitude, latitude] = [east.trim(), north.trim()];
  const isWithin = (text: string, most: number): boolean =>
    DECIMAL.test(text) && Math.abs(Number(text)) <= most;
  if (!isWithin(longitude, 180)) return 'Longitude: a number from -180 to 180';
  // As far as GEOADD goes.
  if (!isWithin(latitude, 85.05112878))
    return 'Latitude: a number from -85.05112878 to 85.05112878';
  return withOne(name, (member) => ({ kind: 'geo', longitude, latitude, member }));
}

function readSample([time = '', number = '']: readonly string[]): NewValue | string {
  const atMs = time.trim() === '*' ? '*' : sampleTime(time);
  if (atMs === null) return 'Time: * for now, milliseconds, or a date';
  const value = number.trim();
  const isNumber = DECIMAL.test(value) && Number.isFinite(Number(value));
  return isNumber ? { kind: 'series', atMs, value } : 'Value: a number, as 1, -0.5 or 1e3';
}

function readVector([text = '', name = '']: readonly string[]): NewValue | string {
  const read = readQuestion({ ...NO_DRAFT, by: 'vector', text });
  if (!read.ok) return read.why;
  const { to } = read.question;
  const values = to.kind === 'values' ? [...to.values] : [];
  return withOne(name, (element) => ({ kind: 'vectors', values, element }));
}

function readEntry(texts: readonly string[]): NewValue | string {
  const entry = addDraft.change(texts, false);
  if (typeof entry === 'string') return entry;
  const [pair] = entry.kind === 'add' ? entry.fields : [];
  if (entry.kind !== 'add' || pair === undefined) return 'Write a field';
  return { kind: 'stream', id: entry.id, ...pair };
}

const of = (label: string, more: Partial<Part> = {}): Part => ({ label, text: '', ...more });

/** The types that a key can be made of here, in the order they are offered. */
export const newKeyForms: readonly [NewKeyForm, ...NewKeyForm[]] = [
  {
    kind: 'string',
    label: 'string',
    type: 'string',
    needs: null,
    parts: [of('Value', { isLong: true })],
    hint: '',
    read: ([text = ''], hasEscapes) => readText(text, hasEscapes),
  },
  {
    kind: 'json',
    label: 'JSON',
    type: 'ReJSON-RL',
    needs: { command: 'json.set', what: 'needs RedisJSON' },
    parts: [of('Document', { isLong: true, text: '{}' })],
    hint: 'Numbers are kept as they are written',
    read: ([text = '']) => readJson(text),
  },
  {
    kind: 'hash',
    label: 'hash',
    type: 'hash',
    needs: null,
    parts: [of('First field'), of('Its value')],
    hint: ESCAPES,
    read: (texts) => withTwo(texts, (field, value) => ({ kind: 'hash', field, value })),
  },
  {
    kind: 'list',
    label: 'list',
    type: 'list',
    needs: null,
    parts: [of('First element')],
    hint: ESCAPES,
    read: ([text = '']) => withOne(text, (element) => ({ kind: 'list', element })),
  },
  {
    kind: 'set',
    label: 'set',
    type: 'set',
    needs: null,
    parts: [of('First member')],
    hint: ESCAPES,
    read: ([text = '']) => withOne(text, (member) => ({ kind: 'set', member })),
  },
  {
    kind: 'zset',
    label: 'sorted set',
    type: 'zset',
    needs: null,
    parts: [of('Score', { text: '0' }), of('First member')],
    hint: ESCAPES,
    read: ([number = '', text = '']) => {
      const score = number.trim().toLowerCase();
      if (!SCORE.test(score)) return 'Score: a number, inf or -inf';
      return withOne(text, (member) => ({ kind: 'zset', score, member }));
    },
  },
  {
    kind: 'stream',
    label: 'stream',
    type: 'stream',
    needs: null,
    parts: [of('ID of the first entry', { text: '*' }), of('Field'), of('Value')],
    hint: `* lets the server choose the ID. ${ESCAPES}`,
    read: readEntry,
  },
  {
    kind: 'series',
    label: 'time series',
    type: 'TSDB-TYPE',
    needs: { command: 'ts.info', what: 'needs RedisTimeSeries' },
    parts: [of('Time of the first sample', { text: '*' }), of('Its value', { text: '0' })],
    hint: '* is the server’s now; else milliseconds, or a date as 2026-11-23 14:05',
    read: readSample,
  },
  {
    kind: 'geo',
    label: 'geo (sorted set of places)',
    type: 'zset',
    needs: null,
    parts: [
      of('Longitude', { placeholder: '13.405' }),
      of('Latitude', { placeholder: '52.52' }),
      of('First member'),
    ],
    hint: ESCAPES,
    read: readPlace,
  },
  {
    kind: 'vectors',
    label: 'vector set',
    type: 'vectorset',
    needs: { command: 'vinfo', what: 'needs Redis 8' },
    parts: [of('Vector of the first element', { placeholder: '0.12, -0.5, 1' }), of('Its name')],
    hint: `The vector sets the dimension for all that follow. ${ESCAPES}`,
    read: readVector,
  },
];

/** Why this server cannot have the type; null when it can, or may. */
export const whyNot = ({ needs }: NewKeyForm, facts: ServerFacts | null): string | null =>
  needs === null || facts === null || facts.commands.includes(needs.command) ? null : needs.what;
