import { FIRST_CONTROLLER_ID } from '../../sim/kraft/part.ts';
import type { Tip } from '../../timeline/branches.ts';
import type { Moment } from '../../timeline/moments.ts';
import type { Change } from '../../timeline/timeline.ts';
import { AS_IT_WAS } from './branch-words.ts';
import { clockText } from '../../sim/clock-text.ts';
import { changeClause } from './intervention-words.ts';
import type { Names } from './names.ts';
import { counted, quoted } from './phrases.ts';

/** A moment's name on the timeline: `first record`, `broker 3 crashes`. */
export function momentName(moment: Moment, names: Names): string {
  switch (moment.kind) {
    case 'script':
      return quoted(moment.name, 60);
    case 'firstRecord':
      return 'first record';
    case 'process':
      return `${names.node(moment.node)} ${PROCESS_VERBS[moment.entry]}`;
    case 'link':
      return `${names.node(moment.from)} to ${names.node(moment.to)}: cut`;
    case 'controller':
      return moment.broker < FIRST_CONTROLLER_ID
        ? `broker ${moment.broker} is controller`
        : `controller ${moment.broker} is active`;
    case 'election': {
      const more = moment.count > 1 ? ` and ${counted(moment.count - 1, 'more election')}` : '';
      return `${moment.unclean ? 'unclean: ' : ''}broker ${moment.leader} leads ${names.partition(moment.partition)}${more}`;
    }
  }
}

const PROCESS_VERBS = {
  ProcessCrashed: 'crashes',
  ProcessFroze: 'freezes',
  ProcessExited: 'stops',
  ProcessThawed: 'goes on',
} as const;

/** Is it a fault? The timeline marks its moment in another way. */
export function isFault(moment: Moment): boolean {
  if (moment.kind === 'process') return moment.entry === 'ProcessCrashed' || moment.entry === 'ProcessFroze';
  return moment.kind === 'link' || (moment.kind === 'election' && moment.unclean);
}

/** A kept future by what was changed and when: `broker 3 is killed, 12.400 s`; the root is `as it was`. */
export function tipName(tip: Tip, names: Names): string {
  const { changes, leftOut, forkAt: at } = tip;
  return changes.length + leftOut.length === 0 ? AS_IT_WAS : changeName({ changes, leftOut, at }, names);
}

/** What was changed and when, for undo: `broker 3 is killed, 12.400 s`, `without: broker 3 is killed, 12.400 s`. */
export function changeName(change: Change, names: Names): string {
  const clause =
    change.leftOut.length > 0 ? `without: ${changeClause(change.leftOut, names)}` : changeClause(change.changes, names);
  return `${clause}, ${clockText(change.at)}`;
}
