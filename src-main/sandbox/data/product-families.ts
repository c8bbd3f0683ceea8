import { allProducts, busyProducts, productDocument, slugify } from './products.ts';
import { createRandom } from './random.ts';
import { chunks, words, type Command, type Family, type Step } from './step.ts';

export const PRODUCT_INDEX = 'idx:products';

const createIndex: Command = [
  'ft.create',
  PRODUCT_INDEX,
  ...words('ON JSON PREFIX 1 product: SCHEMA'),
  ...words('$.name AS name TEXT WEIGHT 5.0'),
  ...words('$.brand AS brand TEXT WEIGHT 2.0'),
  ...words('$.category AS category TAG'),
  ...words('$.price AS price NUMERIC SORTABLE'),
];

export const indexSteps = (index: string, create: Command): readonly Step[] => [
  {
    key: index,
    write: 'over',
    commands: [['ft.dropindex', index]],
    tolerates: /unknown index|no such index|not found/i,
  },
  { key: index, write: 'over', commands: [create] },
];

export const productIndex: Family = {
  name: 'index',
  shortLived: false,
  steps: ({ has }) => (has('ft.create') ? indexSteps(PRODUCT_INDEX, createIndex) : []),
};

export const products: Family = {
  name: 'products',
  shortLived: false,
  *steps({ nowMs, has }) {
    const json = has('json.set');
    for (const product of allProducts()) {
      const text = JSON.stringify(productDocument(product, nowMs));
      const command: Command = json
        ? ['json.set', product.key, '$', text]
        : ['set', product.key, text];
      yield { key: product.key, write: 'over', commands: [command] };
    }
  },
};

/** What a page of the shop caches: less than the document, and how long it may be shown. */
export function cachedProduct(slug: string, name: string, price: number, nowMs: number): string {
  return JSON.stringify({
    product_id: slug,
    name,
    price,
    currency: 'EUR',
    cached_at: Math.floor(nowMs / 1000),
  });
}

const CACHED = 500;
export const CACHE_MS = 3_600_000;

export const productCache: Family = {
  name: 'cache',
  shortLived: true,
  *steps({ nowMs }) {
    const random = createRandom('cache');
    const everyTenth = allProducts().filter((_, index) => index % 10 === 0);
    const chosen = new Map([...busyProducts(), ...everyTenth].map((p) => [p.slug, p]));
    for (const { slug, name, price } of [...chosen.values()].slice(0, CACHED)) {
      const age = random.int(1000, CACHE_MS - 20_000);
      const key = `product:${slug}`;
      const text = cachedProduct(slug, name, price, nowMs - age);
      yield {
        key,
        write: 'if-missing',
        commands: [['set', key, text, 'PX', CACHE_MS - age]],
      };
    }
  },
};

/** Large collections, as they grow beside a catalogue. */
export const catalogueSets: Family = {
  name: 'catalogue',
  shortLived: false,
  *steps() {
    const random = createRandom('catalogue');
    const all = allProducts();
    const tags = new Map<string, string[]>();
    for (const { slug, brand, category } of all)
      for (const tag of [category, `brand-${slugify(brand)}`]) {
        const tagged = tags.get(tag);
        if (tagged === undefined) tags.set(tag, [slug]);
        else tagged.push(slug);
      }
    for (const [tag, slugs] of tags)
      yield { key: `tags:${tag}`, write: 'over', commands: [['sadd', `tags:${tag}`, ...slugs]] };
    for (const part of chunks(all, 500)) {
      const skus = part.flatMap(({ slug }) => [
        `4${random.int(100_000_000_000, 999_999_999_999)}`,
        slug,
      ]);
      const views = part.flatMap(({ slug }) => [Math.floor(random.next() ** 3 * 90_000), slug]);
      yield { key: 'sku:index', write: 'over', commands: [['hset', 'sku:index', ...skus]] };
      yield {
        key: 'popular:products',
        write: 'over',
        commands: [['zadd', 'popular:products', ...views]],
      };
    }
    for (const { slug } of busyProducts()) {
      const users = Array.from({ length: random.int(3, 60) }, () => random.int(4000, 12_500));
      yield {
        key: `watchers:${slug}`,
        write: 'over',
        commands: [['sadd', `watchers:${slug}`, ...users]],
      };
    }
  },
};
