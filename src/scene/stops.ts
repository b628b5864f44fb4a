import type { CellMark, Scene, Stop } from './marks.ts';
import type { Thing } from './thing.ts';

/** What the keyboard can reach, in reading order: producers, ZooKeeper or the controllers, brokers, rows with their cells and tiles, groups with their members, consumers. */
export function stopsOf(scene: Scene): Stop[] {
  const above = scene.clients.filter(({ kind }) => kind !== 'consumer' && kind !== 'member');
  const alone = scene.clients.filter(({ kind }) => kind === 'consumer');
  const inGroups = scene.frame.groups.flatMap(({ group, members }) => [
    ...scene.groups.filter(({ thing }) => thing.kind === 'group' && thing.group === group),
    ...scene.clients.filter(({ kind, thing }) => kind === 'member' && members.some(({ node }) => isNode(thing, node))),
  ]);
  const first = scene.topics[0];
  const inRows = new Map<number, CellMark[]>();
  for (const cell of scene.cells) {
    const row = inRows.get(cell.box.y);
    if (row === undefined) inRows.set(cell.box.y, [cell]);
    else row.push(cell);
  }
  return [
    ...above,
    // The box stands for the first server of an ensemble.
    ...(scene.zookeeper === null ? [] : [scene.zookeeper, ...scene.zookeeper.servers.slice(1)]),
    ...(scene.quorum?.voters ?? []).flatMap((voter) => [voter, ...(voter.log?.tiles ?? [])]),
    ...(first === undefined ? [] : [first]),
    ...scene.columns,
    ...scene.topics.slice(1),
    ...scene.rows.flatMap((row) => [
      row,
      ...(inRows.get(row.box.y) ?? []).flatMap((cell) => [cell, ...cell.tiles.filter(({ gone }) => !gone)]),
    ]),
    ...scene.links,
    ...inGroups,
    ...alone,
  ].map(({ key, thing, box, label }) => ({ key, thing, box, label }));
}

function isNode(thing: Thing, node: number): boolean {
  return thing.kind === 'consumer' && thing.node === node;
}
