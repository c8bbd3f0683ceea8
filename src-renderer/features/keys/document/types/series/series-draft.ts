import { LIMITS } from '../../../../../../src-shared/limits.ts';
import {
  escapeBytes,
  parseEscaped,
  toBinaryString,
} from '../../../../../../src-shared/redis-value.ts';
import {
  DUPLICATE_POLICIES,
  isOptionWord,
  type SeriesLabel,
  type SeriesOptions,
} from '../../../../../../src-shared/series-commands.ts';
import { formatDuration } from '../../../../../ui/format/duration.ts';
import { parseDuration } from '../../head/ttl-input.ts';

export type Policy = (typeof DUPLICATE_POLICIES)[number];

/** As typed; `default`: by the server's default. */
export interface SeriesDraft {
  readonly retention: string;
  readonly policy: Policy | 'default';
  readonly labels: string;
}

/** Labels one a line, as name=value: what cannot be typed is escaped, an equals sign in a name as \x3d. */
export const labelsText = (labels: readonly SeriesLabel[]): string =>
  labels
    .map(({ name, value }) => `${escapeBytes(name).replaceAll('=', '\\x3d')}=${escapeBytes(value)}`)
    .join('\n');

type Read<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

const wrong = (why: string): Read<never> => ({ ok: false, why });
const LONGEST_RETENTION_MS = 2n ** 63n - 1n;

/** Milliseconds as TS.ALTER takes them, from a number of them or a duration with units. */
export function readRetention(text: string): string | null {
  const trimmed = text.trim();
  const ms = /^\d{1,19}$/.test(trimmed) ? trimmed : parseDuration(trimmed);
  if (ms === null || (typeof ms === 'number' && !Number.isSafeInteger(ms))) return null;
  const exact = BigInt(ms);
  return exact <= LONGEST_RETENTION_MS ? String(exact) : null;
}

export function retentionHint(text: string): string {
  const ms = readRetention(text);
  if (ms === null) return 'Milliseconds, or 30 d, 12 h; 0 keeps all';
  return ms === '0' ? 'Keeps all samples' : `Keeps ${formatDuration(Number(ms))}`;
}

function readLabel(line: string): Read<SeriesLabel> {
  const [start = '', ...rest] = line.split('=');
  const name = parseEscaped(start);
  const value = parseEscaped(rest.join('='));
  const shown = line.slice(0, 40);
  if (name === null || value === null) return wrong(`${shown} is not escaped as \\xff or \\\\`);
  if (name.byteLength === 0 || value.byteLength === 0)
    return wrong(`${shown} is not written as name=value`);
  if (Math.max(name.byteLength, value.byteLength) > LIMITS.seriesLabelBytes)
    return wrong(`${shown} is too long`);
  const word = [name, value].map(toBinaryString).find(isOptionWord);
  return word === undefined
    ? { ok: true, value: { name, value } }
    : wrong(`TS.ALTER would take the label ${word} for its option of that name`);
}

/** The labels, one a line. */
export function readLabels(text: string): Read<readonly SeriesLabel[]> {
  const labels: SeriesLabel[] = [];
  const names = new Set<string>();
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const read = readLabel(line);
    if (!read.ok) return read;
    const name = toBinaryString(read.value.name);
    if (names.has(name)) return wrong(`${escapeBytes(read.value.name)} is there twice`);
    names.add(name);
    labels.push(read.value);
  }
  return labels.length > LIMITS.seriesLabels
    ? wrong(`At most ${LIMITS.seriesLabels} labels`)
    : { ok: true, value: labels };
}

const policyOf = (policy: string | null): Policy | 'default' =>
  DUPLICATE_POLICIES.find((one) => one === policy?.toLowerCase()) ?? 'default';

/** What the fields say of a series that nobody has touched. */
export const draftOf = ({ retentionMs, duplicatePolicy, labels }: SeriesOptions): SeriesDraft => ({
  retention: retentionMs,
  policy: policyOf(duplicatePolicy),
  labels: labelsText(labels),
});

export type AfterOptions = SeriesOptions & { readonly duplicatePolicy: Policy | null };

/** What is to be set; labels that were not touched are left exactly as they are. */
export function readDraft(draft: SeriesDraft, before: SeriesOptions): Read<AfterOptions> {
  const retentionMs = readRetention(draft.retention);
  if (retentionMs === null) return wrong('Write milliseconds, or 30 d, 12 h; 0 keeps all');
  const isTouched = draft.labels !== labelsText(before.labels);
  const labels = isTouched ? readLabels(draft.labels) : { ok: true as const, value: before.labels };
  if (!labels.ok) return labels;
  const duplicatePolicy = draft.policy === 'default' ? null : draft.policy;
  return { ok: true, value: { retentionMs, duplicatePolicy, labels: labels.value } };
}
