/** What one answer of a fact is, or one item of a list of answers. */
export type AnswerKind =
  | 'number'
  /** A broker's number; -1 where there is none. */
  | 'broker'
  /** The number of who is, or may be, the active controller; -1 where there is none. */
  | 'controller'
  /** `orders-0` */
  | 'partition'
  /** A node's name. */
  | 'node'
  | 'word'
  | 'text'
  | 'flag'
  /** Several values under names: nothing compares with it. */
  | 'map';

/** What a fact answers with. */
export interface Answer {
  readonly kind: AnswerKind;
  /** Is it a list of these? */
  readonly list: boolean;
  /** Of a word: all that there are. */
  readonly words: readonly string[];
  /** May an item of the list be null? */
  readonly nullable: boolean;
  /** Has it an answer only where controllers form a quorum? */
  readonly kraftOnly: boolean;
  /** Of a map: what to ask instead. */
  readonly instead: string;
}

const ONE: Answer = { kind: 'number', list: false, words: [], nullable: false, kraftOnly: false, instead: '' };
const number = ONE;
const broker: Answer = { ...ONE, kind: 'broker' };
const controllerId: Answer = { ...ONE, kind: 'controller' };
const text: Answer = { ...ONE, kind: 'text' };
const partition: Answer = { ...ONE, kind: 'partition' };
const node: Answer = { ...ONE, kind: 'node' };
const flag: Answer = { ...ONE, kind: 'flag' };
const word = (...words: readonly string[]): Answer => ({ ...ONE, kind: 'word', words });
const map = (instead: string): Answer => ({ ...ONE, kind: 'map', instead });
const listOf = (item: Answer): Answer => ({ ...item, list: true });
const orNull = (item: Answer): Answer => ({ ...item, nullable: true });
const inKraft = (answer: Answer): Answer => ({ ...answer, kraftOnly: true });

/**
 * What each fact answers with, so that a comparison that can never hold is refused where it is written. Complete: a fact that is
 * missing here fails its test.
 */
const ANSWERS: { readonly [fact: string]: Answer } = {
  logStart: number,
  logEndOffset: number,
  highWatermark: number,
  lastReadable: number,
  count: number,
  countKey: number,
  countValue: number,
  logValues: listOf(orNull(text)),
  recordsAt: listOf(map('ask countValue or logValues')),
  replicasHolding: listOf(broker),
  leader: broker,
  leaders: listOf(broker),
  leaderEpoch: number,
  replicas: listOf(broker),
  isr: listOf(broker),
  eligibleLeaders: listOf(broker),
  withoutLeader: listOf(partition),
  electionCount: number,
  brokerState: word('not started', 'starting', 'running', 'stopping', 'stopped', 'crashed', 'unpowered', 'frozen'),
  waitingFor: text,
  controller: controllerId,
  controllerEpoch: number,
  fetchesServedBy: number,
  connections: number,
  quorumLeader: inKraft(controllerId),
  quorumEpoch: inKraft(number),
  metadataRecords: inKraft(number),
  metadataHolders: inKraft(listOf(node)),
  fencedBrokers: inKraft(listOf(broker)),
  waitingClients: listOf(node),
  sent: number,
  acknowledged: number,
  acknowledgedRecords: listOf(map('ask acknowledged')),
  failed: number,
  failedRecords: listOf(map('ask failed')),
  brokersWrittenTo: listOf(broker),
  appendedBy: number,
  ackedButLost: number,
  lostRecords: listOf(map('ask ackedButLost')),
  survivors: number,
  copiesAtAck: number,
  ackReleasedBy: broker,
  fate: map('ask acknowledged, failed or duplicatesInLog'),
  fates: map('ask acknowledged, failed, acknowledgedLost or failedButWritten'),
  acknowledgedLost: number,
  failedButWritten: number,
  duplicatesInLog: number,
  outOfOrder: number,
  skipped: number,
  position: number,
  printed: number,
  printedRecords: listOf(map('ask printed')),
  processed: number,
  deliveries: number,
  timesProcessed: number,
  sideEffects: number,
  processedTwice: listOf(map('ask timesProcessed of a record')),
  committed: number,
  committedOffsets: listOf(map('ask committed of the group and a partition')),
  coordinator: broker,
  groupState: word('Empty', 'PreparingRebalance', 'CompletingRebalance', 'Assigning', 'Reconciling', 'Stable', 'Dead'),
  generation: number,
  members: listOf(map('ask memberCount, or assignment of the group and a member')),
  memberCount: number,
  owner: text,
  lag: number,
  groups: listOf(text),
  idleMembers: listOf(text),
  unowned: listOf(partition),
  assignment: listOf(partition),
  rebalances: number,
  removedBecause: word('left', 'session', 'rebalance', 'revocation', 'sync', 'pending', 'fenced'),
  assignedBy: listOf(orNull(text)),
  partitionsStopped: listOf(number),
  stoodStill: listOf(number),
  whoReadsWhat: text,
  partitionOf: number,
  movedKeys: number,
  countEntries: number,
  happened: flag,
  firstEntry: map('ask happened or countEntries'),
  appended: number,
  distinctPartitions: number,
};

/** What a fact answers with; null: there is no such fact. */
export function answerOf(fact: string): Answer | null {
  return Object.hasOwn(ANSWERS, fact) ? (ANSWERS[fact] ?? null) : null;
}
