import type { ClusterFacts, ConnectionState } from '../../src-shared/contract/connections.ts';
import type { AppError } from '../../src-shared/result.ts';
import { log } from '../log.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { ClusterNode } from './cluster-node.ts';
import {
  addressText,
  layoutName,
  type NodeAddress,
  type Primary,
  readTopology,
  slotCount,
  type Topology,
} from './cluster-topology.ts';
import { connect, type Endpoint } from './connect.ts';
import { SLOTS } from './key-slot.ts';

/** How often the cluster is asked who took over while a primary cannot be reached. */
const WATCH_MS = 1_000;

interface Options {
  /** How the user reached the cluster; its user, password and TLS are those of every node. */
  readonly seed: Endpoint;
  readonly topology: Topology;
  readonly assertWritable: () => void;
  readonly onChange: () => void;
}

interface Member {
  readonly primary: Primary;
  readonly node: ClusterNode;
}

/** The primaries of a cluster, which slots each has, and one connection to each. */
export class ClusterNodes {
  #options: Options;
  #topology: Topology;
  #members: readonly Member[] = [];
  /** By slot; undefined where no primary has it. */
  #bySlot: (ClusterNode | undefined)[] = [];
  /** Asked for by ASK, but without slots of their own. */
  #others = new Map<string, ClusterNode>();
  #refreshing: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #abort = new AbortController();
  #readySinceMs = 0;
  /** What whoever watches was told last. */
  #told = '';

  constructor(options: Options) {
    this.#options = options;
    this.#topology = options.topology;
    this.#take(options.topology);
  }

  get facts(): ClusterFacts {
    const lost = this.#members.flatMap(({ primary, node }) =>
      node.error === null
        ? []
        : [{ address: node.address, slots: slotCount(primary), error: node.error }],
    );
    const { replicas, isDown } = this.#topology;
    return { primaries: this.#members.length, replicas, lost, isDown };
  }

  get primaries(): readonly Member[] {
    return this.#members;
  }

  /** Throws what the first one says when no primary can be reached. */
  async open(): Promise<void> {
    await Promise.all(this.#members.map(({ node }) => node.open()));
    if (this.#members.some(({ node }) => node.isReady)) return;
    throw new AppFailure(this.#members[0]?.node.error ?? noSlots);
  }

  /** undefined when no primary has it. */
  ofSlot(slot: number): ClusterNode | undefined {
    return this.#bySlot[slot];
  }

  /** For what any node may answer: the one the user named, or the first that can be reached. */
  any(): ClusterNode {
    const ready = this.#members.filter(({ node }) => node.isReady);
    const seed = addressText(this.#options.seed);
    const one = ready.find(({ node }) => node.address === seed) ?? ready[0] ?? this.#members[0];
    if (one === undefined) throw new AppFailure(noSlots);
    return one.node;
  }

  /** What a cursor of SCAN on it is good for. */
  layouts(): readonly { readonly name: string; readonly node: ClusterNode }[] {
    return this.#members.map(({ primary, node }) => ({ name: layoutName(primary), node }));
  }

  at(address: NodeAddress): ClusterNode {
    const text = addressText(address);
    const known =
      this.#members.find(({ node }) => node.address === text)?.node ?? this.#others.get(text);
    if (known !== undefined) return known;
    const node = this.#start({ ...address, id: '' });
    this.#others.set(text, node);
    return node;
  }

  /** A node has said that a slot is elsewhere; believed when the cluster as a whole does not know better. */
  async moved(slot: number, to: NodeAddress, from: ClusterNode): Promise<void> {
    await this.refresh(to);
    const now = this.#bySlot[slot];
    if (now === undefined || now === from) this.#bySlot[slot] = this.at(to);
  }

  /** Asks the cluster again; keeps what is known when nobody answers. */
  refresh(first?: NodeAddress): Promise<void> {
    this.#refreshing ??= this.#refresh(first).finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  retryNow(): void {
    for (const { node } of this.#members) node.retryNow();
    void this.refresh();
  }

  /** As a whole: usable while any primary is. */
  get state(): ConnectionState {
    const states = this.#members.map(({ node }) => node.state);
    if (states.some(({ status }) => status === 'ready'))
      return { status: 'ready', sinceMs: this.#readySinceMs };
    const waiting = states.filter((state) => state.status === 'reconnecting');
    const [next] = waiting.toSorted((a, b) => a.retryAtMs - b.retryAtMs);
    return (
      next ?? states.find(({ status }) => status === 'failed') ?? { status: 'connecting' as const }
    );
  }

  close(): void {
    this.#abort.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const { node } of this.#members) node.close();
    for (const node of this.#others.values()) node.close();
  }

  async #refresh(first: NodeAddress | undefined): Promise<void> {
    const topology = await this.#ask(first === undefined ? null : addressText(first));
    if (topology === null || this.#abort.signal.aborted) return;
    this.#take(topology);
    this.#changed();
  }

  async #ask(first: string | null): Promise<Topology | null> {
    const nodes = [...this.#members.map(({ node }) => node), ...this.#others.values()];
    nodes.sort((a, b) => Number(b.address === first) - Number(a.address === first));
    for (const { connection, host, address } of nodes)
      if (connection !== null)
        try {
          return await readTopology(connection, host);
        } catch (thrown) {
          log.warn(`${address} did not tell its cluster's slots`, thrown);
        }
    return await this.#askSeed();
  }

  /** All addresses may be others now. */
  async #askSeed(): Promise<Topology | null> {
    const { seed } = this.#options;
    try {
      const client = await connect({ ...seed, db: 0 }, 'data', this.#abort.signal);
      try {
        return await readTopology(client, seed.host);
      } finally {
        client.disconnect();
      }
    } catch {
      // Nobody can be asked: the state of each node says why.
      return null;
    }
  }

  #take(topology: Topology): void {
    const before = this.#members;
    this.#topology = topology;
    this.#members = topology.primaries.map((primary) => {
      const address = addressText(primary);
      const node =
        before.find((one) => one.node.address === address)?.node ?? this.#others.get(address);
      this.#others.delete(address);
      return { primary, node: node ?? this.#start(primary) };
    });
    this.#bySlot = Array.from({ length: SLOTS });
    for (const { primary, node } of this.#members)
      for (const [from, to] of primary.ranges) this.#bySlot.fill(node, from, to + 1);
    for (const { node } of before)
      if (!this.#members.some((member) => member.node === node)) node.retire();
  }

  #start(where: NodeAddress & { readonly id: string }): ClusterNode {
    const { seed, assertWritable } = this.#options;
    const { host, port, id } = where;
    const onState = (): void => this.#changed();
    const node = new ClusterNode({ host, port, id, seed, assertWritable, onState });
    void node.open();
    return node;
  }

  #changed(): void {
    if (this.#abort.signal.aborted) return;
    const isAnyReady = this.#members.some(({ node }) => node.isReady);
    if (!isAnyReady) this.#readySinceMs = 0;
    else if (this.#readySinceMs === 0) this.#readySinceMs = Date.now();
    if (this.#topology.isDown || this.#members.some(({ node }) => node.error !== null))
      this.#watch();
    const told = JSON.stringify([this.state, this.facts]);
    if (told === this.#told) return;
    this.#told = told;
    this.#options.onChange();
  }

  /** A replica takes over without telling anybody. */
  #watch(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.refresh();
    }, WATCH_MS);
  }
}

const noSlots: AppError = {
  code: 'redis.offline',
  cause: 'no slots',
  hint: 'Give its slots to nodes first (redis-cli --cluster create)',
  message: 'No node of this cluster has any slots',
};
