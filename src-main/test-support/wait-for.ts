/** Waits until `test` holds, asking again and again; fails after five seconds or `mostMs`. */
export async function waitFor(
  test: () => Promise<boolean> | boolean,
  what: string,
  mostMs = 5_000,
): Promise<void> {
  const end = Date.now() + mostMs;
  while (!(await test())) {
    if (Date.now() > end) throw new Error(`it never came about: ${what}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}
