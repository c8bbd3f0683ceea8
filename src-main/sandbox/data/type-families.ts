import { allProducts, busyProducts } from './products.ts';
import { createRandom, type Random } from './random.ts';
import { BIG_SHOPS } from './shops.ts';
import { isoDay, isoTime, setString, type Command, type Family, type Step } from './step.ts';

const DAY_MS = 86_400_000;

const url = (random: Random, slug: string): string =>
  `https://${random.pick(BIG_SHOPS).name}.example/p/${slug}`;

function* bloomSteps(random: Random, has: (command: string) => boolean): Generator<Step> {
  const urls = allProducts()
    .slice(0, 2000)
    .map(({ slug }) => url(random, slug));
  const made: readonly (readonly [key: string, commands: readonly Command[]])[] = [
    [
      'seen:urls',
      [
        ['bf.reserve', 'seen:urls', '0.001', 20_000],
        ['bf.madd', 'seen:urls', ...urls],
      ],
    ],
    [
      'seen:etags',
      [
        ['cf.reserve', 'seen:etags', 4096],
        ['cf.insert', 'seen:etags', 'ITEMS', ...Array.from({ length: 600 }, () => random.hex(16))],
      ],
    ],
    [
      'seen:hosts',
      [
        ['cms.initbydim', 'seen:hosts', 1000, 5],
        [
          'cms.incrby',
          'seen:hosts',
          ...BIG_SHOPS.flatMap(({ name }) => [`${name}.example`, random.int(800, 40_000)]),
        ],
      ],
    ],
    [
      'seen:trending',
      [
        ['topk.reserve', 'seen:trending', 10, 64, 5, '0.9'],
        [
          'topk.incrby',
          'seen:trending',
          ...busyProducts().flatMap(({ slug }) => [slug, random.int(5, 9000)]),
        ],
      ],
    ],
    [
      'seen:latency_ms',
      [
        ['tdigest.create', 'seen:latency_ms'],
        [
          'tdigest.add',
          'seen:latency_ms',
          ...Array.from({ length: 800 }, () => Math.round(random.next() ** 4 * 9000) + 40),
        ],
      ],
    ],
  ];
  for (const [key, commands] of made)
    if (commands.every(([name]) => has(name))) yield { key, write: 'afresh', commands };
}

/** What the Bloom module adds. */
export const probabilistic: Family = {
  name: 'probabilistic',
  shortLived: false,
  *steps({ has }) {
    yield* bloomSteps(createRandom('probabilistic'), has);
  },
};

const FLAGS = [
  ['new_search', 'on'],
  ['price_alerts_v2', 'on'],
  ['pareto_front', '25%'],
  ['dark_mode', 'on'],
  ['checkout_redirect', 'off'],
  ['vector_suggestions', '10%'],
  ['currency_switch', 'on'],
  ['scraper_render_js', 'off'],
] as const;

function* visits(random: Random, nowMs: number): Generator<Step> {
  for (let day = 0; day < 7; day++) {
    const date = isoDay(nowMs - day * DAY_MS);
    const visitors = Array.from({ length: 400 }, () => `v${random.int(1, 3000)}`);
    const key = `visitors:${date}`;
    yield { key, write: 'over', commands: [['pfadd', key, ...visitors]] };
    // One bit per user number: a bitmap is a string.
    const bits = Buffer.from(
      Array.from({ length: 1600 }, () => random.int(0, 255) & random.int(0, 255)),
    );
    yield setString(`active:${date}`, bits);
  }
}

export const coreTypes: Family = {
  name: 'settings',
  shortLived: false,
  *steps({ nowMs, has }) {
    const random = createRandom('core types');
    yield {
      key: 'feature_flags',
      write: 'over',
      commands: [['hset', 'feature_flags', ...FLAGS.flat()]],
    };
    yield setString('deploy:version', `${isoDay(nowMs).replaceAll('-', '.')}-3f9c1a7`);
    yield setString('deploy:at', isoTime(nowMs - 5_400_000));
    yield setString('counter:page_views', '18446744');
    yield setString(
      'config:scraper',
      JSON.stringify({ concurrency: 24, timeout_s: 10, pools: ['eu-west'] }),
    );
    yield* visits(random, nowMs);
    if (has('arset')) {
      const slots = Array.from({ length: 40 }, () => random.int(0, 900));
      yield {
        key: 'slots:delivery',
        write: 'afresh',
        commands: [['arset', 'slots:delivery', 0, ...slots]],
      };
    }
  },
};

/** Price alerts that run out one by one: a hash whose fields have a TTL of their own. */
export const fieldExpiry: Family = {
  name: 'field expiry',
  shortLived: true,
  *steps({ has }) {
    if (!has('hpexpire')) return;
    const random = createRandom('field expiry');
    for (const user of [10482, 8830, 9917]) {
      const key = `alerts:${user}`;
      const commands: Command[] = [];
      for (const { slug, price } of busyProducts().slice(0, 12)) {
        commands.push(['hset', key, slug, Math.floor(price * 0.9)]);
        if (random.chance(0.75))
          commands.push(['hpexpire', key, random.int(60_000, 6 * DAY_MS), 'FIELDS', 1, slug]);
      }
      yield { key, write: 'over', commands };
    }
  },
};
