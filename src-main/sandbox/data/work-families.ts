import { allProducts, busyProducts, cents, type Product } from './products.ts';
import { createRandom, type Random } from './random.ts';
import { BIG_SHOPS } from './shops.ts';
import { isoTime, type Argument, type Command, type Family } from './step.ts';

export const QUEUES = ['scraper', 'normalizer', 'pareto', 'celery'] as const;
export type Queue = (typeof QUEUES)[number];

const DEPTHS: Readonly<Record<Queue, number>> = {
  scraper: 184,
  normalizer: 62,
  pareto: 27,
  celery: 14,
};

const TASKS: Readonly<Record<Queue, readonly [string, ...string[]]>> = {
  scraper: [
    'scraper.tasks.fetch_offer_page',
    'scraper.tasks.fetch_listing',
    'scraper.tasks.solve_block',
  ],
  normalizer: ['normalizer.tasks.normalize_offer', 'normalizer.tasks.match_product'],
  pareto: ['pareto.tasks.recompute_front'],
  celery: ['shop.tasks.send_price_alert', 'shop.tasks.rebuild_sitemap', 'shop.tasks.expire_carts'],
};

function productOf(random: Random): Product | undefined {
  const products = busyProducts();
  return products[random.int(0, products.length - 1)];
}

interface TaskArguments {
  readonly args: readonly unknown[];
  readonly kwargs: object;
}

const ARGUMENTS: Readonly<Record<Queue, (random: Random, slug: string) => TaskArguments>> = {
  scraper: (random, slug) => {
    const shop = random.pick(BIG_SHOPS).name;
    return {
      args: [shop, slug],
      kwargs: {
        url: `https://${shop}.example/p/${random.int(1000, 99_999)}`,
        render_js: random.chance(0.2),
        proxy_pool: random.pick(['eu-west', 'eu-north', 'eu-central']),
        timeout: 10,
      },
    };
  },
  normalizer: (random) => ({
    args: [random.int(1_000_000, 9_999_999)],
    kwargs: { shop: random.pick(BIG_SHOPS).name, currency: 'EUR' },
  }),
  pareto: (_random, slug) => ({
    args: [slug],
    kwargs: { axes: ['price', 'rating', 'delivery_days'] },
  }),
  celery: (random, slug) => ({ args: [random.int(4000, 12_500)], kwargs: { product_id: slug } }),
};

/** One message as a producer pushes it. */
export function jobMessage(random: Random, queue: Queue, nowMs: number): string {
  return JSON.stringify({
    id: random.uuid(),
    task: random.pick(TASKS[queue]),
    ...ARGUMENTS[queue](random, productOf(random)?.slug ?? ''),
    retries: random.chance(0.12) ? random.int(1, 3) : 0,
    eta: random.chance(0.1) ? isoTime(nowMs + random.int(10_000, 600_000)) : null,
    expires: random.chance(0.5) ? isoTime(nowMs + 3_600_000) : null,
  });
}

export const queues: Family = {
  name: 'queues',
  shortLived: false,
  *steps({ nowMs }) {
    const random = createRandom('queues');
    const waiting: (readonly [key: string, queue: Queue, depth: number])[] = [
      ...QUEUES.map((queue) => [queue, queue, DEPTHS[queue]] as const),
      // Celery's own way of keeping priorities: the queue's name, two separator bytes, the step.
      ['celery\x06\x163', 'celery', 5],
      ['celery\x06\x166', 'celery', 3],
    ];
    for (const [key, queue, depth] of waiting) {
      const messages = Array.from({ length: depth }, () => jobMessage(random, queue, nowMs));
      yield { key, write: 'afresh', commands: [['lpush', key, ...messages]] };
    }
  },
};

export interface Comparison {
  readonly id: string;
  readonly total: number;
  readonly completed: number;
  readonly status: 'queued' | 'running' | 'done' | 'failed';
}

const RUNNING = ['phones', 'laptops', 'audio', 'tvs', 'tablets', 'cameras'] as const;

export function allComparisons(): readonly Comparison[] {
  const random = createRandom('comparisons');
  const running = RUNNING.map((id): Comparison => {
    const total = random.int(80, 320);
    return { id, total, completed: random.int(5, total - 10), status: 'running' };
  });
  const past = Array.from({ length: 18 }, (_, index): Comparison => {
    const total = random.int(20, 240);
    const status = index < 3 ? 'failed' : index < 5 ? 'queued' : 'done';
    const completed =
      status === 'done' ? total : status === 'queued' ? 0 : random.int(1, total - 1);
    return { id: random.uuid(), total, completed, status };
  });
  return [...running, ...past];
}

export const comparisons: Family = {
  name: 'comparisons',
  shortLived: false,
  *steps() {
    const random = createRandom('comparison results');
    for (const { id, total, completed, status } of allComparisons()) {
      const key = `comparison:${id}:progress`;
      yield {
        key,
        write: 'over',
        commands: [['hset', key, 'total', total, 'completed', completed, 'status', status]],
      };
      if (status !== 'done' && status !== 'running') continue;
      const best = `comparison:${id}:best`;
      const found: Argument[] = [];
      for (let i = 0; i < 12; i++) {
        const product = productOf(random);
        if (product !== undefined)
          found.push(cents(product.price * (0.92 + random.next() * 0.06)), product.slug);
      }
      yield { key: best, write: 'over', commands: [['zadd', best, ...found]] };
    }
  },
};

const RESULTS = 400;
const GROUPS = ['normalizer', 'pareto'] as const;

/** Results of the scraper as a stream with two consumer groups; one has messages that nobody has acknowledged. */
export const scrapeStream: Family = {
  name: 'stream',
  shortLived: false,
  *steps({ nowMs }) {
    const random = createRandom('stream');
    const key = 'scrape:results';
    const catalogue = allProducts();
    const adds: Command[] = [];
    for (let i = 0; i < RESULTS; i++) {
      const product = catalogue[random.int(0, catalogue.length - 1)];
      if (product === undefined) continue;
      const id = `${nowMs - (RESULTS - i) * 9000 + random.int(0, 8000)}-0`;
      const failed = random.chance(0.06);
      adds.push([
        ...(['xadd', key, id, 'task_id', random.uuid(), 'product_id', product.slug] as const),
        ...(['shop', random.pick(BIG_SHOPS).name, 'status', failed ? 'failed' : 'ok'] as const),
        ...(failed ? ['error', 'ReadTimeout'] : ['price', cents(product.price * 0.98)]),
      ]);
    }
    const read = (group: string, consumer: string, count: number): Command => [
      ...(['xreadgroup', 'GROUP', group, consumer, 'COUNT', count] as const),
      ...(['STREAMS', key, '>'] as const),
    ];
    const acknowledged = adds.slice(0, 180).map(([, , id = '']) => id);
    yield {
      key,
      write: 'afresh',
      commands: [
        ...adds,
        ...GROUPS.map((group): Command => ['xgroup', 'CREATE', key, group, '0']),
        read('normalizer', 'normalizer-1', 120),
        read('normalizer', 'normalizer-2', 97),
        read('pareto', 'pareto-1', 240),
        ['xack', key, 'normalizer', ...acknowledged],
        ['xack', key, 'pareto', ...acknowledged],
      ],
    };
  },
};
