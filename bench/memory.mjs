import { setTimeout as pause } from 'node:timers/promises';
import { inTurn, ratio, rounded, spread } from './figures.mjs';
import { openEmptyWindow, openRedstart } from './open-app.mjs';
import { memoryOf } from './process-memory.mjs';
import { startFilledServer } from './servers.mjs';

const idleMs = 10_000;

/** What the app holds while it shows the keys of a server and nothing happens, against an empty window. */
export async function measureMemory({ rounds, say }) {
  const server = await startFilledServer();
  try {
    const held = await inTurn(
      rounds,
      {
        empty: () => holdWhenIdle(openEmptyWindow(), 'shown'),
        idle: () => holdWhenIdle(openRedstart({ REDSTART_URL: server.url }), 'filled'),
      },
      say,
      ({ mb }) => `${rounded(mb)} MB`,
    );
    const mb = (side) => held[side].map((one) => one.mb);
    return {
      ratios: { 'memory.idleVsEmptyElectron': ratio(mb('idle'), mb('empty')) },
      ingredients: {
        what: `${held.idle[0].by} of all processes, ${idleMs / 1000} s after the first screen`,
        emptyMb: spread(mb('empty')),
        idleMb: spread(mb('idle')),
        emptyProcesses: held.empty[0].processes,
        idleProcesses: held.idle[0].processes,
        idleByProcessMb: held.idle[0].each,
      },
    };
  } finally {
    await server.stop();
  }
}

async function holdWhenIdle(app, mark) {
  try {
    await app.until(mark);
    await pause(idleMs);
    return await memoryOf(app);
  } finally {
    await app.close();
  }
}
