import { inTurn, ratio, rounded, spread } from './figures.mjs';
import { freshFolder } from './leave-nothing.mjs';
import { openEmptyWindow, openRedstart } from './open-app.mjs';
import { startFilledServer } from './servers.mjs';

/** From the start of the process to the first screen with data, against an empty window that is ready to show. */
export async function measureStart({ rounds, say }) {
  const server = await startFilledServer();
  const sandbox = freshFolder();
  try {
    // The first start on the sandbox fills it; what a user waits for every day is the second.
    await startOnce(() => openRedstart({ REDSTART_SANDBOX: '1' }, sandbox));
    const took = await inTurn(
      rounds,
      {
        empty: () => startOnce(openEmptyWindow, 'shown'),
        server: () => startOnce(() => openRedstart({ REDSTART_URL: server.url })),
        sandbox: () => startOnce(() => openRedstart({ REDSTART_SANDBOX: '1' }, sandbox)),
      },
      say,
      ({ filled }) => `${rounded(filled, 0)} ms`,
    );
    const filled = (side) => took[side].map((one) => one.filled);
    return {
      ratios: { 'start.vsEmptyElectron': ratio(filled('server'), filled('empty')) },
      ingredients: {
        what: 'ms from spawn; fresh profiles; the empty window until ready-to-show, Redstart until the keys of the server of a URL are on screen',
        emptyShownMs: spread(filled('empty'), 0),
        filledMs: spread(filled('server'), 0),
        shownMs: spread(
          took.server.map(({ shown }) => shown),
          0,
        ),
        sandboxSecondStartFilledMs: spread(filled('sandbox'), 0),
        sandboxVsEmptyElectron: ratio(filled('sandbox'), filled('empty')),
      },
    };
  } finally {
    await server.stop();
  }
}

async function startOnce(open, mark = 'filled') {
  const app = open();
  try {
    const filled = await app.until(mark);
    return { filled, shown: await app.until('shown') };
  } finally {
    await app.close();
  }
}
