import type { Effect } from '../../src-shared/contract/define.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { checked } from './checked.ts';
import type {
  BatchReply,
  DestroyCall,
  DestroyClient,
  KeyNode,
  KeyPlace,
  ReadCall,
  ReadClient,
  TransactionOutcome,
  WriteCall,
} from './clients.ts';
import type { ClusterNode } from './cluster-node.ts';
import type { ClusterNodes } from './cluster-nodes.ts';
import type { Argument, DestroyCommand, ReadCommand, WriteCommand } from './commands.ts';
import { keysOf } from './key-positions.ts';
import { keySlot } from './key-slot.ts';
import { type Redirect, redirectOf } from './redirect.ts';
import { toKeys } from './redis-client.ts';
import type { Reply } from './reply.ts';
import type { TransactionWay } from './transaction-way.ts';
import { WHOLE_CLUSTER } from './whole-cluster.ts';

/** A command that is sent on more often than this runs in circles. */
const MOST_REDIRECTS = 5;

type Decide = (redis: ReadClient) => Promise<readonly DestroyCall[] | null>;

/** A command on its way: where to, and its place among the replies. */
interface Routed {
  readonly call: DestroyCall;
  readonly index: number;
  readonly node: ClusterNode;
  readonly asking: boolean;
}

/**
 * A cluster as one server: each command goes to the primary that has its key's slot, and follows it when it has moved.
 * Only what a node has turned away is sent again; what a lost connection may have carried out never is.
 */
export class ClusterClient implements DestroyClient {
  #nodes: ClusterNodes;

  constructor(nodes: ClusterNodes) {
    this.#nodes = nodes;
  }

  read(command: ReadCommand, ...args: Argument[]): Promise<Reply> {
    return this.#one('read', [command, ...args]);
  }

  write(command: WriteCommand, ...args: Argument[]): Promise<Reply> {
    return this.#one('write', [command, ...args]);
  }

  destroy(command: DestroyCommand, ...args: Argument[]): Promise<Reply> {
    return this.#one('destroy', [command, ...args]);
  }

  readAll(calls: readonly ReadCall[]): Promise<BatchReply[]> {
    return this.#batch('read', calls);
  }

  writeAll(calls: readonly WriteCall[]): Promise<BatchReply[]> {
    return this.#batch('write', calls);
  }

  destroyAll(calls: readonly DestroyCall[]): Promise<BatchReply[]> {
    return this.#batch('destroy', calls);
  }

  transact(
    keys: Uint8Array | readonly Uint8Array[],
    decide: (redis: ReadClient) => Promise<readonly WriteCall[] | null>,
  ): Promise<TransactionOutcome> {
    return this.#transact('write', toKeys(keys), decide);
  }

  transactDestroy(
    keys: Uint8Array | readonly Uint8Array[],
    decide: (redis: ReadClient) => Promise<readonly DestroyCall[] | null>,
  ): Promise<TransactionOutcome> {
    return this.#transact('destroy', toKeys(keys), decide);
  }

  async transactsBy(key: Uint8Array): Promise<TransactionWay> {
    const node = this.#ofSlot(keySlot(key));
    await node.opened();
    return await node.client.transactsBy(key);
  }

  destroyChecked(decide: Decide): Promise<TransactionOutcome> {
    return checked(this, decide);
  }

  together(keys: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
    return [...Map.groupBy(keys, keySlot).values()];
  }

