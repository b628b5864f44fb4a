import { crashQuorumController, newQuorumController } from '../../kraft/controller/quorum-controller.ts';
import { EMPTY_IMAGE } from '../../kraft/image/image.ts';
import { crashRaft, newRaft } from '../../kraft/raft/raft.ts';
import { mayJoinIsr } from './eligibility.ts';
import { forward } from './forwarding.ts';
import { lifecycleAnswered } from './lifecycle-manager.ts';
import type { KRaftBroker } from './seam.ts';
import { newRegistration } from './state.ts';
import { take } from './take.ts';

/** What KRaft mode adds to brokers. */
export const kraftBroker: KRaftBroker = {
  newState: (setup, brokerId, config) => {
    const node = setup.nodeOfBroker[brokerId] as number;
    const isVoter = setup.voters.some((voter) => voter.node === node);
    return {
      raft: newRaft(setup, brokerId, isVoter, config),
      controller: isVoter ? newQuorumController(setup, config) : null,
      image: EMPTY_IMAGE,
      publishedTo: 0,
      registration: newRegistration(-1),
    };
  },
  afterCrash: (broker, kraft, kind) => ({
    raft: crashRaft(kraft.raft, kind),
    controller: kraft.controller === null ? null : crashQuorumController(kraft.controller),
    image: EMPTY_IMAGE,
    publishedTo: 0,
    registration: newRegistration(kind === 'clean' && broker.cleanShutdown ? broker.brokerEpoch : -1),
  }),
  take,
  forward,
  lifecycleAnswered,
  mayJoinIsr,
};
