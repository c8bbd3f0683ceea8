const chunk = 5_000;

/** Names as a shop has them, the same every time: 30 to 50 bytes, in folders of one to three levels. */
export function shopKeys(count) {
  const next = randomFrom(20_261_123);
  const words = ['iphone', 'galaxy', 'pixel', 'thinkpad', 'bravia', 'kindle', 'switch', 'zenbook'];
  const categories = ['smartphones', 'laptops', 'tablets', 'monitors', 'headphones', 'cameras'];
  const pick = (list) => list[Math.floor(next() * list.length)];
  const hex = (digits) =>
    Math.floor(next() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  const kinds = [
    (i) => `product:${pick(categories)}:${pick(words)}-${hex(4)}-${i}`,
    (i) => `price:${pick(words)}-${hex(3)}-${i}:${pick(['nordphone', 'techhaus', 'volthub'])}`,
    (i) => `session:${hex(8)}-${hex(4)}-4${hex(3)}-${hex(8)}-${i}`,
    (i) => `ratelimit:api:user:${i}`,
  ];
  return Array.from({ length: count }, (_, i) => kinds[i % kinds.length](i));
}

/** mulberry32: the same numbers on every machine. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export async function writeShopKeys(client, count) {
  const names = shopKeys(count);
  for (let at = 0; at < count; at += chunk) {
    const pairs = names.slice(at, at + chunk).flatMap((name) => [name, 'value']);
    await client.mset(...pairs);
  }
}
