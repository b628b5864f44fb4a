import { Bench } from './bench.ts';

/** The range of session timeouts that a real ZooKeeper server grants, in ticks. */
export function negotiatedRange(): string {
  const bench = new Bench('{ brokers: 1 }').run(1000);
  const granted = (timeOutMs: number): number => {
    const connection = bench.connect('peer', 'zookeeper-1');
    return bench.ask('peer', connection, { type: 'ZkConnectRequest', sessionId: 0, timeOutMs }, 'ZkConnectResponse')
      .timeOutMs;
  };
  const { tickTimeMs } = bench.zookeeper();
  return `[${granted(1) / tickTimeMs}*tickTime, ${granted(1_000_000_000) / tickTimeMs}*tickTime]`;
}
