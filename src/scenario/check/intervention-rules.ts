import type { Intervention } from '../../sim/intervention.ts';
import type { Scenario } from '../../sim/scenario.ts';
import type { Micros } from '../../sim/time.ts';
import { MOST_INTERVENTIONS, MOST_RECORDS_A_SEND, MOST_SCRIPT_ITEMS } from '../limits.ts';
import { isStandIn } from '../stand-in.ts';
import type { Path } from '../yaml-document.ts';
import { checkBytes, checkConsumer, checkProducer, checkProgram } from './client-rules.ts';
import { checkHasGroup } from './group-rules.ts';
import {
  atMost,
  checkAssignment,
  checkConfig,
  checkTime,
  checkTopic,
  checkTopicKept,
  checkTopicName,
} from './cluster-rules.ts';
import { isUnknownNode, type Cast, type CastKind } from './cast.ts';
import { checkCondition } from './condition-rules.ts';
import type { Findings } from './finding.ts';
import { checkPartitionsOf } from './partition-rules.ts';
import { checkReconfigured } from './reconfigured-rules.ts';
import { sayTime } from '../say/time.ts';
import { wordFor } from '../say/word.ts';

/** The script, and that each node is named once. */
export function checkScript(cast: Cast, findings: Findings): void {
  const { scenario } = cast;
  const { script } = scenario;
  atMost(findings, ['script'], 'script items', script.length, 0, MOST_SCRIPT_ITEMS);
  const count = script.reduce((sum, item) => sum + item.interventions.length, 0);
  atMost(findings, ['script'], 'interventions', count, 0, MOST_INTERVENTIONS);
  const names = namesOf(scenario, findings);
  script.forEach((item, index) => {
    const path = ['script', index];
    checkTime(findings, [...path, 'at'], item.at);
    if (item.when !== null) checkCondition(item.when, cast, [...path, 'when'], findings);
    item.interventions.forEach((intervention, at) => {
      const here = [...path, 'interventions', at];
      checkIntervention(intervention, cast, here, findings);
      names.take(intervention, here);
      if (item.when === null) names.use(intervention, item.at, here);
    });
  });
}

/** Who has joined, and when. */
export interface Names {
  /** Notes the name of a client that joins; each node has a name of its own. */
  take(intervention: Intervention, path: Path): void;
  /** Complains when an intervention at this time names a client that joins only later. */
  use(intervention: Intervention, at: Micros, path: Path): void;
}

/** The names that a scenario's producers and consumers have from the start. */
export function namesOf(scenario: Scenario, findings: Findings): Names {
  const taken = new Set<string>();
  const joins = new Map<string, Micros>();
  const take = (name: string, path: Path): void => {
    if (taken.has(name)) {
      findings.add(path, 'twice', `name ${name.slice(0, 60)} twice; each node has a name of its own`);
    }
    taken.add(name);
  };
  scenario.producers.forEach(({ name }, index) => take(name, ['producers', index, 'name']));
  scenario.consumers.forEach(({ name }, index) => take(name, ['consumers', index, 'name']));
  for (const { at, when, interventions } of scenario.script) {
    for (const one of interventions) {
      const name = joining(one);
      if (name !== null && when === null && !taken.has(name)) joins.set(name, at);
    }
  }
  return {
    take(intervention, path) {
      const name = joining(intervention);
      const key = intervention.type === 'addProducer' ? 'producer' : 'consumer';
      if (name !== null) take(name, [...path, key, 'name']);
    },
    use(intervention, at, path) {
      for (const key of ['node', 'from', 'to'] as const) {
        const name = (intervention as { readonly [key: string]: unknown })[key];
        const joinsAt = typeof name === 'string' ? joins.get(name) : undefined;
        if (joinsAt === undefined || at >= joinsAt) continue;
        findings.add(
          [...path, key],
          'too-early',
          `${String(name)} is not there yet; it joins ${sayTime(joinsAt - at)} later`,
        );
      }
    },
  };
}

