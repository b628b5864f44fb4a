import type { Assignor } from './assignor.ts';
import { assignmentOf, layOut } from './layout.ts';
import { claimsOf } from './sticky/claims.ts';
import { assignConstrained } from './sticky/constrained.ts';
import { assignGeneral } from './sticky/general.ts';
import { transferringOf } from './sticky/transferring.ts';

/** As even as can be, and whoever has a partition keeps it if that allows it (org.apache.kafka.clients.consumer.StickyAssignor). Racks are not looked at. */
export const stickyAssignor: Assignor = {
  name: 'sticky',
  eager: true,
  assign(topics, given) {
    const layout = layOut(topics, given);
    const claims = claimsOf(layout);
    return assignmentOf(layout, claims.equal ? assignConstrained(layout, claims).lists : assignGeneral(layout, claims));
  },
};

/**
 * Shares out as the sticky assignor does, but a partition that has to move is given to nobody yet: its owner gives it up first, and the
 * group rebalances again (org.apache.kafka.clients.consumer.CooperativeStickyAssignor, KIP-429).
 */
export const cooperativeStickyAssignor: Assignor = {
  name: 'cooperative-sticky',
  eager: false,
  assign(topics, given) {
    const layout = layOut(topics, given);
    const claims = claimsOf(layout);
    if (claims.equal) {
      const { lists, transferring } = assignConstrained(layout, claims);
      return assignmentOf(layout, without(lists, transferring));
    }
    const lists = assignGeneral(layout, claims);
    return assignmentOf(layout, without(lists, transferringOf(layout, lists)));
  },
};

function without(lists: readonly (readonly number[])[], withheld: Uint8Array): readonly (readonly number[])[] {
  return lists.map((list) => list.filter((partition) => withheld[partition] !== 1));
}
