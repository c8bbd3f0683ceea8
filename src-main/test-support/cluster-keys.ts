import { keySlot } from '../redis/key-slot.ts';
import type { TestCluster, TestNode } from './start-cluster.ts';

/** The primary that a key belongs to while no slot has moved. */
export const nodeOf = (cluster: TestCluster, key: string): TestNode =>
  cluster.at(keySlot(Buffer.from(key)));

/** Strings `${prefix}0` to `${prefix}${count - 1}`, each where it belongs. */
export async function fillCluster(
  cluster: TestCluster,
  prefix: string,
  count: number,
): Promise<void> {
  const pipelines = new Map(cluster.primaries.map((node) => [node, node.admin.pipeline()]));
  for (let i = 0; i < count; i++) {
    const key = `${prefix}${i}`;
    pipelines.get(nodeOf(cluster, key))?.set(key, i);
  }
  for (const pipeline of pipelines.values()) await pipeline.exec();
}

/** A name of this prefix in a slot of this primary. */
export function keyOn(cluster: TestCluster, node: TestNode, prefix = 'k'): string {
  for (let i = 0; ; i++) if (nodeOf(cluster, `${prefix}${i}`) === node) return `${prefix}${i}`;
}

/** Begins to move a slot: the keys go with `migrate`, the slot with `finishMove`. */
export async function beginMove(slot: number, from: TestNode, to: TestNode): Promise<void> {
  await to.admin.call('cluster', 'setslot', slot, 'importing', from.id);
  await from.admin.call('cluster', 'setslot', slot, 'migrating', to.id);
}

export async function migrate(key: string, from: TestNode, to: TestNode): Promise<void> {
  const where = [to.host, to.port, '', 0, 5_000, 'AUTH', to.password, 'KEYS', key];
  await from.admin.call('migrate', ...where);
}

/** Gives a slot away and tells the nodes named last. */
export async function finishMove(
  slot: number,
  to: TestNode,
  told: readonly TestNode[],
): Promise<void> {
  for (const node of [to, ...told])
    await node.admin.call('cluster', 'setslot', slot, 'node', to.id);
}
