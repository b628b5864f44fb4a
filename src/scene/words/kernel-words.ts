import type { KernelEntries } from '../../sim/trace/kernel.ts';
import { interventionClause } from './intervention-words.ts';
import { apiName, counted, duration } from './phrases.ts';
import type { Catalogue } from './sentence.ts';

/** What the kernel and the network write, in words. `who` is where it happened. */
export const kernelWords: Catalogue<KernelEntries> = {
  Intervened: ({ intervention }, _, names) => `intervention: ${interventionClause(intervention, names)}`,
  ProcessStarted: ({ incarnation }, who) => `${who} starts${incarnation > 1 ? ' again' : ''}`,
  ProcessStopping: (_, who) => `${who} is asked to stop`,
  ProcessExited: (_, who) => `the process of ${who} ends`,
  ProcessCrashed({ kind }, who) {
    switch (kind) {
      case 'process':
        return `${who} crashes: its memory is gone, its disk is intact`;
      case 'power':
        return `the machine of ${who} loses power: what was not flushed to disk is gone`;
      case 'disk':
        return `${who} crashes and loses its disk`;
    }
  },
  ProcessFroze: (_, who) => `${who} freezes: its connections stay open, nothing answers`,
  ProcessThawed: (_, who) => `${who} goes on after its freeze`,
  DiskChanged: ({ extra }, who) =>
    extra > 0
      ? `the disk of ${who} is slow: each write takes ${duration(extra)}`
      : `the disk of ${who} is as fast as before`,
  LinkChanged({ to, cut, extra }, who, names) {
    const link = `the link from ${who} to ${names.node(to)}`;
    if (cut) return `${link} is cut`;
    return extra > 0 ? `${link} is slow: ${duration(extra)} more` : `${link} is whole again`;
  },
  ConnectionOpened: ({ peer }, who, names) => `${who} opens a connection to ${names.node(peer)}`,
  ConnectionLost({ peer, reason, failed }, who, names) {
    const other = names.node(peer);
    const failing = failed === 0 ? '' : `; ${counted(failed, 'request')} of ${who} ${failed === 1 ? 'fails' : 'fail'}`;
    switch (reason) {
      case 'refused':
        return `${who} cannot connect to ${other}: no process is there`;
      case 'reset':
        return `the connection from ${who} to ${other} is reset${failing}`;
      case 'timeout':
        return `${who} gets no answer from ${other} in time and closes the connection${failing}`;
      case 'closed':
        return `${other} closes the connection of ${who}${failing}`;
    }
  },
  RequestSent: ({ api, to }, who, names) => `${who} sends ${apiName(api)} to ${names.node(to)}`,
  RequestReceived: ({ api, from }, who, names) => `${who} receives ${apiName(api)} from ${names.node(from)}`,
  ResponseSent: ({ api, to }, who, names) => `${who} answers ${names.node(to)}: ${apiName(api)}`,
  ResponseReceived: ({ api, from }, who, names) => `${who} has the answer of ${names.node(from)}: ${apiName(api)}`,
  NotificationSent: ({ api, to }, who, names) => `${who} notifies ${names.node(to)}: ${apiName(api)}`,
  PacketLost: ({ what, to }, _, names) => `${apiName(what)} on its way to ${names.node(to)} is lost`,
};
