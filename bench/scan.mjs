import { forkProgram } from './ask-child.mjs';
import { inTurn, ratio, rounded, spread } from './figures.mjs';
import { countsOf, msOfAll, scanAgain, scanSides, untilListed } from './key-list.mjs';
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
  await writeShopKeys(server.client(), keyCount);
  try {
    const again = await scanAgainAndAgain(server, rounds * 2, say);
    const first = await scanAtFirst(server, rounds, again.counts, say);
    return {
      ratios: { 'scan.vsBareClient': ratio(again.ours, again.bare) },
      ingredients: {
        what: `ms for ${keyCount} keys: from the click on Scan again until the list says that all are listed; from the first SCAN of the bare loop to its last answer`,
        listedMs: spread(again.ours),
        bareMs: spread(again.bare),
        counts: again.counts,
        whatFirst:
          'the first scan of a new process each, beside the rest of the start, from its first SCAN',
        firstVsBareClient: ratio(first.listed, first.bare),
        firstListedMs: spread(first.listed),
        firstBareMs: spread(first.bare),
      },
    };
  } finally {
    await server.stop();
  }
}

/** The same scan over and over, of an app and a bare client that are both warm. */
async function scanAgainAndAgain(server, rounds, say) {
  const app = openRedstart({ REDSTART_URL: server.url });
  const bare = forkProgram('bare-scan.mjs', { ...server, protocol: 3 });
  try {
    await app.until('filled');
    await app.ask('focus');
    await app.run(untilListed);
    const counts = await countsOf(server.client(), () => app.run(scanAgain));
    await bare.ask('scan', { counts });
    const sides = scanSides({ app, bare, counts, keyCount });
    return { counts, ...(await inTurn(rounds, sides, say, inMs)) };
  } finally {
    await app.close();
    await bare.close();
  }
}

/** The first scan of a new app and of a new bare client: nothing is compiled yet, and the app is still starting. */
async function scanAtFirst(server, rounds, counts, say) {
  const monitor = await server.client().monitor();
  const sides = {
    async listed() {
      const begun = Promise.withResolvers();
      monitor.on('monitor', (seconds, [name]) => {
        if (name.toUpperCase() === 'SCAN') begun.resolve(Number(seconds) * 1_000);
      });
      const app = openRedstart({ REDSTART_URL: server.url });
      try {
        await app.until('loaded');
        const { keys, atMs } = await app.run(untilListed);
        return msOfAll({ keys, ms: atMs - (await begun.promise) }, keyCount);
      } finally {
        monitor.removeAllListeners('monitor');
        await app.close();
      }
    },
    async bare() {
      const bare = forkProgram('bare-scan.mjs', { ...server, protocol: 3 });
      try {
        return msOfAll(await bare.ask('scan', { counts }), keyCount);
      } finally {
        await bare.close();
      }
    },
  };
  return await inTurn(rounds, sides, say, (ms) => `first ${inMs(ms)}`);
}

const inMs = (ms) => `${rounded(ms)} ms`;
