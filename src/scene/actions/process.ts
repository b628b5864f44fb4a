import type { CrashKind } from '../../sim/intervention.ts';
import type { ProcessStatus } from '../../sim/world.ts';
import { action, harm, type Doable } from './action.ts';

const NO_PROCESS = 'there is no process to do it to; start it first';

/** What a loss of power takes: who writes through to the disk before it answers loses nothing. */
const WITHOUT_POWER = {
  broker: 'Each log is cut back to what was flushed.',
  zookeeper: 'What it has answered is on its disk.',
  controller: 'What it has acknowledged is on its disk.',
};

const ON_DISK = {
  broker: 'its logs are',
  zookeeper: 'its znodes and sessions are',
  controller: 'its metadata log, its epoch and its vote are',
};

/** How a process can die, be frozen and come back. */
export function processActions(
  node: string,
  name: string,
  status: ProcessStatus,
  what: 'broker' | 'client' | 'zookeeper' | 'controller',
): Doable[] {
  const up = status === 'running' || status === 'frozen';
  const crash = (kind: CrashKind, label: string, says: string) =>
    harm(`crash-${kind}`, label, says, [{ type: 'crash', node, kind }], up ? null : NO_PROCESS);
  const actions: Doable[] = [
    crash(
      'process',
      `Crash ${name}`,
      `The process dies. Its memory is gone, its connections are reset${what === 'broker' ? ', its logs stay on the disk' : ''}.`,
    ),
  ];
  if (what !== 'client') {
    actions.push(
      crash('power', 'Pull the plug', `The machine goes dark and answers nobody. ${WITHOUT_POWER[what]}`),
      crash('disk', 'Lose the disk', `The process dies and ${ON_DISK[what]} gone.`),
    );
  }
  actions.push(
    action(
      'stop',
      `Stop ${name}`,
      stopSays(what),
      [{ type: 'stop', node }],
      status === 'running' ? null : up ? 'a frozen process cannot end by itself; thaw it first' : NO_PROCESS,
    ),
  );
  if (status === 'frozen')
    actions.push(
      action(
        'thaw',
        `Thaw ${name}`,
        'The process goes on, with everything that has arrived meanwhile and every timer that ran out.',
        [{ type: 'thaw', node }],
      ),
    );
  else
    actions.push(
      harm(
        'freeze',
        `Freeze ${name}`,
        'The process stands still, as in a long garbage collection. Its connections stay open.',
        [{ type: 'freeze', node }],
        up ? null : NO_PROCESS,
      ),
    );
  actions.push(
    action('start', `Start ${name}`, startSays(what), [{ type: 'start', node }], up ? 'it runs already' : null),
  );
  return actions;
}

function stopSays(what: 'broker' | 'client' | 'zookeeper' | 'controller'): string {
  if (what === 'broker') return 'The broker hands its leaders over, writes its logs out, ends its session and exits.';
  return what === 'client'
    ? 'The client finishes what it has begun, closes its connections and exits.'
    : what === 'controller'
      ? 'The controller gives its leadership of the quorum up, if it has it, and exits.'
      : 'The server closes its connections and exits.';
}

function startSays(what: 'broker' | 'client' | 'zookeeper' | 'controller'): string {
  if (what === 'broker') return 'The broker reads its logs, registers, and waits until it knows what it leads.';
  return what === 'client'
    ? 'The program runs from its beginning.'
    : what === 'controller'
      ? 'The controller reads the metadata log from its disk and looks for the leader of the quorum.'
      : 'The server reads its znodes and accepts connections.';
}
