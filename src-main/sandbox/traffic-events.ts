import { CACHE_MS, cachedProduct } from './data/product-families.ts';
import { priceSeries, type PriceSeries } from './data/offer-families.ts';
import { busyProducts, cents, type Product } from './data/products.ts';
import type { Random } from './data/random.ts';
import { limiterLevel, LIMITERS, microseconds, type Limiter } from './data/rate-limit-families.ts';
import { allSessions, SESSION_MS, sessionText } from './data/session-families.ts';
import { words, type Command } from './data/step.ts';
import { allComparisons, jobMessage, QUEUES, type Queue } from './data/work-families.ts';

/** What happens next in the shop, as the commands it sends. */
export type NextEvent = (nowMs: number) => readonly Command[];

type Has = (command: string) => boolean;

function weighted<T>(random: Random, items: readonly { item: T; weight: number }[]): T | undefined {
  let at = random.next() * items.reduce((sum, { weight }) => sum + weight, 0);
  return items.find(({ weight }) => (at -= weight) < 0)?.item;
}

/** A price moves: document, history and cache follow, and whoever listens is told. */
function priceUpdates(random: Random, has: Has): NextEvent {
  const products = busyProducts();
  const prices = new Map(products.map(({ slug, price }) => [slug, price]));
  const series = new Map<string, PriceSeries[]>();
  for (const one of priceSeries())
    series.set(one.product.slug, [...(series.get(one.product.slug) ?? []), one]);
  const uncached = new Map<string, Product>();
  return (nowMs) => {
    // The square makes the first ones, which people know, move most.
    const product = products[Math.floor(random.next() ** 2 * products.length)];
    if (product === undefined) return [];
    const { slug, key } = product;
    const last = prices.get(slug) ?? product.price;
    // A walk that is drawn back to the list price, so that a night of traffic does not end in nonsense.
    const drawn = (product.price - last) / product.price;
    const price = cents(last * (1 + (random.next() - 0.5) * 0.03 + drawn * 0.1));
    prices.set(slug, price);
    const commands: Command[] = [['del', `product:${slug}`]];
    if (has('json.set')) commands.push(['json.set', key, '$.price', String(price)]);
    const sold = series.get(slug);
    const one = sold?.[random.int(0, sold.length - 1)];
    if (one !== undefined && has('ts.create'))
      commands.push([
        'ts.add',
        one.key,
        nowMs,
        price,
        ...words('ON_DUPLICATE LAST LABELS'),
        ...one.labels,
      ]);
    commands.push(['publish', 'price_updates', JSON.stringify({ product_id: slug, price })]);
    // Somebody looks at a product whose cached page was dropped before.
    const [viewed] = uncached.size > 8 ? uncached.values() : [];
    if (viewed !== undefined && viewed.slug !== slug) {
      const text = cachedProduct(viewed.slug, viewed.name, prices.get(viewed.slug) ?? 0, nowMs);
      commands.push(['set', `product:${viewed.slug}`, text, 'PX', CACHE_MS]);
      uncached.delete(viewed.slug);
    }
    uncached.set(slug, product);
    return commands;
  };
}

function comparisonSteps(random: Random): NextEvent {
  const running = allComparisons()
    .filter(({ status }) => status === 'running')
    .map(({ id, total, completed }) => ({ id, total, completed }));
  return () => {
    const one = running[random.int(0, running.length - 1)];
    if (one === undefined) return [];
    const key = `comparison:${one.id}:progress`;
    if (one.completed >= one.total) {
      one.total = random.int(80, 320);
      one.completed = 0;
      return [
        ['hset', key, 'total', one.total, 'completed', 0, 'status', 'running'],
        ['publish', `comparison:${one.id}`, `0/${one.total}`],
      ];
    }
    one.completed++;
    const step: Command[] = [
      ['hincrby', key, 'completed', 1],
      ['publish', `comparison:${one.id}`, `${one.completed}/${one.total}`],
    ];
    return one.completed < one.total ? step : [...step, ['hset', key, 'status', 'done']];
  };
}

function scrapeResults(random: Random): NextEvent {
  const products = busyProducts();
  return () => {
    const product = products[random.int(0, products.length - 1)];
    if (product === undefined) return [];
    const status = random.pick(['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'not_modified', 'failed']);
    const price = status === 'ok' ? cents(product.price * (0.95 + random.next() * 0.08)) : null;
    const message = { task_id: random.uuid(), product_id: product.slug, price, status };
    return [['publish', 'scrape_results', JSON.stringify(message)]];
  };
}

/** Some people are at the shop now; the other sessions grow old and end, and a new one begins now and then. */
function sessionTouches(random: Random): NextEvent {
  const active = allSessions().filter(({ ttlMs }, index) => ttlMs <= SESSION_MS && index % 4 === 0);
  return (nowMs) => {
    if (random.chance(0.01)) {
      const text = sessionText(random.int(4000, 12_500), nowMs);
      return [['set', `session:${random.uuid()}`, text, 'PX', random.int(60_000, SESSION_MS)]];
    }
    const session = active[random.int(0, active.length - 1)];
    return session === undefined ? [] : [['pexpire', session.key, SESSION_MS]];
  };
}

function limitedRequests(random: Random): NextEvent {
  const weights = LIMITERS.map((item, index) => ({ item, weight: requestShare(item, index) }));
  return (nowMs) => {
    const limiter = weighted(random, weights);
    if (limiter === undefined) return [];
    const { key, windowMs } = limiter;
    const now = microseconds(nowMs, random.int(0, 999));
    return [
      ['zremrangebyscore', key, 0, microseconds(nowMs - windowMs, 0)],
      ['zadd', key, now, now],
      ['zcard', key],
      ['pexpire', key, windowMs],
    ];
  };
}

/**
 * Requests a minute, about, at the default rate. The fourth power keeps the busy limiters near their limits at the
 * cost of the others, for there are not enough requests for all; those of an hour keep what the fill gave them.
 */
function requestShare({ key, limit, windowMs }: Limiter, index: number): number {
  const level = limiterLevel(index);
  if (windowMs > 60_000) return (0.4 * limit * level) / (windowMs / 60_000);
  const everyone = key.startsWith('ratelimit:api:ip:') ? 0.2 : 1;
  return Math.max(4, limit * level ** 4 * everyone);
}

/** How far pushes may run ahead of pops, and pops of pushes: queues move but neither grow nor dry up. */
const QUEUE_SWING = 8;

function jobs(random: Random): NextEvent {
  const ahead = new Map<Queue, number>();
  return (nowMs) => {
    const queue = random.pick(QUEUES);
    const lead = ahead.get(queue) ?? 0;
    const push = lead <= -QUEUE_SWING || (lead < QUEUE_SWING && random.chance(0.5));
    ahead.set(queue, lead + (push ? 1 : -1));
    return [push ? ['lpush', queue, jobMessage(random, queue, nowMs)] : ['rpop', queue]];
  };
}

/** The shop's day: more than a third of the events are price updates. */
export function shopEvents(random: Random, has: Has): NextEvent {
  const kinds = [
    { item: priceUpdates(random, has), weight: 36 },
    { item: limitedRequests(random), weight: 30 },
    { item: scrapeResults(random), weight: 12 },
    { item: comparisonSteps(random), weight: 8 },
    { item: sessionTouches(random), weight: 7 },
    { item: jobs(random), weight: 7 },
  ];
  return (nowMs) => weighted(random, kinds)?.(nowMs) ?? [];
}
