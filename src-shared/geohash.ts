/** Degrees as they are typed. */
export const DEGREES = /^[-+]?(\d{1,3}(\.\d{0,30})?|\.\d{1,30})$/;

/** What GEOADD takes: the poles are not on its map. */
export const MOST_LONGITUDE = 180;
export const MOST_LATITUDE = 85.05112878;

const STEPS = 26;

/** Which of 2^26 equal parts of a range, as Redis reckons it in doubles. */
const partOf = (degrees: number, edge: number): number =>
  Math.trunc(((degrees + edge) / (edge + edge)) * 2 ** STEPS);

/** The score that GEOADD gives to a place: 52 bits, those of the latitude and of the longitude in turn. */
export function geohashScore(longitude: string, latitude: string): string {
  const north = BigInt(partOf(Number(latitude), MOST_LATITUDE));
  const east = BigInt(partOf(Number(longitude), MOST_LONGITUDE));
  let bits = 0n;
  // One more than 26: the very edge is a part of its own.
  for (let at = 0n; at <= STEPS; at++)
    bits |= (((north >> at) & 1n) << (2n * at)) | (((east >> at) & 1n) << (2n * at + 1n));
  return String(Number(bits));
}
