import { Unreadable, type Adapter } from '../support/adapter.ts';
import { playClassicError } from './classic-errors.ts';
import { playClassicTrace } from './classic-trace.ts';
import { playClassicTransition } from './classic-transitions.ts';
import { playConsumerTrace } from './modern-trace.ts';
import { playRaftTransition } from './raft-transitions.ts';

/** Each kind of the group coordinator's cases, by the protocol of their groups. */
function ofProtocol(players: { readonly [protocol: string]: Adapter }): Adapter {
  return (vector) => {
    const { protocol } = vector.data;
    const play = typeof protocol === 'string' && Object.hasOwn(players, protocol) ? players[protocol] : undefined;
    if (play === undefined)
      throw new Unreadable(
        `protocol: one of ${Object.keys(players).join(', ')} is wanted; found ${JSON.stringify(protocol)}`,
      );
    return play(vector);
  };
}

/** What members are told over time, and how their group changes. */
export const playGroupTrace = ofProtocol({ classic: playClassicTrace, consumer: playConsumerTrace });

/** What a member is answered, by the state of its group. */
export const playGroupError = ofProtocol({ classic: playClassicError });

const playGroupTransition = ofProtocol({ classic: playClassicTransition });

/** Changes of state: of groups when the case names their protocol, else of KRaft's voters. */
export const playTransitionOf: Adapter = (vector) =>
  vector.data['protocol'] === undefined ? playRaftTransition(vector) : playGroupTransition(vector);
