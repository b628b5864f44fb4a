import type { Scene, Stop } from './marks.ts';

/** What the keyboard can reach, in reading order: producers, ZooKeeper or the controllers, brokers, rows with their cells and tiles, consumers. */
export function stopsOf(scene: Scene): Stop[] {
  const above = scene.clients.filter(({ kind }) => kind !== 'consumer');
  const below = scene.clients.filter(({ kind }) => kind === 'consumer');
  const first = scene.topics[0];
  return [
    ...above,
    // The box stands for the first server of an ensemble.
    ...(scene.zookeeper === null ? [] : [scene.zookeeper, ...scene.zookeeper.servers.slice(1)]),
    ...(scene.quorum?.voters ?? []),
    ...(first === undefined ? [] : [first]),
    ...scene.columns,
    ...scene.topics.slice(1),
    ...scene.rows.flatMap((row) => [
      row,
      ...scene.cells
        .filter(({ box }) => box.y === row.box.y)
        .flatMap((cell) => [cell, ...cell.tiles.filter(({ gone }) => !gone)]),
    ]),
    ...scene.links,
    ...below,
  ].map(({ key, thing, box, label }) => ({ key, thing, box, label }));
}
