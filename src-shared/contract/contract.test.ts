import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { settings } from './app.ts';
import { bytes, connectionId, record } from './define.ts';
import { contract } from './index.ts';

/** More than any input may hold of bytes: what takes this has no maximum. */
const tooManyBytes = new Uint8Array(134_217_729);

/** Zod's documented way into any of its schemas and checks. */
const zodOf = <T>({ _zod: inner }: { readonly _zod: T }): T => inner;

/** What is unbounded in a schema, by path; what it does not know is named too, so that nothing slips through. */
function unbounded(schema: z.core.$ZodType, path: string): string[] {
  const { def } = zodOf(schema);
  const checks = (def.checks ?? []).map((check) => zodOf(check).def);
  if (schema instanceof z.ZodString) return schema.maxLength === null ? [`${path}: string`] : [];
  if (schema instanceof z.ZodArray) {
    const isBounded = checks.some(
      ({ check }) => check === 'max_length' || check === 'length_equals',
    );
    return [...(isBounded ? [] : [`${path}: array`]), ...unbounded(schema.element, `${path}[]`)];
  }
  if (schema instanceof z.ZodRecord)
    return [
      ...(checks.length === 0 ? [`${path}: record`] : []),
      ...unbounded(schema.keyType, `${path}{key}`),
      ...unbounded(schema.valueType, `${path}{}`),
    ];
  if (schema instanceof z.ZodObject) {
    const isStrict = schema.def.catchall instanceof z.ZodNever;
    return [
      ...(isStrict ? [] : [`${path}: object that is not strict`]),
      ...Object.entries(schema.shape).flatMap(([name, field]) =>
        unbounded(field, `${path}.${name}`),
      ),
    ];
  }
  if (schema instanceof z.ZodUnion)
    return schema.options.flatMap((option, i) => unbounded(option, `${path}|${i}`));
  if (
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault
  )
    return unbounded(schema.def.innerType, path);
  if (schema instanceof z.ZodCustom)
    return z.safeParse(schema, tooManyBytes).success ? [`${path}: bytes`] : [];
  const isFinite =
    schema instanceof z.ZodNumber ||
    schema instanceof z.ZodBoolean ||
    schema instanceof z.ZodEnum ||
    schema instanceof z.ZodLiteral;
  return isFinite ? [] : [`${path}: ${def.type}, which this test does not know`];
}

describe.each(Object.entries(contract))('%s', (name, definition) => {
  test('is named area.verb', () => {
    expect(name).toMatch(/^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/);
  });

  test('takes a connection exactly if it is of a connection', () => {
    const field = Object.entries(definition.input.shape).find(([key]) => key === 'connection');
    expect(field !== undefined).toBe(definition.scope === 'connection');
    if (field !== undefined) expect(field[1]).toBe(connectionId);
  });

  test('takes nothing unknown and nothing unbounded', () => {
    expect(unbounded(definition.input, 'input')).toEqual([]);
  });

  test('destroys only what was planned, or takes back what was done', () => {
    if (definition.effect !== 'destroy') return;
    const fields = Object.keys(definition.input.shape);
    expect(fields).toContain(fields.includes('ticket') ? 'ticket' : 'planId');
  });

  test('a stream only reads', () => {
    if (definition.kind === 'stream') expect(definition.effect).toBe('read');
  });
});

describe('the walk finds', () => {
  test.each<[string, z.ZodType, string[]]>([
    ['a string without end', z.string(), ['x: string']],
    ['an array without end', z.array(z.boolean()), ['x: array']],
    ['a string in an array', z.array(z.string()).max(1), ['x[]: string']],
    ['a string in an option', z.union([z.literal(1), z.string()]), ['x|1: string']],
    ['a string that may be left out', z.string().nullable().optional(), ['x: string']],
    ['bytes without end', z.custom<Uint8Array>((v) => v instanceof Uint8Array), ['x: bytes']],
    ['a record', z.record(z.string(), z.string()), ['x: record', 'x{key}: string', 'x{}: string']],
    ['a loose object', z.object({}), ['x: object that is not strict']],
    [
      'a loose object inside',
      z.strictObject({ a: z.object({}) }),
      ['x.a: object that is not strict'],
    ],
    ['what it does not know', z.any(), ['x: any, which this test does not know']],
  ])('%s', (_what, schema, found) => {
    expect(unbounded(schema, 'x')).toEqual(found);
  });

  test('nothing in what is bounded', () => {
    const schema = z.strictObject({
      text: z.string().max(3).nullable(),
      many: z.array(bytes(5)).max(2),
      named: record(z.string().max(3), z.enum(['a']), 2),
    });
    expect(unbounded(schema, 'x')).toEqual([]);
  });
});

describe('bounds', () => {
  test('bytes are refused above their maximum, and when they are none', () => {
    expect(bytes(3).safeParse(new Uint8Array(3)).success).toBe(true);
    expect(bytes(3).safeParse(new Uint8Array(4)).success).toBe(false);
    expect(bytes(3).safeParse('abc').success).toBe(false);
    expect(bytes(3).safeParse([1, 2]).success).toBe(false);
  });

  test('a record is refused above its number of entries', () => {
    const two = record(z.string().max(3), z.boolean(), 2);
    expect(two.safeParse({ a: true, b: true }).success).toBe(true);
    expect(two.safeParse({ a: true, b: true, c: true }).success).toBe(false);
  });

  test('settings cannot be grown without end', () => {
    const names = Array.from({ length: 5_000 }, (_, i): [string, number[]] => [`pane${i}`, [50]]);
    expect(settings.shape.panes.safeParse(Object.fromEntries(names)).success).toBe(false);
    const rules = Object.fromEntries(names.map(([name]): [string, []] => [name, []]));
    expect(settings.shape.rateLimitRules.safeParse(rules).success).toBe(false);
  });
});
