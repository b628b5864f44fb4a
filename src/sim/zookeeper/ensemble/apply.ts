import type { ZkProposed } from '../../protocol/zookeeper-quorum.ts';
import { carryOut } from '../serving.ts';
import { endedSession, openedSession, resumedSession, sessionWithId } from '../sessions.ts';
import { FIRST_SESSION_SLOT, type Server } from './work.ts';

/**
 * Does what was committed. Every server does the same in the same order, so all hold the same znodes and sessions; the one whose
 * client asked answers it, and the leader tells the trace (FinalRequestProcessor).
 */
export function apply(server: Server, { transaction, server: by, connection }: ZkProposed, leads: boolean): void {
  const { turn } = server;
  const answers = by === server.state.serverId && turn.isOpen(connection);
  const at = answers ? connection : null;
  switch (transaction.kind) {
    case 'open':
      server.state = openedSession(
        turn,
        server.state,
        { client: transaction.client, timeOutMs: transaction.timeOutMs, firstSlot: FIRST_SESSION_SLOT },
        at,
        leads,
      );
      return;
    case 'resume':
      server.state = resumedSession(turn, server.state, transaction.session, at, leads);
      return;
    case 'close':
    case 'expire': {
      const session = sessionWithId(server.state, transaction.session);
      if (session !== null) server.state = endedSession(turn, server.state, session, transaction.kind, leads);
      if (!answers) return;
      turn.respond(connection, { type: 'ZkCloseSessionResponse' });
      return;
    }
    case 'request': {
      const session = sessionWithId(server.state, transaction.session);
      if (session !== null) server.state = carryOut(turn, server.state, session, at, transaction.request, leads);
      return;
    }
  }
}
