import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contract, type Input } from '../../../src-shared/contract/index.ts';
import type { JsonCommand, JsonExpected } from '../../../src-shared/contract/json-edits.ts';
import {
  findJsonNode,
  formatJsonPath,
  type JsonSteps,
  jsonSteps,
} from '../../../src-shared/json-path.ts';
import {
  jsonKind,
  jsonSource,
  type JsonText,
  parseJsonText,
} from '../../../src-shared/json-text.ts';
import { pathsOverlap, regionOf, resultOf } from '../../../src-shared/json-together.ts';
import type { Session } from '../../redis/session.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { openSession } from '../../test-support/open-session.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';
import { temporaryFolder } from '../../test-support/temporary-folder.ts';
import { undoingOf } from '../../test-support/undoing.ts';
import { UndoJournal } from '../../undo/journal.ts';
import { createJsonHandlers } from './handlers.ts';

const key = Buffer.from('product:1');
const DOCUMENT =
  '{"name":"Größe","tags":["a",9007199254740993,1.5,["x",true]],"on":true,"stock":{"eu":1,"us":12345678901234567890,"asia":null,"open":[true,false]},"offers":[{"shop":"A","n":1},{"shop":"B","n":2}],"last":0}';

type Change = Input<'json.set'>['changes'][number];

function parse(source: string): JsonText {
  const parsed = parseJsonText(source);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.json;
}
const read = parse(DOCUMENT);
function textAt(steps: JsonSteps): string {
  const node = findJsonNode(read, steps);
  if (node === null) throw new Error(`nothing at ${formatJsonPath(steps)}`);
  return jsonSource(read, node);
}
const at = (
  steps: JsonSteps,
  command: JsonCommand,
  expected: JsonExpected = { is: 'text', text: textAt(steps) },
): Change => ({ steps: [...steps], command, expected });
const add = (steps: JsonSteps, source: string): Change =>
  at(steps, { kind: 'add', value: source }, { is: 'nothing' });
const increment = (steps: JsonSteps, by: string): Change =>
  at(steps, { kind: 'numincrby', by }, { is: 'number' });
const set = (steps: JsonSteps, value: string): Change => ({
  path: formatJsonPath(steps),
  value,
  expected: `[${textAt(steps)}]`,
});

/** What one change is when it is run by itself. */
function wordsOf(change: Change): readonly [string, ...(string | number)[]] {
  if ('path' in change) return ['json.set', change.path, change.value];
  const path = formatJsonPath(change.steps);
  const { command } = change;
  switch (command.kind) {
    case 'add':
      return ['json.set', path, command.value, 'NX'];
    case 'numincrby':
      return ['json.numincrby', path, command.by];
    case 'delete':
      return ['json.del', path];
    case 'pop':
      return ['json.arrpop', path, command.index];
    case 'toggle':
      return ['json.toggle', path];
    case 'strappend':
      return ['json.strappend', path, command.value];
    case 'merge':
      return ['json.merge', path, command.value];
    case 'arrappend':
      return ['json.arrappend', path, ...command.values];
    case 'arrinsert':
      return ['json.arrinsert', path, command.index, ...command.values];
  }
}

const value = fc.constantFrom('1', '"new"', 'null', 'true', '{"a":[1.5]}', '[]');
const values = fc.array(value, { minLength: 1, maxLength: 3 });

/** Any change of any place that this document has. */
const anyChange: fc.Arbitrary<Change> = fc
  .integer({ min: 1, max: read.count - 1 })
  .chain((node): fc.Arbitrary<Change> => {
    const steps = jsonSteps(read, node);
    const size = read.sizes[node] ?? 0;
    const command = (one: fc.Arbitrary<JsonCommand>) => one.map((each) => at(steps, each));
    const always = [
      value.map((each) => set(steps, each)),
      command(fc.constant({ kind: 'delete' })),
    ];
    switch (jsonKind(read, node)) {
      case 'boolean':
        return fc.oneof(...always, command(fc.constant({ kind: 'toggle' })));
      case 'string':
        return fc.oneof(...always, command(fc.constant({ kind: 'strappend', value: '" \\"é"' })));
      case 'array':
        return fc.oneof(
          ...always,
          command(values.map((each) => ({ kind: 'arrappend', values: each }))),
          command(
            fc
              .tuple(fc.nat(size), values)
              .map(([index, each]) => ({ kind: 'arrinsert', index, values: each })),
          ),
          command(fc.nat(size - 1).map((index) => ({ kind: 'pop', index }))),
        );
      case 'number':
        return fc.oneof(
          ...always,
          fc.constantFrom('1', '-7', '0.25', '1e3').map((by) => increment(steps, by)),
        );
      case 'object':
        return fc.oneof(
          ...always,
          fc
            .tuple(fc.constantFrom('new', 'new too'), value)
            .map(([name, each]) => add([...steps, name], each)),
          command(
            fc
              .dictionary(fc.constantFrom('eu', 'asia', 'shop', 'new'), value, { minKeys: 1 })
              .map((members) => ({
                kind: 'merge',
                value: `{${Object.entries(members)
                  .map(([name, source]) => `"${name}":${source}`)
                  .join(',')}}`,
              })),
          ),
        );
      default:
        return fc.oneof(...always);
    }
  });

