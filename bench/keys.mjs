import { setTimeout as pause } from 'node:timers/promises';
import { forkProgram } from './ask-child.mjs';
import { bulkFigures, measureBulk } from './bulk.mjs';
import { inTurn, median, ratio, rounded, spread } from './figures.mjs';
import { countsOf, scanAgain, scanSides, untilListed } from './key-list.mjs';
import { openRedstart } from './open-app.mjs';
import { memoryOf } from './process-memory.mjs';
import { startServer } from './servers.mjs';
import { writeShopKeys } from './shop-keys.mjs';
import {
  chooseKey,
  filterFor,
  longestFrame,
  paletteOpen,
  scrollThrough,
} from './window-scripts.mjs';

const keyCount = 1_000_000;
const valueBytes = 512 * 1024 * 1024;
const documentItems = 160_000;
/** Until memory is taken: what is only garbage has been collected. */
const idleMs = 10_000;

/** The key room at a million keys, each figure beside its floor in the same run. */
export async function measureKeys({ rounds, say }) {
  const empty = await measureEmpty();
  const server = await startServer();
  try {
    const admin = server.client();
    await writeShopKeys(admin, keyCount);
    say(`${keyCount} keys are there`);
    const first = await inTurn(
      rounds,
      { rows: () => measureFirstRows(server) },
      say,
      (ms) => `first after ${rounded(ms)} ms`,
    );
    const listed = await measureListed(server, rounds, say);
    const values = await measureValues(server, say);
    const bulk = bulkFigures(await measureBulk(server, rounds, say));
    return {
      ratios: {
        'keys.enumerate.vsBareClient': ratio(listed.ours, listed.bare),
        'keys.firstRowsMs': rounded(median(first.rows)),
        'keys.memoryAddedMb': rounded(listed.mb - empty.mb),
        'keys.bytesPerKey': rounded(
          ((listed.rendererMb - empty.rendererMb) * 1024 * 1024) / keyCount,
          0,
        ),
        'keys.longestFrameMs': rounded(listed.frameMs),
        'keys.filterMs': rounded(median(listed.filterMs)),
        'keys.mainLoopLagP99Ms': rounded(listed.lagMs),
        'keys.serverLatencyP99AddedMs': rounded(listed.pingMs - listed.quietPingMs, 2),
        'value.open512MbMs': rounded(values.openMs),
        'json.open20MbLongestFrameMs': rounded(values.frameMs),
        ...bulk.ratios,
      },
      ingredients: {
        what: `${keyCount} keys; ms from Scan again until all are listed, against a bare loop of SCAN with the same COUNT; memory is PSS of all processes less that of the app on an empty server; frames while scanning and scrolling, in ${process.env.REDSTART_BENCH_IN_XVFB === '1' ? 'Xvfb, drawn by the processor' : 'the display'}`,
        listedMs: spread(listed.ours),
        bareMs: spread(listed.bare),
        firstRowsMs: spread(first.rows),
        filterMs: spread(listed.filterMs),
        memoryMb: { empty: rounded(empty.mb), listed: rounded(listed.mb) },
        framesMs: { scanning: rounded(listed.scanFrameMs), scrolling: rounded(listed.scrollMs) },
        pingP99Ms: { quiet: rounded(listed.quietPingMs, 2), scanning: rounded(listed.pingMs, 2) },
        documentMb: rounded(values.documentMb),
        ...bulk.ingredients,
      },
    };
  } finally {
    await server.stop();
  }
}

const rendererMb = ({ each }) =>
  Math.max(
    ...each.filter((one) => one.startsWith('renderer')).map((one) => Number(one.split(' ').at(-1))),
  );

async function measureEmpty() {
  const server = await startServer();
  const app = openRedstart({ REDSTART_URL: server.url });
  try {
    await app.until('filled');
    await pause(idleMs);
    const held = await memoryOf(app);
    return { mb: held.mb, rendererMb: rendererMb(held) };
  } finally {
    await app.close();
    await server.stop();
  }
}

