import type { MetadataRecord } from '../../../src/sim/kraft/records.ts';
import type { Body } from '../../../src/sim/protocol/body.ts';
import type { Behaviour, Stimulus, Turn } from '../../../src/sim/turn.ts';
import type { ConnectionId, Era, NodeId } from '../../../src/sim/world.ts';
import { officeWork, write, type Office } from './quorum-office.ts';

/*
 * A node that does what a test tells it: a node of kind `remote`, whose inbox can be read and whose commands are interventions.
 * It speaks to the simulator's own nodes over the simulator's own connections.
 */

export interface PeerState {
  /** What has reached a peer, oldest first. */
  readonly inbox: readonly Received[];
  /** Missing: it does nothing that it is not told to do. */
  readonly office?: Office;
}

export type Received =
  | { readonly type: 'connected' | 'disconnected'; readonly connection: ConnectionId; readonly peer: NodeId }
  | {
      readonly type: 'request' | 'response';
      readonly connection: ConnectionId;
      readonly peer: NodeId;
      readonly body: Body;
    };

/** What a test tells a peer to do. */
export type Order =
  | { readonly do: 'connect'; readonly to: NodeId }
  | {
      readonly do: 'send';
      readonly connection: ConnectionId;
      readonly body: Body;
      readonly oneWay: boolean;
      /** As a client of this release sends it; missing: as the brokers know it. */
      readonly release?: Era;
    }
  | { readonly do: 'respond'; readonly connection: ConnectionId; readonly body: Body }
  | { readonly do: 'respondNothing'; readonly connection: ConnectionId }
  /** From now on it does of its own accord what the active controller of KRaft mode does, as far as that goes. */
  | { readonly do: 'takeOffice'; readonly office: Office }
  /** It writes to a broker's metadata log. */
  | { readonly do: 'write'; readonly broker: number; readonly records: readonly MetadataRecord[] }
  | { readonly do: 'forget' };

export const newPeer: PeerState = { inbox: [] };

export const peerBehaviour: Behaviour<PeerState> = {
  handle(turn, state, stimulus) {
    const office = state.office === undefined ? null : officeWork(turn, state.office, stimulus);
    if (office !== null) return { ...state, office };
    switch (stimulus.type) {
      case 'connected':
      case 'disconnected': {
        const { type, connection, peer } = stimulus;
        return { ...state, inbox: [...state.inbox, { type, connection, peer }] };
      }
      case 'request':
      case 'response': {
        const { type, connection, peer, body } = stimulus;
        return { ...state, inbox: [...state.inbox, { type, connection, peer, body }] };
      }
      case 'intervention':
        return carryOut(turn, state, orderIn(stimulus));
      default:
        return state;
    }
  },
  crash: () => newPeer,
};

/** Orders come in the envelope of an intervention that no client of a peer's kind takes. */
export function orderIn(stimulus: Extract<Stimulus, { readonly type: 'intervention' }>): Order {
  return (stimulus.intervention as unknown as { readonly order: Order }).order;
}

function carryOut(turn: Turn, state: PeerState, order: Order): PeerState {
  switch (order.do) {
    case 'connect':
      turn.connect(order.to);
      return state;
    case 'send':
      turn.send(order.connection, order.body, {
        oneWay: order.oneWay,
        ...(order.release && { release: order.release }),
      });
      return state;
    case 'respond':
      turn.respond(order.connection, order.body);
      return state;
    case 'respondNothing':
      turn.respondNothing(order.connection);
      return state;
    case 'takeOffice':
      return { ...state, office: order.office };
    case 'write':
      return state.office === undefined
        ? state
        : { ...state, office: write(turn, state.office, order.broker, order.records) };
    case 'forget':
      return newPeer;
  }
}
