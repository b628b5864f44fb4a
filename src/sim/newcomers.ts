import { assert, present } from '../lib/assert.ts';
import { streamOf } from '../lib/rng.ts';
import { emptyVec } from '../lib/vec.ts';
import type { Behaviours } from './dispatch.ts';
import type { Draft } from './draft.ts';
import { findNode } from './faults.ts';
import type { Intervention } from './intervention.ts';
import type { NodeKind, NodeRecord } from './world.ts';

/** A machine with a process that has not started yet. */
export function addNode(draft: Draft, name: string, kind: NodeKind, state: unknown): NodeRecord {
  assert(findNode(draft, name) === null, () => `a node's name must be its own; ${name} is taken`);
  const id = draft.nodes.length;
  const node: NodeRecord = {
    id,
    name,
    kind,
    status: 'down',
    incarnation: 0,
    rng: streamOf(draft.setup.seed, id, 0x6e6f6465),
    timers: emptyVec(),
    inbox: [],
    links: [],
    disk: null,
    state,
  };
  draft.addNode(node);
  return node;
}

/** A client that a learner adds while the cluster runs; its kind's behaviour makes its first state. */
export function addClient(
  draft: Draft,
  behaviours: Behaviours,
  intervention: Extract<Intervention, { readonly type: 'addProducer' | 'addConsumer' }>,
): NodeRecord {
  const [kind, name] =
    intervention.type === 'addProducer'
      ? (['producer', intervention.producer.name] as const)
      : (['consumer', intervention.consumer.name] as const);
  const create = present(behaviours[kind]?.create, `a ${kind} that is added`);
  return addNode(draft, name, kind, create(draft.setup, intervention));
}