  async nodes(): Promise<readonly KeyNode[]> {
    await this.#nodes.refresh();
    return this.#nodes.layouts().map(({ name, node }) => {
      const { client: redis, connection } = node;
      return { name, redis, connection };
    });
  }

  placeOf(key: Uint8Array): KeyPlace {
    const slot = keySlot(key);
    return { slot, node: this.#nodes.ofSlot(slot)?.address ?? null };
  }

  async #one(effect: Effect, call: DestroyCall): Promise<Reply> {
    const [reply] = await this.#batch(effect, [call]);
    if (reply?.ok === true) return reply.reply;
    throw reply?.failure ?? new Error('a reply is missing');
  }

  async #batch(effect: Effect, calls: readonly DestroyCall[]): Promise<BatchReply[]> {
    const replies: BatchReply[] = calls.map(() => missing);
    const routed: Routed[] = [];
    const whole: Promise<void>[] = [];
    for (const [index, call] of calls.entries()) {
      const merge = WHOLE_CLUSTER.get(call[0]);
      if (merge === undefined) {
        const node = this.#route(call);
        if (node instanceof AppFailure) replies[index] = { ok: false, failure: node };
        else routed.push({ call, index, node, asking: false });
      } else
        whole.push(
          this.#askAll(effect, call).then((all) => {
            const failed = all.find((one) => !one.ok);
            const answers = all.flatMap((one) => (one.ok ? [one.reply] : []));
            replies[index] = failed ?? { ok: true, reply: merge(answers) };
          }),
        );
    }
    await Promise.all([this.#sendOn(effect, routed, replies), ...whole]);
    return replies;
  }

  async #askAll(effect: Effect, call: DestroyCall): Promise<BatchReply[]> {
    const each = this.#nodes.primaries.map(({ node }) => this.#send(effect, node, [call], false));
    return (await Promise.all(each)).flat();
  }

  /** Sends, and sends on what was turned away, until each has its reply. */
  async #sendOn(effect: Effect, all: readonly Routed[], replies: BatchReply[]): Promise<void> {
    let todo = all;
    for (let round = 0; todo.length > 0; round++) {
      const groups = Map.groupBy(todo, ({ node, asking }) => `${node.address} ${String(asking)}`);
      const redirected: { readonly one: Routed; readonly to: Redirect }[] = [];
      const sending = [...groups.values()].map(async (group) => {
        const [first] = group;
        if (first === undefined) return;
        const { node, asking } = first;
        const calls = group.map(({ call }) => call);
        const answers = await this.#send(effect, node, calls, asking);
        for (const [i, one] of group.entries()) {
          const answer = answers[i] ?? missing;
          replies[one.index] = answer;
          const to = answer.ok ? null : redirectOf(answer.failure, node.host);
          if (to !== null && round < MOST_REDIRECTS) redirected.push({ one, to });
        }
      });
      await Promise.all(sending);
      todo = await this.#follow(redirected);
    }
  }

  /** A failure of the connection is the reply to each call; what is no failure of sending is thrown. */
  async #send(
    effect: Effect,
    node: ClusterNode,
    calls: readonly DestroyCall[],
    asking: boolean,
  ): Promise<BatchReply[]> {
    try {
      await node.opened();
      return await node.client.batch(effect, calls, asking);
    } catch (failure) {
      if (!(failure instanceof AppFailure) || failure.error.code === 'readonly') throw failure;
      return calls.map(() => ({ ok: false, failure }));
    }
  }

  async #follow(
    redirected: readonly { readonly one: Routed; readonly to: Redirect }[],
  ): Promise<Routed[]> {
    const slots = new Map(
      redirected.flatMap(({ one, to }) =>
        to.kind === 'moved' ? [[to.slot, { to, from: one.node }] as const] : [],
      ),
    );
    for (const [slot, { to, from }] of slots)
      // Told of one, the cluster may have told of all.
      if (this.#nodes.ofSlot(slot) === from) await this.#nodes.moved(slot, to, from);
    return redirected.map(({ one, to }) => {
      const node = to.kind === 'moved' ? this.#nodes.ofSlot(to.slot) : undefined;
      return { ...one, node: node ?? this.#nodes.at(to), asking: to.kind === 'ask' };
    });
  }

  async #transact(
    effect: Effect,
    keys: readonly Uint8Array[],
    decide: Decide,
  ): Promise<TransactionOutcome> {
    const slot = oneSlot(keys);
    if (slot instanceof AppFailure) throw slot;
    let node = slot === null ? this.#nodes.any() : this.#ofSlot(slot);
    let asking = false;
    for (let round = 0; ; round++) {
      let isDecided = false;
      const deciding = async (): Promise<readonly DestroyCall[] | null> => {
        isDecided = true;
        const calls = await decide(this);
        const all = (calls ?? []).flatMap(([command, ...args]) => keysOf(command, args));
        const whole = oneSlot([...keys, ...all]);
        if (whole instanceof AppFailure) throw whole;
        return calls;
      };
      try {
        await node.opened();
        return await node.client.watched(effect, keys, deciding, asking);
      } catch (thrown) {
        const to = redirectOf(thrown, node.host);
        if (to === null || round === MOST_REDIRECTS) throw thrown;
        if (to.kind === 'moved') await this.#nodes.moved(to.slot, to, node);
        // Its slot left between WATCH and EXEC, which was refused: as any other change.
        if (isDecided) return { done: false };
        node = to.kind === 'ask' ? this.#nodes.at(to) : this.#ofSlot(to.slot);
        asking = to.kind === 'ask';
      }
    }
  }

  #route([command, ...args]: DestroyCall): ClusterNode | AppFailure {
    const slot = oneSlot(keysOf(command, args));
    if (slot instanceof AppFailure) return slot;
    return slot === null ? this.#nodes.any() : this.#ofSlot(slot);
  }

  /** Where nobody has the slot, any node says so in the server's own words. */
  #ofSlot(slot: number): ClusterNode {
    return this.#nodes.ofSlot(slot) ?? this.#nodes.any();
  }
}

const missing: BatchReply = { ok: false, failure: new Error('a reply is missing') };

/** null for no keys at all. */
function oneSlot(keys: readonly Uint8Array[]): number | AppFailure | null {
  const slots = new Set(keys.map(keySlot));
  const [first = null, second] = slots;
  if (second === undefined) return first;
  return new AppFailure({
    code: 'unsupported',
    needs: 'keys of one slot, as those with the same {tag} in their names are',
    message: `One command of a cluster takes keys of one slot; these are in slots ${[...slots].slice(0, 3).join(', ')}`,
  });
}
