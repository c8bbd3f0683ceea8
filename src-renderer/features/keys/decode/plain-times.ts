import { toUtf8 } from '../../../../src-shared/redis-value.ts';
import { DecodeFailure, type Decoder } from './decoder.ts';
import { NodeMaker } from './tree-node.ts';

/** Numbers of so many digits are times between 2001 and 2286. */
const UNITS = [
  { digits: 10, name: 'seconds', perMillisecond: 0.001 },
  { digits: 13, name: 'milliseconds', perMillisecond: 1 },
  { digits: 16, name: 'microseconds', perMillisecond: 1_000 },
] as const;

const shortText = (bytes: Uint8Array): string =>
  bytes.byteLength > 64 ? '' : (toUtf8(bytes)?.trim() ?? '');

const TIME_LIKE = /^1\d{9}(?:\.\d+|\d{3}|\d{6})?$/;

function unixMilliseconds(text: string): { milliseconds: number; unit: string } {
  const digits = text.replace('-', '').split('.')[0]?.length ?? 0;
  const unit = UNITS.find((one) => digits <= one.digits) ?? UNITS[2];
  return { milliseconds: Number(text) / unit.perMillisecond, unit: unit.name };
}

/** A number that would be a time; by choice any number, in the unit its size suggests. */
export const unixTime: Decoder = {
  name: 'Unix time',
  isHint: true,
  sniff: (bytes) => TIME_LIKE.test(shortText(bytes)),
  decode(bytes, limits) {
    const text = shortText(bytes);
    if (!/^-?\d{1,16}(?:\.\d+)?$/.test(text)) throw new DecodeFailure('it is not a number');
    const { milliseconds, unit } = unixMilliseconds(text);
    const root = new NodeMaker(limits).time(milliseconds, `${unit} since 1970`);
    return { kind: 'tree', root };
  },
};

const UUID =
  /^\{?([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f])([0-9a-f]{3})-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{12}\}?$/i;
/** 100 ns between 1582, where UUIDs begin, and 1970. */
const BEFORE_1970 = 122_192_928_000_000_000n;

function uuidText(bytes: Uint8Array): string {
  if (bytes.byteLength !== 16) return shortText(bytes);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Milliseconds since 1970 in a UUID that holds a time. */
function uuidTime(version: string, low: string, middle: string, high: string): number | null {
  if (version === '7') return Number.parseInt(low + middle, 16);
  if (version !== '1' && version !== '6') return null;
  const ticks = version === '1' ? `${high}${middle}${low}` : `${low}${middle}${high}`;
  return Number((BigInt(`0x${ticks}`) - BEFORE_1970) / 10_000n);
}

/** A UUID as text; its sixteen bytes by choice. */
export const uuid: Decoder = {
  name: 'UUID',
  isHint: true,
  sniff: (bytes) => UUID.test(shortText(bytes)),
  decode(bytes, limits) {
    const text = uuidText(bytes);
    const [, low, middle, version, high] = UUID.exec(text) ?? [];
    if (low === undefined || middle === undefined || version === undefined || high === undefined)
      throw new DecodeFailure('it is neither the text nor the 16 bytes of a UUID');
    const make = new NodeMaker(limits);
    const root = make.branch('object', 'UUID');
    root.entries.push(
      { key: 'text', value: make.text('text', text.replaceAll(/[{}]/g, '').toLowerCase()) },
      { key: 'version', value: make.text('number', String(Number.parseInt(version, 16))) },
    );
    const time = uuidTime(version, low, middle, high);
    if (time !== null)
      root.entries.push({ key: 'made', value: make.time(time, 'as it says itself') });
    return { kind: 'tree', root };
  },
};

/** The time that a number or a UUID in a decoded value would be, to stand beside it; null: none. */
export function timeBeside(text: string): string | null {
  if (TIME_LIKE.test(text))
    return `as ${unixMilliseconds(text).unit} ${isoText(unixMilliseconds(text).milliseconds)}`;
  const [, low, middle, version, high] = text.length > 38 ? [] : (UUID.exec(text) ?? []);
  if (low === undefined || middle === undefined || version === undefined || high === undefined)
    return null;
  const time = uuidTime(version, low, middle, high);
  return time === null || Number.isNaN(new Date(time).getTime())
    ? null
    : `UUID v${version}, ${isoText(time)}`;
}

const isoText = (milliseconds: number): string => new Date(milliseconds).toISOString();
