/** Waits until `test` holds, asking again and again; fails after five seconds. */
export async function waitFor(test: () => Promise<boolean> | boolean, what: string): Promise<void> {
  const end = Date.now() + 5_000;
  while (!(await test())) {
    if (Date.now() > end) throw new Error(`it never came about: ${what}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}
