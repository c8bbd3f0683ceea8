import { inTurn, median, ratio, rounded, spread } from './figures.mjs';
import { openRedstart } from './open-app.mjs';
import { startServer } from './servers.mjs';
import { writeShopKeys } from './shop-keys.mjs';
import { callMain, streamOfMain } from './window-scripts.mjs';

const others = 1_000_000;
const deleted = 100_000;

/** That part of the bench of keys alone. */
export async function measureBulkAlone({ rounds, say }) {
  const server = await startServer();
  try {
    await writeShopKeys(server.client(), others);
    say(`${others} other keys are there`);
    return bulkFigures(await measureBulk(server, rounds, say));
  } finally {
    await server.stop();
  }
}

export function bulkFigures({ ours, bare, restored }) {
  return {
    ratios: {
      'bulk.deletePerSecond.vsPipelinedUnlink': ratio(ours, bare),
      'undo.restorePerSecond': rounded(median(restored), 0),
    },
    ingredients: {
      deletedPerSecond: { ours: spread(ours, 0), pipelinedUnlink: spread(bare, 0) },
      restoredPerSecond: spread(restored, 0),
    },
  };
}

/** Deleting with the journal and taking it back, through the app's own requests, against UNLINK in pipelines of 1,000. */
export async function measureBulk(server, rounds, say) {
  const admin = server.client();
  const app = openRedstart({ REDSTART_URL: server.url });
  const restored = [];
  try {
    await app.until('filled');
    const sides = {
      bare: async () => {
        await fill(admin);
        return perSecond(await unlinkAll(admin));
      },
      ours: async () => {
        await fill(admin);
        const { deletedMs, restoredMs } = await app.run(deleteAndRestore);
        restored.push(perSecond(restoredMs));
        return perSecond(deletedMs);
      },
    };
    return {
      ...(await inTurn(rounds, sides, say, (one) => `${rounded(one, 0)} a second`)),
      restored,
    };
  } finally {
    await app.close();
  }
}

const perSecond = (ms) => deleted / (ms / 1_000);

async function fill(admin) {
  for (let at = 0; at < deleted; at += 5_000) {
    const names = Array.from({ length: 5_000 }, (_, i) => `bulk:${at + i}`);
    await admin.mset(...names.flatMap((name) => [name, `value of ${name}`]));
  }
}

async function unlinkAll(admin) {
  const startedAt = performance.now();
  for (let at = 0; at < deleted; at += 1_000) {
    const pipeline = admin.pipeline();
    for (let i = 0; i < 1_000; i++) pipeline.unlink(`bulk:${at + i}`);
    await pipeline.exec();
  }
  return performance.now() - startedAt;
}

const deleteAndRestore = `(async () => {
  ${callMain}
  ${streamOfMain}
  const { connection } = await call('app.startup', {});
  const match = new TextEncoder().encode('bulk:*');
  const selection = { kind: 'pattern', match, type: null, prefix: null };
  const action = { kind: 'delete' };
  const { plan } = await firstOf('bulk.plan', { connection, selection, action }, ({ plan }) => plan);
  const untilEnded = (wanted) => firstOf('jobs.watch', {}, (jobs) =>
    jobs.find(({ id, endedAtMs }) => id === wanted && endedAtMs !== null));
  const began = performance.now();
  const { job } = await call('bulk.start', { connection, planId: plan });
  const { changed, ticket } = await untilEnded(job);
  const deletedMs = performance.now() - began;
  if (changed !== ${deleted}) throw new Error(changed + ' were deleted');
  const again = performance.now();
  const { job: undo } = await call('undo.run', { connection, ticket: ticket.id });
  const { changed: restored } = await untilEnded(undo);
  if (restored !== ${deleted}) throw new Error(restored + ' were restored');
  return { deletedMs, restoredMs: performance.now() - again };
})()`;
