import type { ZkOp } from '../../../src/sim/protocol/zookeeper.ts';
import { controllerData } from '../../../src/sim/zookeeper/data.ts';
import { CONTROLLER_EPOCH_PATH, CONTROLLER_PATH, PERSISTENT_PATHS } from '../../../src/sim/zookeeper/paths.ts';
import { MS } from '../../../src/sim/time.ts';
import type { Bench } from './bench.ts';

type Data = Extract<ZkOp, { readonly op: 'create' }>['data'];

/** A write to ZooKeeper by the peer, over its session. */
export type Write = (ops: readonly ZkOp[]) => void;

/** The creation of a persistent znode. */
export function znode(path: string, data: Data): ZkOp {
  return { op: 'create', path, data, ephemeral: false, sequential: false };
}

/**
 * Fills ZooKeeper before brokers start, over a connection like any other: Kafka's persistent paths, a controller that holds the
 * office so that no broker stands for election, and what else the cluster is to have had a past with.
 */
export function fillZooKeeper(bench: Bench, controller: number, controllerEpoch: number, more: readonly ZkOp[]): Write {
  bench.run(MS);
  const connection = bench.connect('peer', 'zookeeper-1');
  bench.ask('peer', connection, { type: 'ZkConnectRequest', sessionId: 0, timeOutMs: 40_000 }, 'ZkConnectResponse');
  const write: Write = (ops) => {
    const { results } = bench.ask('peer', connection, { type: 'ZkRequest', ops, multi: false }, 'ZkResponse');
    const failed = results.find((result) => result.error !== 'Ok');
    if (failed !== undefined) throw new Error(`ZooKeeper refuses to be filled: ${failed.path} ${failed.error}`);
  };
  write(PERSISTENT_PATHS.map((path) => znode(path, null)));
  write([
    znode(CONTROLLER_PATH, controllerData(controller, 0, bench.world.setup.era)),
    znode(CONTROLLER_EPOCH_PATH, controllerEpoch),
    ...more,
  ]);
  return write;
}