function joining(intervention: Intervention): string | null {
  const name =
    intervention.type === 'addProducer'
      ? intervention.producer.name
      : intervention.type === 'addConsumer'
        ? intervention.consumer.name
        : null;
  return isStandIn(name) ? null : name;
}

/** One intervention: its nodes exist and are of the right kind, its values are legal. */
export function checkIntervention(intervention: Intervention, cast: Cast, path: Path, findings: Findings): void {
  checkPartitionsOf(intervention, cast, path, findings);
  const node = (key: 'node' | 'from' | 'to', name: string, kinds: readonly CastKind[]): void => {
    const kind = cast.kinds.get(name);
    const fitting = cast.names.filter((known) => kinds.includes(cast.kinds.get(known) as CastKind));
    if (isUnknownNode(name, cast)) findings.unknown([...path, key], 'node', name, fitting);
    else if (kind !== undefined && !kinds.includes(kind)) {
      findings.add(
        [...path, key],
        'wrong-node',
        kind === 'admin'
          ? `admin is the operator, to whom nothing happens; ${wordFor(intervention.type)} needs a ${kinds.join(' or a ')}`
          : `${name} is a ${kind}; ${wordFor(intervention.type)} needs a ${kinds.join(' or a ')}`,
        intervention.type === 'configureClient' && kind === 'broker'
          ? "alterConfig changes a broker's settings"
          : fitting.length > 30 || fitting.length === 0
            ? ''
            : `known: ${fitting.join(', ')}`,
      );
    }
  };
  const anyone: readonly CastKind[] = ['broker', 'zookeeper', 'controller', 'producer', 'consumer'];
  switch (intervention.type) {
    case 'crash':
      if (intervention.kind === 'disk' && ['producer', 'consumer'].includes(cast.kinds.get(intervention.node) ?? ''))
        findings.add(
          [...path, 'kind'],
          'wrong-kind',
          `${intervention.node} is a ${cast.kinds.get(intervention.node)}, which keeps nothing on a disk`,
          'write process or power',
        );
      return node('node', intervention.node, anyone);
    case 'stop':
    case 'start':
    case 'freeze':
    case 'thaw':
      return node('node', intervention.node, anyone);
    case 'cutLink':
    case 'slowLink':
    case 'healLink':
    case 'resetLink':
      node('from', intervention.from, [...anyone, 'admin']);
      node('to', intervention.to, [...anyone, 'admin']);
      if (intervention.from === intervention.to)
        findings.add(
          [...path, 'to'],
          'same-node',
          `link from ${intervention.from} to itself; it must lead to another node`,
        );
      if (intervention.type === 'slowLink') checkTime(findings, [...path, 'extra'], intervention.extra);
      return;
    case 'partitionNetwork':
      return checkIslands(intervention.islands, cast, [...path, 'islands'], findings);
    case 'healNetwork':
    case 'leaveOut':
      return;
    case 'slowDisk':
      node('node', intervention.node, ['broker']);
      return checkTime(findings, [...path, 'extra'], intervention.extra);
    case 'healDisk':
      return node('node', intervention.node, ['broker']);
    case 'deleteTopic':
      return;
    case 'reassignPartitions':
      atMost(findings, [...path, 'partition'], 'partition', intervention.partition, 0, 1_000_000);
      if (intervention.replicas !== null)
        checkAssignment([intervention.replicas], cast.scenario, [...path, 'replicas'], findings);
      return;
    case 'createTopic':
      checkTopicName(intervention.topic.name, [...path, 'topic', 'name'], findings);
      return checkTopic(intervention.topic, cast.scenario, [...path, 'topic'], findings);
    case 'createPartitions':
      atMost(findings, [...path, 'count'], 'count', intervention.count, 1, 10_000);
      if (intervention.assignment !== null)
        checkAssignment(intervention.assignment, cast.scenario, [...path, 'assignment'], findings);
      return;
    case 'electLeaders':
      return atMost(findings, [...path, 'partition'], 'partition', intervention.partition, 0, 1_000_000);
    case 'deleteRecords':
      if (intervention.before !== null)
        atMost(findings, [...path, 'before'], 'before', intervention.before, 0, Number.MAX_SAFE_INTEGER);
      return atMost(findings, [...path, 'partition'], 'partition', intervention.partition, 0, 1_000_000);
    case 'alterConfig': {
      const config = Object.fromEntries(
        Object.entries(intervention.config).filter(([, value]) => value !== null),
      ) as Record<string, string>;
      checkConfig(intervention.resource, config, cast.scenario.era, [...path, 'config'], findings);
      if (intervention.resource === 'broker' && !cast.kinds.has(`broker-${intervention.name}`)) {
        findings.unknown(
          [...path, 'name'],
          'broker',
          intervention.name,
          cast.scenario.brokers.map((broker) => String(broker.id)),
        );
      }
      return;
    }
    case 'addProducer':
      return checkProducer(intervention.producer, cast.scenario, [...path, 'producer'], findings);
    case 'addConsumer':
      return checkConsumer(intervention.consumer, cast.scenario, [...path, 'consumer'], findings);
    case 'configureClient': {
      node('node', intervention.node, ['producer', 'consumer']);
      if (!['producer', 'consumer'].includes(cast.kinds.get(intervention.node) ?? '')) return;
      const scope = cast.kinds.get(intervention.node) === 'consumer' ? 'consumer' : 'producer';
      return checkReconfigured(intervention, scope, cast, path, findings);
    }
    case 'setProgram':
      node('node', intervention.node, ['producer']);
      if (intervention.program !== null) checkProgram(intervention.program, [...path, 'program'], findings);
      return;
    case 'setProcessing':
      node('node', intervention.node, ['consumer']);
      return checkTime(findings, [...path, 'processing'], intervention.processing);
    case 'send':
      node('node', intervention.node, ['producer']);
      atMost(findings, [...path, 'records'], 'records', intervention.records.length, 1, MOST_RECORDS_A_SEND);
      intervention.records.forEach((record, index) => {
        const here = [...path, 'records', index];
        checkTopicKept(record.topic, [...here, 'topic'], findings);
        checkBytes(record.key, [...here, 'key'], 'key', findings);
        checkBytes(record.value, [...here, 'value'], 'value', findings);
        if (record.partition !== null)
          atMost(findings, [...here, 'partition'], 'partition', record.partition, 0, 1_000_000);
      });
      return;
    case 'flush':
      return node('node', intervention.node, ['producer']);
    case 'seek':
      node('node', intervention.node, ['consumer']);
      if (typeof intervention.to === 'number')
        atMost(findings, [...path, 'to'], 'to', intervention.to, 0, Number.MAX_SAFE_INTEGER);
      return atMost(findings, [...path, 'partition'], 'partition', intervention.partition, 0, 1_000_000);
    case 'subscribe':
      node('node', intervention.node, ['consumer']);
      for (const topic of intervention.topics) checkTopicKept(topic, [...path, 'topics'], findings);
      return checkHasGroup(intervention.node, cast, [...path, 'node'], findings);
    case 'commit':
      node('node', intervention.node, ['consumer']);
      for (const { partition } of intervention.offsets ?? [])
        atMost(findings, [...path, 'offsets'], 'partition', partition, 0, 1_000_000);
      return checkHasGroup(intervention.node, cast, [...path, 'node'], findings);
    case 'pause':
      return node('node', intervention.node, ['producer', 'consumer']);
  }
}

/** At least two islands, none empty, and each node on one of them at most. */
function checkIslands(islands: readonly (readonly string[])[], cast: Cast, path: Path, findings: Findings): void {
  if (islands.length < 2)
    findings.add(path, 'islands', `islands: ${islands.length}; a network falls apart into two at least`);
  const seen = new Set<string>();
  islands.forEach((island, at) => {
    if (island.length === 0) findings.add([...path, at], 'islands', 'island without nodes; name at least one');
    island.forEach((name, index) => {
      const here = [...path, at, index];
      if (isUnknownNode(name, cast)) findings.unknown(here, 'node', name, cast.names);
      else if (seen.has(name)) findings.add(here, 'islands', `${name} twice; a node is on one island`);
      seen.add(name);
    });
  });
}
