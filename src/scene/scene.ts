import { consumerView, producerView, type ConsumerView, type ProducerView } from '../sim/read/clients.ts';
import { zookeeperView } from '../sim/read/zookeeper.ts';
import type { History } from '../sim/facts/fold.ts';
import type { GroupSides } from '../sim/read/group-sides.ts';
import { vecGet } from '../lib/vec.ts';
import type { Micros } from '../sim/time.ts';
import type { TraceEntry } from '../sim/trace/entry.ts';
import type { NodeId, NodeRecord, World } from '../sim/world.ts';
import { cellMaker } from './cells.ts';
import { adminMark, consumerMark, producerMark } from './clients.ts';
import { columnOf } from './columns.ts';
import { changedKeys } from './concerns.ts';
import type { BandFrame, Frame } from './frame.ts';
import { groupsPart } from './groups/part.ts';
import { keptEqual, keptList, remembered, rememberedByKey } from './kept.ts';
import { frameOf } from './layout.ts';
import { linkSignature, linksOf } from './links.ts';
import type { ClientMark, ColumnMark, MoreMark, RowMark, Scene, TopicMark } from './marks.ts';
import { partitionName } from './partition-name.ts';
import { clusterState, type ClusterState } from './partition-state.ts';
import { positionMaker, readerOf } from './positions.ts';
import { quorumMark } from './quorum-mark.ts';
import { rowOf, topicOf } from './rows.ts';
import { groupingOf, shapeOf } from './shape.ts';
import { standingTopics } from './standing-topics.ts';
import { stopsOf } from './stops.ts';
import { summaryOf } from './summary.ts';
import { timerMarks, timersDrawn } from './timer-marks.ts';
import { tokenMaker } from './tokens.ts';
import type { Choice, Viewport } from './viewport.ts';
import { waitingOf, waitingSignature } from './waiting.ts';
import { sessionsOf, zooKeeperMark } from './zookeeper-mark.ts';

/** What a scene is made from. */
export interface SceneInput {
  /** The World at the instant: its last step is not later, its next one not earlier. */
  readonly world: World;
  /** The World before the entries, and what happened since: shows what is in neither World alone. Null and none: nothing vanishes. */
  readonly before: World | null;
  readonly entries: readonly TraceEntry[];
  /** The instant that is shown, in microseconds. */
  readonly at: Micros;
  readonly viewport: Viewport;
  readonly choice: Choice;
  /** What facts remember of the past; missing: nothing, as in a World that came with the page. */
  readonly history?: History;
}

/**
 * Makes scenes. A scene depends on its input alone, whichever order the inputs come in; what the maker remembers only saves work:
 * marks that would be equal to the last scene's are the last scene's.
 */
