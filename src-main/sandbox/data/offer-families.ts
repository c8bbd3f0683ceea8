import { indexSteps } from './product-families.ts';
import { allProducts, busyProducts, cents, type Product } from './products.ts';
import { createRandom, type Random } from './random.ts';
import { BIG_SHOPS, SHOPS } from './shops.ts';
import { words, type Argument, type Command, type Family } from './step.ts';

const OFFER_INDEX = 'idx:offers';
const OFFERS = 1200;
const DIMENSIONS = 16;

const createIndex: Command = [
  'ft.create',
  OFFER_INDEX,
  ...words('ON HASH PREFIX 1 offer: SCHEMA'),
  ...words('product TAG shop TAG condition TAG in_stock TAG'),
  ...words('price NUMERIC SORTABLE seen_at NUMERIC SORTABLE'),
  ...words('location GEO'),
  ...words(`embedding VECTOR HNSW 6 TYPE FLOAT32 DIM ${DIMENSIONS} DISTANCE_METRIC COSINE`),
];

/** Products of one category lie near each other, so that a nearest-neighbour query finds something sensible. */
function embedding({ category, slug }: Product, dimensions: number): Buffer {
  const about = createRandom(`embedding of ${category}`);
  const own = createRandom(`embedding of ${slug}`);
  const values = Float32Array.from(
    { length: dimensions },
    () => about.next() - 0.5 + (own.next() - 0.5) * 0.3,
  );
  return Buffer.from(values.buffer);
}

function offer(random: Random, product: Product, index: number, nowMs: number) {
  const shop = index % 5 === 4 ? random.pick(SHOPS) : (BIG_SHOPS[index % 7] ?? BIG_SHOPS[0]);
  const key = `offer:${shop.name}:${product.slug}`;
  const fields: Readonly<Record<string, Argument>> = {
    product: product.slug,
    shop: shop.name,
    condition: random.pick(['new', 'new', 'new', 'refurbished', 'used']),
    in_stock: random.chance(0.85) ? 'yes' : 'no',
    price: cents(product.price * (0.94 + random.next() * 0.12)),
    seen_at: Math.floor(nowMs / 1000) - random.int(10, 172_800),
    location: `${shop.longitude},${shop.latitude}`,
    embedding: embedding(product, DIMENSIONS),
  };
  return { key, fields: Object.entries(fields).flat() };
}

export const offers: Family = {
  name: 'offers',
  shortLived: false,
  *steps({ nowMs, has }) {
    if (has('ft.create')) yield* indexSteps(OFFER_INDEX, createIndex);
    const random = createRandom('offers');
    const all = allProducts();
    for (let i = 0; i < OFFERS; i++) {
      const product = all[(i * 37) % all.length];
      if (product === undefined) continue;
      const { key, fields } = offer(random, product, i, nowMs);
      yield { key, write: 'over', commands: [['hset', key, ...fields]] };
    }
  },
};

export const shopPlaces: Family = {
  name: 'shops',
  shortLived: false,
  *steps() {
    const places = SHOPS.flatMap(({ name, longitude, latitude }) => [longitude, latitude, name]);
    yield { key: 'shops:geo', write: 'over', commands: [['geoadd', 'shops:geo', ...places]] };
    for (const { name, city } of SHOPS)
      yield {
        key: `shop:${name}`,
        write: 'over',
        commands: [
          ['hset', `shop:${name}`, 'name', name, 'city', city, 'url', `https://${name}.example/`],
        ],
      };
  },
};

/** Vectors as plain strings of little-endian floats: values that are no text. */
export const embeddings: Family = {
  name: 'embeddings',
  shortLived: false,
  *steps({ has }) {
    const vectorSet: Command[] = [];
    for (const product of busyProducts()) {
      const key = `embedding:${product.slug}`;
      yield { key, write: 'over', commands: [['set', key, embedding(product, 384)]] };
      const bytes = embedding(product, DIMENSIONS);
      const { slug, brand, category, price } = product;
      const attributes = JSON.stringify({ brand, category, price });
      vectorSet.push(['vadd', 'vectors:products', 'FP32', bytes, slug, 'SETATTR', attributes]);
    }
    if (has('vadd')) yield { key: 'vectors:products', write: 'afresh', commands: vectorSet };
  },
};

export interface PriceSeries {
  readonly key: string;
  readonly labels: readonly string[];
  readonly product: Product;
}

const SERIES_PRODUCTS = 12;
const SERIES_SHOPS = 4;
const SAMPLES = 336;
const HOUR_MS = 3_600_000;

/** 48 series: what a price was at a shop. */
export function priceSeries(): readonly PriceSeries[] {
  return busyProducts()
    .slice(0, SERIES_PRODUCTS)
    .flatMap((product) =>
      BIG_SHOPS.slice(0, SERIES_SHOPS).map(({ name }) => ({
        product,
        key: `price:${product.slug}:${name}`,
        labels: Object.entries({
          product: product.slug,
          shop: name,
          category: product.category,
          brand: product.brand,
          currency: 'EUR',
        }).flat(),
      })),
    );
}

export const priceHistory: Family = {
  name: 'price history',
  shortLived: false,
  *steps({ nowMs, has }) {
    if (!has('ts.create')) return;
    for (const { key, labels, product } of priceSeries()) {
      const random = createRandom(key);
      let price = product.price * (0.98 + random.next() * 0.05);
      const samples: Argument[] = [];
      for (let i = SAMPLES; i > 0; i--) {
        // Shops hold a price for hours, then change it.
        if (random.chance(0.12)) price *= 0.975 + random.next() * 0.05;
        samples.push(key, nowMs - i * HOUR_MS + random.int(0, 60_000), cents(price));
      }
      yield {
        key,
        write: 'afresh',
        commands: [
          ['ts.create', key, 'DUPLICATE_POLICY', 'LAST', 'LABELS', ...labels],
          ['ts.madd', ...samples],
        ],
      };
    }
  },
};
