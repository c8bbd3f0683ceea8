export interface Shop {
  readonly name: string;
  readonly city: string;
  readonly longitude: number;
  readonly latitude: number;
}

const shop = (name: string, city: string, longitude: number, latitude: number): Shop => ({
  name,
  city,
  longitude,
  latitude,
});

/** The first seven sell everything; the others specialise. */
export const SHOPS: readonly [Shop, ...Shop[]] = [
  shop('nordphone', 'Hamburg', 9.9937, 53.5511),
  shop('techhaus', 'Berlin', 13.405, 52.52),
  shop('elektro-24', 'Köln', 6.9603, 50.9375),
  shop('megastore', 'München', 11.582, 48.1351),
  shop('pixelmart', 'Frankfurt am Main', 8.6821, 50.1109),
  shop('bytehof', 'Leipzig', 12.3731, 51.3397),
  shop('volthub', 'Stuttgart', 9.1829, 48.7758),
  shop('kamerakeller', 'Dresden', 13.7373, 51.0504),
  shop('klangwerk', 'Wien', 16.3738, 48.2082),
  shop('alpentech', 'Innsbruck', 11.4041, 47.2692),
  shop('zueridigital', 'Zürich', 8.5417, 47.3769),
  shop('grachten-electronics', 'Amsterdam', 4.9041, 52.3676),
  shop('boulevard-hifi', 'Paris', 2.3522, 48.8566),
  shop('fjordshop', 'Oslo', 10.7522, 59.9139),
  shop('smorrebyte', 'København', 12.5683, 55.6761),
  shop('gamla-data', 'Stockholm', 18.0686, 59.3293),
  shop('kielkauf', 'Kiel', 10.1228, 54.3233),
  shop('ruhrtronik', 'Dortmund', 7.4653, 51.5136),
];

/** Those that every product may be offered by. */
export const BIG_SHOPS: readonly [Shop, ...Shop[]] = [SHOPS[0], ...SHOPS.slice(1, 7)];