export function sceneMaker(): (input: SceneInput) => Scene {
  const shape = remembered<ReturnType<typeof shapeOf>>();
  const frames = remembered<Frame>();
  const cells = cellMaker();
  const positions = positionMaker();
  const clients = clientMaker();
  const columns = rememberedByKey<ColumnMark>();
  const rows = rememberedByKey<RowMark>();
  const topics = rememberedByKey<TopicMark>();
  const links = remembered<Scene['links']>();
  const waiting = remembered<Scene['waiting']>();
  const partitions = remembered<Scene['partitions']>();
  const changed = remembered<readonly string[]>();
  const stops = remembered<Scene['stops']>();
  const box = remembered<Scene['zookeeper']>();
  const quorum = remembered<Scene['quorum']>();
  const more = remembered<Scene['more']>();
  const matrix = remembered<Pick<Scene, 'cells' | 'windows'>>();
  const unmoved = remembered<Unmoved>();
  const topicsOf = standingTopics();
  const zooKeeper = remembered<ReturnType<typeof zookeeperView>>();
  const views = clientViews();
  const tokens = tokenMaker();
  let readGroups: ((world: World) => readonly GroupSides[]) | null = null;
  let state: ClusterState | null = null;
  let last: Scene | null = null;

  return ({ world, before, entries, at, viewport, choice, history }) => {
    const standing = topicsOf(world);
    const shapeNow = shape([world.setup, world.names, world.nodes.length, groupingOf(world), standing], () =>
      shapeOf(world, standing),
    );
    const { width, height, layout } = viewport;
    const frame = frames(
      [shapeNow, width, height, layout, choice.folded, choice.pinned, choice.internal, choice.partition],
      () => frameOf(shapeNow, viewport, choice),
    );
    const now = (state = clusterState(world, state));
    const drawn = matrix([frame, now, before, entries, choice], () => {
      const { cells: all, windows } = cells(frame, now, before, entries, choice);
      return { cells: keptList(last?.cells, all), windows: keptList(last?.windows, windows) };
    });
    const { producers, consumers } = views(world, shapeNow);
    const part = groupsPart();
    readGroups ??= part?.reader() ?? null;
    const groups = readGroups?.(world) ?? NONE;
    const zookeeper = zooKeeper([zooKeeperNodes(world, shapeNow.zookeepers)], () => zookeeperView(world));
    const moving = tokens(world, before, entries, frame, choice, at);
    const still = unmoved([frame, now, drawn.cells, choice], () => ({
      summary: [summaryOf(now, producers, consumers), ...(part?.sentences(world, groups) ?? NONE)].join(' '),
      clients: clients(frame, now, producers, consumers, groups),
      positions: keptList(last?.positions, positions(frame, now, consumers, drawn.windows, groups)),
      links: links([frame, linkSignature(world)], () => linksOf(frame, world)),
      waiting: waiting([frame, ...waitingSignature(world)], () => waitingOf(frame, world)),
      timers: timersDrawn(frame, world),
    }));
    const inGroups = part === null || frame.groups.length === 0 ? null : part.marks(frame, now, groups, history, at);
    const scene: Scene = {
      frame,
      ...still,
      clients: keptEqual(last?.clients, inGroups === null ? still.clients : [...still.clients, ...inGroups.members]),
      groups: keptEqual(last?.groups, inGroups?.groups ?? NONE),
      columns: keptList(
        last?.columns,
        frame.columns.flatMap((column) => {
          const broker = now.brokers.find(({ brokerId }) => brokerId === column.broker);
          return broker === undefined
            ? []
            : columns.get(`${column.broker}`, [frame, broker], () => columnOf(frame, column, broker));
        }),
      ),
      rows: keptList(
        last?.rows,
        frame.rows.flatMap((row) => {
          const view = now.partitions[row.partition];
          return view === undefined ? [] : rows.get(`${row.partition}`, [frame, view], () => rowOf(frame, row, view));
        }),
      ),
      topics: keptList(
        last?.topics,
        frame.topics.map((topic) => {
          const first = world.names.index[topic.topic]?.[0] ?? -1;
          const replicas = now.partitions[first]?.replicas.length ?? 0;
          return topics.get(topic.topic, [frame, choice, replicas], () => topicOf(frame, topic, choice, replicas));
        }),
      ),
      cells: drawn.cells,
      windows: drawn.windows,
      zookeeper: box([frame, zookeeper], () =>
        zookeeper === null ? null : keptEqual(last?.zookeeper, zooKeeperMark(frame, zookeeper)),
      ),
      quorum: quorum([frame, now], () => keptEqual(last?.quorum, quorumMark(frame, world))),
      sessions: keptEqual(
        last?.sessions,
        zookeeper === null ? [] : sessionsOf(frame, zookeeper, world.setup.nodeOfBroker, at),
      ),
      timers:
        still.timers.length === 0 && inGroups === null
          ? NONE
          : keptEqual(last?.timers, [
              ...timerMarks(frame, world, still.timers, drawn.cells, still.clients, at),
              ...(inGroups?.timers ?? NONE),
            ]),
      more: more([frame], () => [
        ...moreOf(frame.producers, 'producers'),
        ...moreOf(frame.consumers, 'consumers'),
        ...moreOf({ more: frame.moreGroups }, 'groups'),
        ...hiddenRows(frame),
      ]),
      routes: keptEqual(last?.routes, moving.routes),
      tokens: moving.tokens,
      partitions: partitions([shapeNow], () =>
        shapeNow.topics.flatMap((topic) =>
          topic.partitions.map((id) => ({ partition: id, name: partitionName(world, id) })),
        ),
      ),
      changed: changed([world, entries], () => keptEqual(last?.changed, changedKeys(world, entries))),
      stops: [],
    };
    columns.endRound();
    rows.endRound();
    topics.endRound();
    const stopsNow = stops(
      [
        scene.clients,
        scene.groups,
        scene.zookeeper,
        scene.quorum,
        scene.columns,
        scene.topics,
        scene.rows,
        scene.cells,
        scene.links,
      ],
      () => stopsOf(scene),
    );
    last = { ...scene, stops: stopsNow };
    return last;
  };
}

