export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function rounded(number, digits = 1) {
  return Number(number.toFixed(digits));
}

/** Ours to the floor, by their medians. */
export const ratio = (ours, floor) => rounded(median(ours) / median(floor), 3);

/** The median with the single figures, since it hides how far they lie apart. */
export function spread(numbers, digits = 1) {
  return {
    median: rounded(median(numbers), digits),
    each: numbers.map((number) => rounded(number, digits)),
  };
}

/**
 * Measures all sides in turn, so many times round: what changes on the machine meanwhile meets each of them. Every other
 * round goes backwards, so that none is always the one that comes after another.
 */
export async function inTurn(rounds, sides, say, inWords) {
  const names = Object.keys(sides);
  const measured = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed())
      measured[name].push(await sides[name](round));
    const words = names.map((name) => `${name} ${inWords(measured[name].at(-1))}`);
    say(`${round + 1} of ${rounds}: ${words.join(', ')}`);
  }
  return measured;
}
