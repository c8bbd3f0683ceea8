import { cameras, headphones, speakers, tvs } from './catalog-av.ts';
import { consoles, laptops, monitors } from './catalog-computing.ts';
import { smartphones, tablets, watches } from './catalog-mobile.ts';
import type { Category, ModelLine, Specs, VariantAxis } from './catalog.ts';
import { createRandom, type Random } from './random.ts';
import { BIG_SHOPS, SHOPS } from './shops.ts';

export interface Product {
  readonly slug: string;
  readonly key: string;
  readonly name: string;
  readonly brand: string;
  readonly category: string;
  readonly price: number;
  readonly specs: Specs;
}

const CATEGORIES: readonly Category[] = [
  smartphones,
  laptops,
  headphones,
  monitors,
  tablets,
  watches,
  tvs,
  cameras,
  speakers,
  consoles,
];

export const cents = (price: number): number => Math.round(price * 100) / 100;

export const slugify = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('+', ' plus')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

interface Variant {
  readonly distance: number;
  readonly labels: readonly string[];
  readonly factor: number;
  readonly specs: Specs;
}

/** Every way a model is sold, the plainest first. */
function variants(axes: readonly VariantAxis[]): readonly Variant[] {
  let found: Variant[] = [{ distance: 0, labels: [], factor: 1, specs: {} }];
  for (const { spec, options } of axes)
    found = found.flatMap((before) =>
      options.map(({ value, label, factor }, index) => ({
        distance: before.distance + index,
        labels: label === '' ? before.labels : [...before.labels, label],
        factor: before.factor * factor,
        specs: { ...before.specs, [spec]: value },
      })),
    );
  return found.toSorted((a, b) => a.distance - b.distance);
}

function soldAs(
  category: string,
  { brand, specs }: ModelLine,
  model: string,
  variant: Variant,
): Product {
  const [name = '', price = '0'] = model.split(':');
  const sold = [name, ...variant.labels].join(' ');
  const slug = slugify(sold);
  return {
    slug,
    key: `product:${category}:${slug}`,
    name: name.startsWith(brand) ? sold : `${brand} ${sold}`,
    brand,
    category,
    price:
      variant.factor === 1
        ? Number(price)
        : cents(Math.round(Number(price) * variant.factor) - 0.1),
    specs: { ...specs, ...variant.specs },
  };
}

function* productsOf({ category, count, lines, axes }: Category): Generator<Product> {
  let left = count;
  for (const variant of variants(axes))
    for (const line of lines)
      for (const model of line.models.split(', ')) {
        if (left-- <= 0) return;
        yield soldAs(category, line, model, variant);
      }
}

let made: readonly Product[] | undefined;

/** The 5,000 products; made once, for it is the same list each time. */
export function allProducts(): readonly Product[] {
  made ??= CATEGORIES.flatMap((category) => Array.from(productsOf(category)));
  return made;
}

/** Those whose prices move: a few dozen, so that a price is seen to move more than once. */
const FAVOURITES: readonly string[] = [
  'iphone-15-pro',
  'galaxy-s25-ultra',
  'pixel-9-pro',
  'macbook-air-m4-13',
  'thinkpad-x1-g13',
  'sony-wh-1000xm6',
  'ipad-air-11-m3',
  'lg-oled-c5-55',
  'dell-u2725qe',
  'bose-qc-ultra-2',
  'oneplus-13',
  'xps-13-9350',
  'switch-2',
  'kindle-pw-12',
];

let busy: readonly Product[] | undefined;

export function busyProducts(): readonly Product[] {
  busy ??= chooseBusy();
  return busy;
}

function chooseBusy(): readonly Product[] {
  const products = allProducts();
  const bySlug = new Map(products.map((product) => [product.slug, product]));
  const random = createRandom('busy products');
  const chosen = new Map<string, Product>();
  for (const slug of FAVOURITES) {
    const product = bySlug.get(slug);
    if (product !== undefined) chosen.set(slug, product);
  }
  while (chosen.size < 48) {
    const product = products[random.int(0, products.length - 1)];
    if (product !== undefined) chosen.set(product.slug, product);
  }
  return [...chosen.values()];
}

const COLORS = ['black', 'white', 'blue', 'green', 'grey', 'natural titanium', 'pink'] as const;

function offers(random: Random, { slug, price }: Product, nowS: number) {
  const count = random.int(2, 4);
  const first = random.int(0, 6);
  return Array.from({ length: count }, (_, index) => {
    const special =
      index === 0 && random.chance(0.4) ? SHOPS[random.int(7, SHOPS.length - 1)] : undefined;
    const shop = special ?? BIG_SHOPS[(first + index) % 7] ?? BIG_SHOPS[0];
    return {
      shop: shop.name,
      price: cents(price * (0.96 + random.next() * 0.1)),
      url: `https://${shop.name}.example/p/${slug}-${random.int(1000, 99_999)}`,
      seen_at: nowS - random.int(10, 86_400),
    };
  });
}

/** The document of a product, as its key holds it. */
export function productDocument(product: Product, nowMs: number) {
  const random = createRandom(product.key);
  const nowS = Math.floor(nowMs / 1000);
  const updatedAt = nowS - random.int(5, 172_800);
  const gone = random.chance(0.04);
  return {
    name: product.name,
    brand: product.brand,
    category: product.category,
    price: product.price,
    currency: 'EUR',
    in_stock: !gone && random.chance(0.86),
    rating: Math.round((3.4 + random.next() * 1.5) * 10) / 10,
    reviews: Math.floor(random.next() ** 4 * 24_000),
    specs: {
      ...product.specs,
      weight_g: product.specs['weight_g'] ?? random.int(40, 4200),
      colors: COLORS.slice(0, random.int(2, COLORS.length)),
    },
    offers: offers(random, product, updatedAt),
    image: `https://cdn.example.com/p/${product.slug}.webp`,
    updated_at: updatedAt,
    discontinued: gone
      ? new Date((updatedAt - 86_400 * 40) * 1000).toISOString().slice(0, 10)
      : null,
  };
}