const regionIn = (change: Change): string =>
  'path' in change ? change.path : regionOf(change.steps, change.command);

/** As the pending changes take them: each only where it is in no other's way. */
function accepted(changes: readonly Change[]): readonly Change[] {
  const taken: Change[] = [];
  for (const change of changes)
    if (!taken.some((one) => pathsOverlap(regionIn(one), regionIn(change)))) taken.push(change);
  return taken;
}

async function setUp(session: Session) {
  const journal = new UndoJournal({ dir: await temporaryFolder(), secrets: null });
  const json = createJsonHandlers({ journal });
  const { undo } = undoingOf(session, { journal });
  return {
    undo,
    places: async (...places: readonly (string | number)[][]) => {
      const input = { connection: session.id, key, places: [...places] };
      const parsed = contract['json.places'].input.parse(input);
      const output = await json['json.places'](parsed, contextOf(session));
      return contract['json.places'].output.parse(output).places;
    },
    save: async (...changes: readonly Change[]) => {
      const input = { connection: session.id, key, changes: [...changes] };
      const parsed = contract['json.set'].input.parse(input);
      return contract['json.set'].output.parse(await json['json.set'](parsed, contextOf(session)))
        .ticket;
    },
  };
}

const missing = missingServer('stack');
describe.skipIf(missing !== null)(`JSON together${missing === null ? '' : ` (${missing})`}`, () => {
  let server: TestServer;
  let admin: Redis;
  let session: Session;
  const text = async (path = '$'): Promise<string> =>
    String(await admin.call('json.get', key, path));
  const whole = `[${DOCUMENT}]`;
  beforeAll(async () => {
    server = await startRedis('stack');
    admin = server.client();
    ({ session } = await openSession(server, { protocol: 3 }));
  });
  afterAll(async () => {
    session.close();
    await server.stop();
  });
  beforeEach(async () => {
    await admin.flushall();
    await admin.call('json.set', key, '$', DOCUMENT);
  });

  test('runs all commands in one MULTI, and takes them back under one ticket', async () => {
    const json = await setUp(session);
    await admin.expire('product:1', 1_000);
    const ticket = await json.save(
      at(['on'], { kind: 'toggle' }),
      at(['name'], { kind: 'strappend', value: '" XL"' }),
      at(['stock', 'eu'], { kind: 'delete' }),
      at(['tags'], { kind: 'arrinsert', index: 1, values: ['null'] }),
      at(['offers', 0], { kind: 'delete' }),
      set(['last'], '7'),
    );
    expect(ticket).toMatchObject({
      title: 'Changed 6 places of product:1',
      command:
        'JSON.TOGGLE product:1 $.on; JSON.STRAPPEND product:1 $.name "\\" XL\\""; JSON.DEL product:1 $.stock.eu',
    });
    expect(JSON.parse(await text())).toMatchObject([
      { on: false, name: 'Größe XL', offers: [{ shop: 'B' }], last: 7 },
    ]);
    expect(await text('$.tags')).toBe('[["a",null,9007199254740993,1.5,["x",true]]]');
    expect(await text('$.stock.eu')).toBe('[]');
    expect(await json.undo(ticket)).toMatchObject({ restored: 1, conflictCount: 0 });
    expect(await text()).toBe(whole);
    expect(Number(await admin.ttl('product:1'))).toBeGreaterThan(900);
  });

  test('a new member and an increment are saved with the rest, and go with it', async () => {
    const json = await setUp(session);
    const changes = [
      add(['stock', 'new one'], '1.50'),
      increment(['stock', 'eu'], '9007199254740993'),
      add(['later'], '{"a":[]}'),
      at(['on'], { kind: 'toggle' }),
    ];
    // The number may be another one by now: the command is right all the same.
    await admin.call('json.numincrby', key, '$.stock.eu', '4');
    const before = await text();
    const ticket = await json.save(...changes);
    expect(ticket.command).toContain(
      'JSON.SET product:1 "$.stock[\\"new one\\"]" 1.50 NX; JSON.NUMINCRBY product:1 $.stock.eu 9007199254740993',
    );
    expect(await text('$.stock')).toBe(
      '[{"eu":9007199254740998,"us":12345678901234567890,"asia":null,"open":[true,false],"new one":1.5}]',
    );
    expect(await text('$.later')).toBe('[{"a":[]}]');
    // The rest of the object is others' to change meanwhile.
    await admin.call('json.set', key, '$.stock.asia', '3');
    expect(await json.undo(ticket)).toMatchObject({ restored: 1, conflictCount: 0 });
    expect(await text()).toBe(before.replace('"asia":null', '"asia":3'));
  });

  test.each<[string, Change, object]>([
    ['a member that is there by now', add(['on'], '1'), { code: 'conflict', current: '[true]' }],
    ['an object that is not there', add(['no', 'x'], '1'), { code: 'notFound', what: 'path' }],
    ['no object', add(['name', 'x'], '1'), { code: 'notFound', what: 'path' }],
    ['no number', increment(['name'], '1'), { code: 'notFound', what: 'number' }],
    ['nothing there', increment(['no'], '1'), { code: 'conflict', current: '[]' }],
    ['64 bits left', increment(['n'], '1'), { code: 'notFound', what: 'number' }],
    [
      'another size',
      at(['tags'], { kind: 'pop', index: 0 }, { is: 'size', kind: 'array', size: 3 }),
      { code: 'conflict', current: 'array of 4' },
    ],
  ])('writes none of them where one does not fit: %s', async (_, change, error) => {
    const json = await setUp(session);
    await admin.call('json.set', key, '$.n', '9223372036854775807');
    const before = await text();
    await expect(json.save(at(['on'], { kind: 'delete' }), change)).rejects.toBeDefined();
    await expect(json.save(set(['last'], '7'), change)).rejects.toMatchObject({ error });
    expect(await text()).toBe(before);
  });

  test('reads places as they are now, of a large one its size', async () => {
    const json = await setUp(session);
    const items = Array.from({ length: 60_000 }, (_, i) => `"item number ${i}"`).join(',');
    await admin.call('json.set', key, '$.items', `[${items}]`);
    expect(await json.places(['stock', 'us'], ['no'], ['items'], ['items', 7], [])).toMatchObject([
      { is: 'text', text: '12345678901234567890' },
      { is: 'gone' },
      { is: 'size', kind: 'array', size: 60_000 },
      { is: 'text', text: '"item number 7"' },
      { is: 'size', kind: 'object', size: 7 },
    ]);
    const append = at(
      ['items'],
      { kind: 'arrappend', values: ['1'] },
      { is: 'size', kind: 'array', size: 60_000 },
    );
    const ticket = await json.save(append, increment(['last'], '1'));
    expect(await text('$.items[60000]')).toBe('[1]');
    expect(await json.undo(ticket)).toMatchObject({ restored: 1 });
    expect(await text('$.items[60000]')).toBe('[]');
    await admin.del(key);
    await expect(json.places(['on'])).rejects.toMatchObject({
      error: { code: 'notFound', what: 'key' },
    });
  });

  test('one command by itself has its own title, and leaves the rest to others', async () => {
    const json = await setUp(session);
    const ticket = await json.save(at(['stock', 'eu'], { kind: 'delete' }));
    expect(ticket.title).toBe('Deleted $.stock.eu of product:1');
    await admin.call('json.set', key, '$.last', '5');
    expect(await json.undo(ticket)).toMatchObject({ restored: 1 });
    expect(await text()).toBe(whole.replace('"last":0', '"last":5'));
  });

  test('nothing is written where one place was changed, or where what was left was', async () => {
    const json = await setUp(session);
    const changes = [at(['on'], { kind: 'toggle' }), at(['stock', 'eu'], { kind: 'delete' })];
    await admin.call('json.set', key, '$.stock.eu', '2');
    const before = await text();
    await expect(json.save(...changes)).rejects.toMatchObject({
      error: { code: 'conflict', current: '[2]' },
    });
    expect(await text()).toBe(before);
    await admin.call('json.set', key, '$.stock.eu', '1');
    const ticket = await json.save(...changes);
    await admin.call('json.set', key, '$.stock.asia', '3');
    expect(await json.undo(ticket)).toMatchObject({ restored: 0, conflictCount: 1 });
  });

  test('a command that the server refuses takes the others back', async () => {
    const json = await setUp(session);
    await expect(
      json.save(
        at(['on'], { kind: 'toggle' }),
        at(['tags'], { kind: 'arrappend', values: ['{bad'] }),
      ),
    ).rejects.toMatchObject({ error: { code: 'redis.reply' } });
    expect(await text()).toBe(whole);
  });

  test.each<[string, Change, Change]>([
    ['an element and its array', at(['tags', 0], { kind: 'delete' }), set(['tags', 1], '2')],
    ['a later index', at(['tags'], { kind: 'pop', index: 0 }), set(['tags', 1], '2')],
    ['a new member and its object', add(['stock', 'x'], '1'), set(['stock'], '{}')],
    ['an increment and a SET', increment(['last'], '1'), set(['last'], '2')],
    ['a parent', at(['stock'], { kind: 'delete' }), at(['stock', 'eu'], { kind: 'delete' })],
    ['the same place', at(['on'], { kind: 'toggle' }), at(['on'], { kind: 'toggle' })],
  ])('refuses what is in each other’s way: %s', async (_, one, other) => {
    const json = await setUp(session);
    await expect(json.save(one, other)).rejects.toMatchObject({ error: { code: 'unsupported' } });
    await expect(json.save(other, one)).rejects.toMatchObject({ error: { code: 'unsupported' } });
    expect(await text()).toBe(whole);
  });

  test('refuses a command that does not fit what was read', async () => {
    const json = await setUp(session);
    for (const change of [
      at(['name'], { kind: 'toggle' }),
      at(['on'], { kind: 'strappend', value: '"x"' }),
      at(['tags'], { kind: 'pop', index: 4 }),
      at(['tags'], { kind: 'arrinsert', index: 5, values: ['1'] }),
      at(['tags'], { kind: 'merge', value: '{}' }),
    ])
      await expect(json.save(change)).rejects.toMatchObject({ error: { code: 'notFound' } });
    expect(await text()).toBe(whole);
  });

  test('a merge leaves the members in the order that its preview has', async () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const member = fc.constantFrom('1', 'null', '"x"', '{"p":1,"q":null,"r":[null]}', '{"p":null}');
    const object = fc
      .uniqueArray(fc.tuple(name, member), { selector: ([one]) => one })
      .map((members) => `{${members.map(([one, source]) => `"${one}":${source}`).join(',')}}`);
    await fc.assert(
      fc.asyncProperty(object, object, async (before, patch) => {
        await admin.call('json.set', key, '$', before);
        await admin.call('json.merge', key, '$', patch);
        expect(resultOf({ kind: 'merge', value: patch }, before)).toEqual({
          after: (await text()).slice(1, -1),
        });
      }),
      { numRuns: 100 },
    );
  });

  test('any accepted changes are the same as one after another, and come back to the byte', async () => {
    const json = await setUp(session);
    const other = 'one:by:one';
    const backwards = 'backwards';
    await fc.assert(
      fc.asyncProperty(fc.array(anyChange, { minLength: 1, maxLength: 12 }), async (all) => {
        const changes = accepted(all);
        await admin.call('json.set', key, '$', DOCUMENT);
        await admin.call('json.set', other, '$', DOCUMENT);
        for (const change of changes) {
          const [name, ...rest] = wordsOf(change);
          await admin.call(name, other, ...rest);
        }
        // Their paths are those of the document as read: apart means that the order is no matter.
        await admin.call('json.set', backwards, '$', DOCUMENT);
        for (const change of changes.toReversed()) {
          const [name, ...rest] = wordsOf(change);
          await admin.call(name, backwards, ...rest);
        }
        expect(JSON.parse(String(await admin.call('json.get', backwards)))).toEqual(
          JSON.parse(String(await admin.call('json.get', other))),
        );
        const ticket = await json.save(...changes);
        expect(await text()).toBe(String(await admin.call('json.get', other, '$')));
        for (const change of changes) {
          if (
            'path' in change ||
            regionOf(change.steps, change.command) !== formatJsonPath(change.steps)
          )
            continue;
          const { command, expected, steps } = change;
          // What is shown before saving, to the byte: order of the members, layout of the numbers.
          const before = expected.is === 'text' ? expected.text : null;
          const after =
            command.kind === 'add'
              ? command.value
              : (resultOf(command, before ?? textAt(steps))?.after ?? '');
          expect(await text(formatJsonPath(steps))).toBe(`[${after}]`);
        }
        expect(await json.undo(ticket)).toMatchObject({ restored: 1, conflictCount: 0 });
        expect(await text()).toBe(whole);
      }),
      { numRuns: 30 },
    );
  });
});