/** From the first SCAN that the server gets until a row is in the page. */
async function measureFirstRows(server) {
  const monitor = await server.client().monitor();
  const begun = Promise.withResolvers();
  monitor.on('monitor', (seconds, [name]) => {
    if (name.toUpperCase() === 'SCAN') begun.resolve(Number(seconds) * 1_000);
  });
  const app = openRedstart({ REDSTART_URL: server.url });
  try {
    await app.until('loaded');
    const shownAt = await app.run(`(async () => {
      while (document.querySelector('[role="treeitem"]') === null)
        await new Promise(requestAnimationFrame);
      return performance.timeOrigin + performance.now();
    })()`);
    return shownAt - (await begun.promise);
  } finally {
    monitor.disconnect();
    await app.close();
  }
}

async function measureListed(server, rounds, say) {
  const app = openRedstart({ REDSTART_URL: server.url });
  const bare = forkProgram('bare-scan.mjs', { ...server, protocol: 3 });
  const admin = server.client();
  try {
    await app.until('filled');
    await app.ask('focus');
    await app.run(untilListed);
    await pause(idleMs);
    const held = await memoryOf(app);
    const counts = await countsOf(admin, () => app.run(scanAgain));
    await bare.ask('scan', { counts });
    const sides = scanSides({ app, bare, counts, keyCount });
    const took = await inTurn(rounds, sides, say, (ms) => `${rounded(ms)} ms`);
    const quietPingMs = await pingP99(admin, pause(1_000));
    await app.ask('lag');
    const scanning = app.run(longestFrame(scanAgain));
    const pingMs = await pingP99(admin, scanning);
    const scanFrameMs = await scanning;
    const lagMs = await app.ask('lag');
    const scrollMs = await app.run(longestFrame(scrollThrough));
    // The jump to the end has names sorted, for which a filter typed within a tenth of a second would wait.
    await pause(1_000);
    const filterMs = [];
    for (const text of ['thinkpad', 'session:a', 'zzz', 'user:99', 'e'])
      filterMs.push(await app.run(filterFor(text)));
    say(`filter ${filterMs.map((ms) => rounded(ms)).join(', ')} ms`);
    return {
      ...took,
      mb: held.mb,
      rendererMb: rendererMb(held),
      quietPingMs,
      pingMs,
      lagMs,
      scanFrameMs,
      scrollMs,
      frameMs: Math.max(scanFrameMs, scrollMs),
      filterMs,
    };
  } finally {
    await app.close();
    await bare.close();
  }
}

/** What another client waits for its PING, the 99th of a hundred, until `end`. */
async function pingP99(client, end) {
  const took = [];
  const ended = new AbortController();
  const over = () => ended.abort();
  end.then(over, over);
  while (!ended.signal.aborted) {
    const at = performance.now();
    await client.ping();
    took.push(performance.now() - at);
  }
  return took.toSorted((a, b) => a - b)[Math.floor(took.length * 0.99)];
}

/** A string of 512 MB and a document of some 20 MB, each opened in a window that shows them for the first time. */
async function measureValues(server, say) {
  const admin = server.client();
  await admin.setrange('big:string', valueBytes - 1, 'x');
  const item = (i) =>
    `{"id":${i},"name":"Offer number ${i}","price":${i}.25,"shops":["nordphone","techhaus"],"seen":"2026-11-23T10:00:00Z"}`;
  const text = `[${Array.from({ length: documentItems }, (_, i) => item(i)).join(',')}]`;
  await admin.call('JSON.SET', 'big:document', '$', text);
  const app = openRedstart({ REDSTART_URL: server.url });
  try {
    await app.until('filled');
    await app.ask('focus');
    await app.run(untilListed);
    const openMs = await app.run(await findKey(app, 'big:string', 'Value as'));
    const shown = await findKey(app, 'big:document', 'Document as a tree');
    const frameMs = await app.run(longestFrame(shown));
    say(
      `512 MB open after ${rounded(openMs)} ms; longest frame of the document ${rounded(frameMs)} ms`,
    );
    return { openMs, frameMs, documentMb: text.length / 1e6 };
  } finally {
    await app.close();
    await admin.unlink('big:string', 'big:document');
  }
}

/** Types a name into the palette; gives the script that opens the key. */
async function findKey(app, name, shown) {
  await app.ask('key', { keyCode: 'K', modifiers: ['control'] });
  await app.run(paletteOpen);
  await app.ask('text', { text: name });
  return chooseKey(name, shown);
}
