import type { Assignor, Sharing } from './assignor.ts';
import { assignmentOf, layOut, type Layout } from './layout.ts';
import { racksOf } from './racks.ts';
import { claimsOf, type Claims } from './sticky/claims.ts';
import { assignConstrained, type Constrained } from './sticky/constrained.ts';
import { assignAsIn28 } from './sticky/constrained-2-8.ts';
import { assignGeneral } from './sticky/general.ts';
import { transferringOf } from './sticky/transferring.ts';

/** As even as can be, and whoever has a partition keeps it if that allows it (org.apache.kafka.clients.consumer.StickyAssignor). Racks count where all have the same subscription. */
export const stickyAssignor: Assignor = {
  name: 'sticky',
  eager: true,
  assign(topics, given, sharing = {}) {
    const layout = layOut(topics, given);
    const claims = claimsOf(layout);
    return assignmentOf(
      layout,
      claims.equal && !hasOneWay(sharing)
        ? equally(layout, claims, sharing).lists
        : assignGeneral(layout, claims, sharing.sticky),
    );
  },
};

/**
 * Shares out as the sticky assignor does, but a partition that has to move is given to nobody yet: its owner gives it up first, and the
 * group rebalances again (org.apache.kafka.clients.consumer.CooperativeStickyAssignor, KIP-429).
 */
export const cooperativeStickyAssignor: Assignor = {
  name: 'cooperative-sticky',
  eager: false,
  assign(topics, given, sharing = {}) {
    const layout = layOut(topics, given);
    const claims = claimsOf(layout);
    if (claims.equal && !hasOneWay(sharing)) {
      const { lists, transferring } = equally(layout, claims, sharing);
      return assignmentOf(layout, without(lists, transferring));
    }
    const lists = assignGeneral(layout, claims, sharing.sticky);
    return assignmentOf(layout, without(lists, transferringOf(layout, lists)));
  },
};

/** All members are subscribed to the same topics. */
function equally(layout: Layout, claims: Claims, { racks = null, sticky }: Sharing): Constrained {
  return sticky === '2.8' ? assignAsIn28(layout, claims) : assignConstrained(layout, claims, racksOf(layout, racks));
}

/** Does it share out in one way, whatever members are subscribed to? */
function hasOneWay({ sticky }: Sharing): boolean {
  return sticky === 'librdkafka' || sticky === 'kafka-python';
}

function without(lists: readonly (readonly number[])[], withheld: Uint8Array): readonly (readonly number[])[] {
  return lists.map((list) => list.filter((partition) => withheld[partition] !== 1));
}
