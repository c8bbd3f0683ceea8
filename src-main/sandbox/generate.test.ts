import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { LOG_BYTES } from './data/odd-families.ts';
import { allProducts, busyProducts } from './data/products.ts';
import { createRandom } from './data/random.ts';
import { words, type Command, type Family } from './data/step.ts';
import { FAMILIES } from './generate.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const all = { nowMs: NOW, has: () => true };
const core = { nowMs: NOW, has: () => false };

const commandsOf = (family: Family, context = all): Command[] =>
  [...family.steps(context)].flatMap(({ commands }) => commands);

function named(name: string): Family {
  const family = FAMILIES.find((one) => one.name === name);
  if (family === undefined) throw new Error(`no family ${name}`);
  return family;
}

function digest(families: readonly Family[], context = all): string {
  const hash = createHash('sha256');
  for (const family of families)
    for (const command of commandsOf(family, context))
      for (const argument of command)
        hash.update(typeof argument === 'number' ? `${argument}` : argument);
  return hash.digest('hex');
}

describe('the generated data', () => {
  test('is the same each time, in whatever order it is made', () => {
    const forth = FAMILIES.map((family) => digest([family]));
    const back = FAMILIES.toReversed().map((family) => digest([family]));
    expect(back.toReversed()).toEqual(forth);
  });

  test('moves with the clock and keeps what has no time', () => {
    const later = { ...all, nowMs: NOW + 86_400_000 };
    expect(digest([named('sessions')], later)).not.toBe(digest([named('sessions')]));
    expect(digest([named('catalogue')], later)).toBe(digest([named('catalogue')]));
  });

  test('has no number that is not one', () => {
    for (const family of FAMILIES)
      for (const command of commandsOf(family))
        for (const argument of command)
          if (typeof argument === 'number') expect(argument).toSatisfy(Number.isFinite);
  });

  test('needs no module where there is none', () => {
    const names = new Set(
      FAMILIES.flatMap((family) => commandsOf(family, core).map(([name]) => name)),
    );
    expect([...names].filter((name) => name.includes('.'))).toEqual([]);
    expect(names).not.toContain('hpexpire');
  });
});

describe('products', () => {
  const products = allProducts();

  test('are 5,000 in 10 categories, each with a name of its own', () => {
    expect(products).toHaveLength(5000);
    expect(new Set(products.map(({ category }) => category)).size).toBe(10);
    expect(new Set(products.map(({ key }) => key)).size).toBe(5000);
    // The cache is keyed by the slug alone.
    expect(new Set(products.map(({ slug }) => slug)).size).toBe(5000);
  });

  test('include many phones by Apple, the cheapest at one price only', () => {
    const phones = products.filter(
      ({ brand, category }) => brand === 'Apple' && category === 'smartphones',
    );
    expect(phones.length).toBeGreaterThan(100);
    const [first, second, third, fourth] = phones
      .map(({ price }) => price)
      .toSorted((a, b) => a - b);
    expect(new Set([first, second, third, fourth]).size).toBe(4);
    expect(products.find(({ slug }) => slug === 'iphone-15-pro')).toMatchObject({
      key: 'product:smartphones:iphone-15-pro',
      name: 'Apple iPhone 15 Pro',
      price: 1199,
    });
  });

  test('have prices in whole cents', () => {
    for (const { price } of products) expect(String(price)).toMatch(/^\d+(\.\d\d?)?$/);
  });

  test('of which 48 are busy, all of them real', () => {
    expect(busyProducts()).toHaveLength(48);
    expect(busyProducts()[0]?.slug).toBe('iphone-15-pro');
    for (const busy of busyProducts()) expect(products).toContain(busy);
  });
});

describe('what the views read', () => {
  test('300 sessions with user, creation and TTL', () => {
    const commands = commandsOf(named('sessions'));
    expect(commands).toHaveLength(300);
    for (const [name, key, text, , ttl] of commands) {
      expect(name).toBe('set');
      expect(key).toMatch(
        /^session:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
      const session: unknown = JSON.parse(String(text));
      expect(session).toEqual({ user_id: expect.any(Number), created_at: expect.any(Number) });
      expect(ttl).toBeGreaterThan(0);
    }
  });

  test('40 limiters whose members are their own scores, in microseconds within the window', () => {
    const steps = [...named('rate limits').steps(all)];
    expect(steps).toHaveLength(40);
    for (const { commands } of steps) {
      const [add, expire] = commands;
      const [, , ...pairs] = add ?? [''];
      const endMs = Number(expire?.[2]);
      for (let i = 0; i < pairs.length; i += 2) {
        expect(pairs[i]).toBe(pairs[i + 1]);
        expect(pairs[i]).toMatch(/^\d{16}$/);
        expect(Number(pairs[i]) / 1000).toBeLessThan(endMs);
      }
    }
  });

  test('500 cached products, none of them past its hour', () => {
    const commands = commandsOf(named('cache'));
    expect(new Set(commands.map(([, key]) => key)).size).toBe(500);
    for (const [, , , , ttl] of commands) expect(ttl).toBeGreaterThan(15_000);
  });

  test('messages of a queue with every field', () => {
    for (const [, , ...messages] of commandsOf(named('queues')))
      for (const message of messages)
        expect(Object.keys(JSON.parse(String(message)))).toEqual(
          words('id task args kwargs retries eta expires'),
        );
  });

  test('one value of five megabytes', () => {
    const [[, , text] = ['', '', '']] = commandsOf(named('log'));
    expect(Buffer.byteLength(String(text))).toBe(LOG_BYTES);
  });
});

function numbers(seed: string): number[] {
  const random = createRandom(seed);
  return Array.from({ length: 5 }, () => random.int(0, 1_000_000));
}

test('a seed gives the same numbers, another seed others', () => {
  expect(numbers('a')).toEqual(numbers('a'));
  expect(numbers('a')).not.toEqual(numbers('b'));
});
