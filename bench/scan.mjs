import { forkProgram } from './ask-child.mjs';
import { inTurn, ratio, rounded, spread } from './figures.mjs';
import { openRedstart } from './open-app.mjs';
import { startServer } from './servers.mjs';
import { writeShopKeys } from './shop-keys.mjs';

const keyCount = 100_000;

/**
 * All names of a server listed in the key room, its tree up to date, against a bare loop of SCAN with the same COUNT in
 * each step. Both have run once before, and both then walk the same server again and again.
 */
export async function measureScan({ rounds, say }) {
  const server = await startServer();
  const admin = server.client();
  await writeShopKeys(admin, keyCount);
  const app = openRedstart({ REDSTART_URL: server.url });
  const bare = forkProgram('bare-scan.mjs', { ...server, protocol: 3 });
  try {
    await app.until('filled');
    await app.ask('focus');
    await app.run(untilListed);
    const counts = await countsOf(admin, () => app.run(scanAgain));
    await bare.ask('scan', { counts });
    const took = await inTurn(
      rounds * 2,
      { listed: () => app.run(scanAgain), bare: () => bare.ask('scan', { counts }) },
      say,
      ({ ms, keys }) => `${rounded(ms)} ms (${keys})`,
    );
    for (const { keys } of [...took.listed, ...took.bare])
      if (keys !== keyCount) throw new Error(`${keys} keys instead of ${keyCount}`);
    const ms = (side) => took[side].map((one) => one.ms);
    return {
      ratios: { 'scan.vsBareClient': ratio(ms('listed'), ms('bare')) },
      ingredients: {
        what: `ms for ${keyCount} keys: from the click on Scan again until the list says that all are listed; from the first SCAN of the bare loop to its last answer`,
        listedMs: spread(ms('listed')),
        bareMs: spread(ms('bare')),
        counts,
      },
    };
  } finally {
    await app.close();
    await bare.close();
    await server.stop();
  }
}

/** The COUNT of each SCAN that `scan` makes the server do: it follows how quick the server is. */
async function countsOf(admin, scan) {
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
      done(keys);
      return true;
    };
    const observer = new MutationObserver(check);
    if (!check()) observer.observe(document.body, {
      subtree: true, childList: true, characterData: true, attributes: true,
    });
  });`;
const untilListed = `(async () => { ${listedKeys} return await untilListed(); })()`;
const scanAgain = `(async () => {
  ${listedKeys}
  const startedAt = performance.now();
  document.querySelector('button[aria-label^="Scan again"]').click();
  if (listedKeys() !== null) throw new Error('the scan did not begin');
  const keys = await untilListed();
  return { ms: performance.now() - startedAt, keys };
})()`;
