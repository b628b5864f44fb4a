import { hasUnknownTopic, type ServerAssignor } from './assignor.ts';
import { assignHeterogeneous } from './uniform-heterogeneous.ts';
import { assignHomogeneous } from './uniform-homogeneous.ts';

/** org.apache.kafka.coordinator.group.assignor.UniformAssignor: everybody gets the same number, and keeps what it can. */
export const uniformAssignor: ServerAssignor = {
  name: 'uniform',
  assign: (spec) => {
    if (spec.members.length === 0) return {};
    if (hasUnknownTopic(spec)) return null;
    return spec.homogeneous ? assignHomogeneous(spec) : assignHeterogeneous(spec);
  },
};