/** What one World looks like at every instant. */
type Unmoved = Pick<Scene, 'summary' | 'clients' | 'positions' | 'links' | 'waiting'> & {
  readonly timers: ReturnType<typeof timersDrawn>;
};

const NONE: readonly never[] = [];

/** The views of clients whose nodes have not changed are the last ones. */
function clientViews() {
  const producerViews = rememberedByKey<ProducerView>();
  const consumerViews = rememberedByKey<ConsumerView>();
  return (world: World, shape: { readonly producers: readonly NodeId[]; readonly consumers: readonly NodeId[] }) => {
    const record = (id: NodeId) => vecGet(world.nodes, id) as NodeRecord;
    const producers = shape.producers.map((id) =>
      producerViews.get(String(id), [record(id)], () => producerView(record(id))),
    );
    const consumers = shape.consumers.map((id) =>
      consumerViews.get(String(id), [record(id)], () => consumerView(record(id))),
    );
    producerViews.endRound();
    consumerViews.endRound();
    return { producers, consumers };
  };
}

function zooKeeperNodes(world: World, nodes: readonly NodeId[]): unknown {
  return nodes.length === 1 ? vecGet(world.nodes, nodes[0] ?? 0) : world;
}

/** Boxes of clients; a producer's is made again only when something in the producer has changed. */
function clientMaker() {
  const known = rememberedByKey<ClientMark>();
  return (
    frame: Frame,
    state: ClusterState,
    producers: readonly ProducerView[],
    consumers: readonly ConsumerView[],
    groups: readonly GroupSides[],
  ): ClientMark[] => {
    const admin = adminMark(frame, state.world.setup.adminNode);
    const marks = [
      ...(admin === null ? [] : [admin]),
      ...frame.producers.boxes.flatMap(({ node, box }) => {
        const producer = producers.find((one) => one.node === node);
        if (producer === undefined) return [];
        return known.get(`${node}`, [frame, box, producer, state.partitions], () =>
          producerMark(frame, state, box, producer),
        );
      }),
      ...frame.consumers.boxes.flatMap(({ node, box }) => {
        const consumer = consumers.find((one) => one.node === node);
        const reader = readerOf(groups, consumers, node);
        return consumer === undefined ? [] : [consumerMark(frame, state, box, consumer, reader)];
      }),
    ];
    known.endRound();
    return marks;
  };
}

/** Partitions for which there is no room, counted below the last row. */
function hiddenRows(frame: Frame): MoreMark[] {
  const hidden = frame.topics.reduce((sum, topic) => sum + topic.hidden, 0);
  const last = frame.rows.at(-1)?.header;
  if (hidden === 0 || last === undefined) return [];
  return [{ key: 'partitions', box: { ...last, y: last.y + last.height + 2 }, text: `${hidden} more` }];
}

function moreOf(band: Pick<BandFrame, 'more'>, what: string): MoreMark[] {
  return band.more === null ? [] : [{ key: what, box: band.more.box, text: `${band.more.count} more ${what}` }];
}
