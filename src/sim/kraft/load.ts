import { kraftBroker } from '../broker/kraft/kraft-broker.ts';
import * as consumerProtocol from '../group/modern/index.ts';
import { useConsumerProtocol } from '../group/modern/part.ts';
import type { Behaviour } from '../turn.ts';
import { controllerBehaviour, newControllerState } from './node/controller-node.ts';
import { useKRaft } from './part.ts';
import { metadataRead } from './read/metadata-read.ts';

/* Importing this file makes KRaft mode known. The page imports it only for a scenario in that mode. */
useKRaft({
  controller: controllerBehaviour as unknown as Behaviour<never>,
  newController: newControllerState,
  broker: kraftBroker,
  read: metadataRead,
});
useConsumerProtocol(consumerProtocol);
