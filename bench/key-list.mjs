// The list of keys as a user drives it, in scripts that run in the page; and what the server saw of its scan.

/** The COUNT of each SCAN that `scan` makes the server do: it follows how quick the server is. */
export async function countsOf(admin, scan) {
  await admin.config('SET', 'slowlog-log-slower-than', 0, 'slowlog-max-len', 10_000);
  await admin.slowlog('RESET');
  await scan();
  const log = await admin.slowlog('GET', 10_000);
  await admin.config('SET', 'slowlog-log-slower-than', -1);
  const scans = log.map(([, , , words]) => words).filter(([name]) => name.toUpperCase() === 'SCAN');
  return scans.toReversed().map((words) => Number(words[words.indexOf('COUNT') + 1]));
}

const listedKeys = `
  const listedKeys = () => {
    const words = document.querySelector('footer [title*=" listed all scanned"]')?.title ?? '';
    return words === '' ? null : Number(words.split(' ')[0].replaceAll(',', ''));
  };
  const untilListed = () => new Promise((done) => {
    const check = () => {
      const keys = listedKeys();
      if (keys === null) return false;
      observer.disconnect();
      done({ keys, atMs: performance.timeOrigin + performance.now() });
      return true;
    };
    const observer = new MutationObserver(check);
    if (!check()) observer.observe(document.body, {
      subtree: true, childList: true, characterData: true, attributes: true,
    });
  });`;
/** Until the footer says that all keys are listed: how many, and when (ms since the epoch). */
export const untilListed = `(async () => { ${listedKeys} return await untilListed(); })()`;
/** Scan again, until all are listed: how many, and in how many ms. */
export const scanAgain = `(async () => {
  ${listedKeys}
  const startedAt = performance.now();
  document.querySelector('button[aria-label^="Scan again"]').click();
  // React has drawn what the click changed before the next task.
  await new Promise((done) => setTimeout(done));
  if (listedKeys() !== null) throw new Error('the scan did not begin');
  const { keys } = await untilListed();
  return { ms: performance.now() - startedAt, keys };
})()`;

/** The milliseconds of a scan that has found all the keys; throws when it has not. */
export function msOfAll({ keys, ms }, keyCount) {
  if (keys === keyCount) return ms;
  throw new Error(`${keys} keys instead of ${keyCount}`);
}

/** The same scan of the app and of a bare client with the same COUNTs, in milliseconds. */
export const scanSides = ({ app, bare, counts, keyCount }) => ({
  ours: async () => msOfAll(await app.run(scanAgain), keyCount),
  bare: async () => msOfAll(await bare.ask('scan', { counts }), keyCount),
});
