import type { ZkResult } from '../protocol/zookeeper.ts';
import type { ZkOp } from '../protocol/zookeeper.ts';
import { controllerData, controllerIn } from '../zookeeper/data.ts';
import { CONTROLLER_EPOCH_PATH, CONTROLLER_PATH } from '../zookeeper/paths.ts';
import { isActive } from './context.ts';
import type { Answer, Question } from './perform.ts';
import { nextPhase } from './phase-machine.ts';
import { resigned } from './resignation.ts';
import type { ElectionStep } from './steps.ts';
import { causesOf, next, type Work } from './work.ts';

type StepOf<D extends ElectionStep['do']> = Extract<ElectionStep, { readonly do: D }>;

/*
 * The election of the controller: whoever creates the ephemeral /controller is it. It does so in one transaction with adding one to
 * /controller_epoch, if that has not changed since it looked (KafkaZkClient.registerControllerAndIncrementControllerEpoch).
 */

/** Looks who the controller is, and watches for a change. If nobody is, this broker stands for election. */
export function readController(work: Work, answer: Answer): Question {
  if (answer === null) {
    return [
      { op: 'exists', path: CONTROLLER_PATH, watch: true },
      { op: 'getData', path: CONTROLLER_PATH, watch: true },
    ];
  }
  const controllerId = controllerOf(answer[1]);
  if (isActive(work.controller) && controllerId !== work.broker.brokerId)
    work.controller = resigned(work.turn, work.broker, work.controller, work.reason);
  // A controller that has come and gone between two looks has left no word: stand for election then, too.
  if (controllerId !== -1 || isActive(work.controller)) return null;
  work.controller = { ...work.controller, phase: nextPhase(work.controller.phase, 'elect') };
  next(work, { do: 'readControllerEpoch' });
  return null;
}

function controllerOf(result: ZkResult | undefined): number {
  return result?.error === 'Ok' ? controllerIn(result.data) : -1;
}

function epochIn(result: ZkResult | undefined): number {
  return typeof result?.data === 'number' ? result.data : 0;
}

export function readControllerEpoch(work: Work, answer: Answer): Question {
  if (answer === null) return [{ op: 'getData', path: CONTROLLER_EPOCH_PATH, watch: false }];
  const [read] = answer;
  if (read?.error === 'Ok' && read.stat !== null)
    next(work, { do: 'claimController', epoch: epochIn(read), zkVersion: read.stat.version });
  else next(work, { do: 'createControllerEpoch' });
  return null;
}

/** The first controller of all makes the znode; someone else may have been quicker. */
export function createControllerEpoch(work: Work, answer: Answer): Question {
  if (answer === null)
    return [{ op: 'create', path: CONTROLLER_EPOCH_PATH, data: 0, ephemeral: false, sequential: false }];
  if (answer[0]?.error === 'Ok') next(work, { do: 'claimController', epoch: 0, zkVersion: 0 });
  else next(work, { do: 'readControllerEpoch' });
  return null;
}

export function claimController(work: Work, step: StepOf<'claimController'>, answer: Answer): Question {
  const { turn, broker } = work;
  const epoch = step.epoch + 1;
  if (answer === null) {
    const claim: ZkOp = {
      op: 'multi',
      ops: [
        {
          op: 'create',
          path: CONTROLLER_PATH,
          data: controllerData(broker.brokerId, turn.now, turn.setup.era),
          ephemeral: true,
          sequential: false,
        },
        { op: 'setData', path: CONTROLLER_EPOCH_PATH, data: epoch, version: step.zkVersion },
      ],
    };
    return [claim];
  }
  const written = answer[0]?.results?.[1];
  if (answer[0]?.error === 'Ok' && written?.stat) won(work, epoch, written.stat.version);
  else next(work, { do: 'checkClaim', epoch });
  return null;
}

/** The claim was refused; or it was granted, the answer was lost, and the second try was refused. */
export function checkClaim(work: Work, step: StepOf<'checkClaim'>, answer: Answer): Question {
  if (answer === null) {
    return [
      { op: 'getData', path: CONTROLLER_PATH, watch: false },
      { op: 'getData', path: CONTROLLER_EPOCH_PATH, watch: false },
    ];
  }
  const stat = answer[1]?.stat ?? null;
  if (controllerOf(answer[0]) === work.broker.brokerId && stat !== null && epochIn(answer[1]) === step.epoch) {
    won(work, step.epoch, stat.version);
    return null;
  }
  work.controller = { ...work.controller, phase: nextPhase(work.controller.phase, 'lost') };
  next(work, { do: 'readController' });
  return null;
}

function won(work: Work, epoch: number, epochZkVersion: number): void {
  work.controller = { ...work.controller, phase: nextPhase(work.controller.phase, 'won'), epoch, epochZkVersion };
  work.reason = work.turn.emit(
    'ControllerElected',
    { broker: work.broker.brokerId, controllerEpoch: epoch },
    causesOf(work),
  );
  next(work, { do: 'readFeature' }, { do: 'readCluster' });
}
